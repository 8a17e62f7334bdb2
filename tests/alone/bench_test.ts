import { fileURLToPath } from "node:url";
import { Processes } from "../../scripts/bench/processes.ts";
import type { Result } from "../../scripts/bench/report.ts";
import { parseStat, tree, Usage } from "../../scripts/bench/usage.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../assert.ts";

const BENCH = fileURLToPath(new URL("../../scripts/bench.ts", import.meta.url));

const skip = { ignore: Deno.build.os !== "linux" };

Deno.test("a short run gives plausible numbers, in the table and as JSON", skip, async () => {
  const json = await Deno.makeTempFile({ suffix: ".json" });
  try {
    const few = ["--quick", "--rounds", "1", "--scrapes", "20", "--only", "hostvitals"];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", BENCH, ...few, "--json", json],
    }).output();
    const [text, said] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assertEquals(code, 0, said);
    const { results, absent } = JSON.parse(await Deno.readTextFile(json));
    assertEquals(absent, []);
    assertEquals(results.length, 1);
    const result: Result = results[0];
    plausible(result);
    const cells = text.split("\n").find((line) => line.startsWith("| hostvitals"))!.split(" | ");
    assertEquals(cells.length, 9);
    assertEquals(cells[1], `${result.series} (${result.families})`);
    assertEquals(text.match(/^- budget .*: (met|missed)$/gm)?.length, 3);
  } finally {
    await Deno.remove(json);
  }
});

function plausible({ series, families, plain, prometheus, residentBytes, start }: Result): void {
  assert(series > 100, `${series} series`);
  assert(families > 20 && families <= series, `${families} families of ${series} series`);
  for (const { cpu, p50, p99, bytes, scrapes } of [plain, prometheus]) {
    assert(cpu > 0 && cpu < 1000, `${cpu} ms of CPU`);
    assert(p50 > 0 && p50 <= p99, `p50 ${p50} ms, p99 ${p99} ms`);
    assert(bytes > 1000, `${bytes} bytes`);
    assert(scrapes > 0 && scrapes <= 20, `${scrapes} scrapes`);
  }
  assert(prometheus.bytes < plain.bytes / 2, `${prometheus.bytes} of ${plain.bytes} bytes`);
  for (const bytes of Object.values(residentBytes)) {
    assert(bytes > 20e6 && bytes < 1e9, `${bytes} bytes of memory`);
  }
  assert(start! > 0, `${start} ms to start`);
}

Deno.test("what was started is ended when its user throws", skip, async () => {
  let pid = 0;
  await assertRejects(
    async () => {
      await using processes = new Processes();
      pid = processes.start({ path: "sleep", args: ["60"] }).pid;
      throw new Error("on purpose");
    },
    Error,
    "on purpose",
  );
  assertThrows(() => Deno.statSync(`/proc/${pid}`), Deno.errors.NotFound);
});

Deno.test(
  "the CPU of a child counts while it runs, and the child ends with its parent",
  skip,
  async () => {
    using usage = new Usage();
    let child = 0;
    {
      await using processes = new Processes();
      // The outer shell itself does nothing but wait.
      const { pid } = processes.start({
        path: "sh",
        args: ["-c", "sh -c 'while :; do :; done'; :"],
      });
      while (usage.cpuSeconds(pid) < 0.1) await sleep(20);
      child = tree(pid)[1].pid;
      assert(statOf(pid).own < 0.1 && statOf(pid).reaped === 0);
      assert(usage.residentBytes(pid) > 100_000);
    }
    // It got the signal together with its parent, and may end a moment later.
    for (let i = 0; i < 500 && isRunning(child); i++) await sleep(20);
    assert(!isRunning(child));
  },
);

Deno.test("the CPU of a child that has ended counts", skip, async () => {
  using usage = new Usage();
  await using processes = new Processes();
  const work = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
  const { pid } = processes.start({ path: "sh", args: ["-c", `sh -c '${work}'; exec sleep 60`] });
  while (statOf(pid).reaped === 0) await sleep(20);
  assertEquals(tree(pid).length, 1);
  assert(usage.cpuSeconds(pid) >= statOf(pid).reaped);
});

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const statOf = (pid: number) => parseStat(Deno.readTextFileSync(`/proc/${pid}/stat`));

/** Whether there is such a process, other than one that only waits to be buried. */
function isRunning(pid: number): boolean {
  try {
    return !Deno.readTextFileSync(`/proc/${pid}/stat`).includes(") Z ");
  } catch {
    return false;
  }
}

Deno.test("a line of /proc/PID/stat", () => {
  const rest = "S 7 42 42 0 -1 4194560 1861 0 3 0 39 10 2 1 20 0 12 0 99";
  for (const name of ["sleep", "a b", "a) b", "((", ""]) {
    assertEquals(parseStat(`42 (${name}) ${rest}\n`), {
      pid: 42,
      parent: 7,
      own: 0.49,
      reaped: 0.03,
    });
  }
  for (const text of ["", "42 (sleep) S", "x (sleep) " + rest]) {
    assertThrows(() => parseStat(text), SyntaxError, JSON.stringify(text));
  }
});
