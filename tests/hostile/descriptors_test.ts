/** Where no file descriptor is left. */
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { Program, run } from "../program.ts";
import { tool } from "../tools.ts";
import { beside, eventually, long, openFiles, Report, sleep } from "./beside.ts";
import { Copy } from "./host_command.ts";
import { Crowd } from "./crowd.ts";

const prlimit = Deno.build.os === "linux" ? await tool("prlimit", "util-linux") : undefined;
const report = new Report();
globalThis.addEventListener("unload", () => report.print());

/** Nothing before it. */
const BARE = ["env"];
const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** The program that may open so many files. */
const limited = (files: number) => (args: readonly string[]) =>
  new Deno.Command(prlimit!, {
    args: [`--nofile=${files}:${files}`, Deno.execPath(), "run", "--allow-all", MAIN, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });

Deno.test({
  name:
    "with few descriptors, 400 clients that hold theirs, and 400 more each second, do not keep a scraper out",
  ignore: !prlimit,
  async fn() {
    await using program = await Program.startAs(limited(256));
    const families = readExposition(await program.metrics());
    assert(families.size > 100);
    using crowd = await Crowd.of(program, 400);
    const seen = await beside(program, async () => {
      await crowd.send("GET /metr");
      for (let second = 0; second < (long ? 60 : 5); second++) {
        using more = await Crowd.of(program, 400);
        await more.send("GET /metr");
        await sleep(1000);
      }
    });
    assertEquals(seen.failures, []);
    assert(openFiles(program.pid) < 256);
    // Those that give way have given their descriptors back before the next come in.
    assert(!/Too many open files/.test(program.log), program.log);
    report.add(
      "400 more each second that hold on, of 256 descriptors",
      seen,
      "the oldest give way",
    );
  },
});

Deno.test({
  name:
    "taken from it while it runs, the missing descriptors cost what needs them, until they are back",
  ignore: !prlimit,
  async fn() {
    // Bundled, as it is shipped: from source Deno itself gives up where it has a module to load.
    using copy = new Copy();
    await using program = await Program.startAs(copy.behind(...BARE));
    const before = readExposition(await program.metrics()).size;
    const open = openFiles(program.pid);
    const limit = async (files: number) => {
      const args = [`--pid=${program.pid}`, `--nofile=${files}:`];
      const { success, stderr } = await new Deno.Command(prlimit!, { args }).output();
      assert(success, new TextDecoder().decode(stderr) + program.log);
    };
    // Fewer than it has open: nothing more can be opened, no connection accepted.
    await limit(Math.min(open, 20));
    await sleep(500);
    const refused = await program.metrics().then(() => "answered", () => "refused");
    await sleep(2500);
    assertMatch(program.log, /Too many open files/);
    assert(program.log.split("\n").length < 60, "one fault is not said over and over");
    await limit(1024);
    await eventually(
      async () => readExposition(await program.metrics()).size >= before,
      "all families are back",
    );
    assert(["answered", "refused"].includes(refused));
    assert(!/level=fatal|panic/.test(program.log), program.log);
  },
});

Deno.test({
  name: "a snapshot with hardly any descriptors says what is missing",
  ignore: !prlimit,
  async fn() {
    const { code, stdout, stderr } = await limited(40)(["--once"]).output();
    const text = new TextDecoder().decode(stdout);
    if (code === 0) assert(readExposition(text).size > 50);
    else assertMatch(new TextDecoder().decode(stderr), /Too many open files/);
    assertEquals((await run(["--version"])).code, 0);
  },
});
