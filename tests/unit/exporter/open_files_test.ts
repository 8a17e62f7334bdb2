import { assertEquals } from "../../assert.ts";
import { mostConnections, mostKept } from "../../../exporter/open_files.ts";
import { table } from "../../table.ts";

table(
  "connections, of those wanted and the limit of open files",
  ([wanted, limit]: readonly [number, number]) => mostConnections(wanted, limit),
  [
    ["as wanted where the system has no limit", [2048, -1], 2048],
    ["as wanted where there is room", [2048, 524_288], 2048],
    ["what is left beside the program's own files", [2048, 1024], 704],
    ["the same of a small limit", [2048, 256], 128],
    ["a quarter of a smaller one", [2048, 64], 16],
    ["one at least", [2048, 1], 1],
  ],
);

table("files of /proc and /sys that stay open, of the limit", mostKept, [
  ["those of a big host where the system has no limit", -1, 4096],
  ["and where there is room", 524_288, 4096],
  ["a quarter of the limit", 4096, 1024],
  ["also of a small one", 256, 64],
]);

Deno.test({
  name: "as many files may be open as the hard limit says, whatever the soft one was",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const of = (path: string) => JSON.stringify(import.meta.resolve(`../../../${path}`));
    const script = `
      import { libc } from ${of("collectors/linux/libc.ts")};
      import { openFilesLimit } from ${of("exporter/open_files.ts")};
      libc().limitOpenFiles({ soft: 300, hard: 400 });
      const said = () => /Max open files +(\\d+)/.exec(Deno.readTextFileSync("/proc/self/limits"))[1];
      console.log(said(), openFilesLimit(), said());
    `;
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    const args = ["eval", `--config=${config}`, script];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    assertEquals(
      new TextDecoder().decode(stdout),
      "300 400 400\n",
      new TextDecoder().decode(stderr),
    );
  },
});
