import { allFlags } from "../../../exporter/flags.ts";
import { filesOf } from "../../../exporter/measuring.ts";
import { parseFlags } from "../../../exporter/options.ts";
import { assertEquals } from "../../assert.ts";

Deno.test("the host's directories may be named with slashes at their ends", () => {
  const dir = Deno.makeTempDirSync();
  const flags = ["procfs", "sysfs", "rootfs"].map((name) => `--path.${name}=${dir}//`);
  assertEquals(filesOf(parseFlags(flags, allFlags([]))).roots, {
    proc: dir,
    sys: dir,
    root: dir,
    udev: "/run/udev/data",
  });
  assertEquals(filesOf(parseFlags(["--path.rootfs=/"], allFlags([]))).roots.root, "/");
  Deno.removeSync(dir);
});
