import { statfsSync } from "node:fs";
import { join } from "node:path";
import { libc } from "../../../../collectors/linux/libc.ts";
import { assert, assertEquals } from "../../../assert.ts";

const calls = libc()!;
const onLinux = { ignore: Deno.build.os !== "linux" };
/** Of these no call can be made: too long for the kernel, and with its end in the middle. */
const WRONG = ["", `/${"x".repeat(5000)}`, "/proc\0/none", "/\ud800"];

Deno.test("a file system tells by both calls what it tells node", onLinux, async () => {
  for (const path of ["/proc", "/sys", "/"]) {
    // As it is now: on / others write.
    const [before, now, later, after] = [
      statfsSync(path),
      calls.statfs(path),
      await calls.statfsLater(path),
      statfsSync(path),
    ];
    for (const found of [now, later]) {
      assert(found);
      for (const key of ["bsize", "blocks", "files"] as const) {
        assertEquals(found[key], before[key], `${key} of ${path}`);
      }
      for (const key of ["bfree", "bavail", "ffree"] as const) {
        const [least, most] = [before[key], after[key]].sort((a, b) => a - b);
        assert(found[key] >= least - 4096 && found[key] <= most + 4096, `${key} of ${path}`);
      }
      assertEquals(found.frsize, found.bsize);
    }
  }
});

Deno.test(
  "many file systems are asked at the same time, each gets its own answer",
  onLinux,
  async () => {
    const directory = Deno.makeTempDirSync({ prefix: "hostvitals-ö" });
    const paths = ["/proc", directory, "/none", "/sys"];
    const asked = Array.from({ length: 40 }, (_, i) => paths[i % paths.length]);
    const sizes = await Promise.all(
      asked.map(async (path) => (await calls.statfsLater(path))?.blocks),
    );
    const expected = [0, statfsSync(directory).blocks, undefined, 0];
    assertEquals(sizes, asked.map((_, i) => expected[i % paths.length]));
    Deno.removeSync(directory);
  },
);

Deno.test("what there is exists, also behind a link and with any name", onLinux, () => {
  const directory = Deno.makeTempDirSync();
  const file = join(directory, "ö \n");
  Deno.writeTextFileSync(file, "");
  Deno.symlinkSync(file, join(directory, "link"));
  Deno.symlinkSync("nowhere", join(directory, "dead"));
  const found = [file, directory, join(directory, "link"), join(directory, "dead"), `${file}/x`]
    .map((path) => calls.exists(path));
  assertEquals(found, [true, true, true, false, false]);
  Deno.removeSync(directory, { recursive: true });
});

Deno.test("a path that no file can have leads nowhere", onLinux, async () => {
  for (const path of WRONG) {
    assertEquals(calls.open(path), -1, path.slice(0, 10));
    assertEquals(calls.exists(path), false);
    assertEquals(calls.statfs(path), undefined);
    assertEquals(await calls.statfsLater(path), undefined);
  }
});
