/** The started program remembers this host's numbers, and what it did not measure is a gap. */
import { assert, assertEquals } from "../assert.ts";
import { Program } from "../program.ts";

const LINUX = Deno.build.os === "linux";

interface Found {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

async function ask(program: Program, path: string): Promise<{ readonly result: readonly Found[] }> {
  const response = await program.fetch(path);
  const { status, data, error } = await response.json();
  assertEquals([status, error], ["success", undefined], path);
  return data;
}

/** The samples of the last minute, as they were taken. */
const lastMinute = async (program: Program, selector: string) =>
  (await ask(program, `api/v1/query?query=${encodeURIComponent(`${selector}[1m]`)}`)).result;

/** Waits until something is so, for at most ten seconds. */
async function until(is: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 10_000; !await is();) {
    if (performance.now() > end) throw new Error("it did not come to be");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

Deno.test(
  "the program fills its history by the second, and a stop leaves a gap and no wrong rate",
  {
    ignore: !LINUX,
  },
  async () => {
    await using program = await Program.start();
    const live = 'node_cpu_seconds_total{cpu="0",mode="idle"}';
    await until(async () => (await lastMinute(program, live))[0]?.values.length >= 3);
    const [{ metric, values }] = await lastMinute(program, live);
    const { port } = new URL(program.url);
    assertEquals([metric.job, metric.instance], ["node", `${Deno.hostname()}:${port}`]);
    assert(values.some(([time], i) => i > 0 && time - values[i - 1][0] < 1.9), `${values}`);

    const [memory] = await lastMinute(program, "node_memory_MemTotal_bytes");
    const kilobytes = /^MemTotal: +(\d+) kB$/m.exec(Deno.readTextFileSync("/proc/meminfo"))![1];
    assertEquals(memory.values.map(([, value]) => value)[0], String(1024 * Number(kilobytes)));
    const [up] = await lastMinute(program, "up");
    assertEquals(up.values[0][1], "1");
    assertEquals((await lastMinute(program, "hostvitals_history_series")).length, 1);

    const before = Date.now() / 1000;
    Deno.kill(program.pid, "SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    Deno.kill(program.pid, "SIGCONT");
    const after = Date.now() / 1000;
    const late = async () => {
      const [{ values }] = await lastMinute(program, live);
      return values.filter(([time]) => time >= after).length >= 3;
    };
    await until(late);
    const [{ values: all }] = await lastMinute(program, live);
    // A tick may have been under way at either end; in between there is nothing.
    assertEquals(all.filter(([time]) => time > before + 0.5 && time < after - 0.5), []);
    const [gap] = (await ask(
      program,
      `api/v1/query_range?query=${encodeURIComponent(live)}&start=${
        before - 1
      }&end=${after}&step=0.5`,
    )).result;
    const shown = gap.values.map(([time]) => time);
    const stale = shown.filter((time) => time > before + 1.1 && time < after - 0.5);
    assertEquals(stale, [], "the graph ends where nothing was measured");

    // A CPU has no more than a second in a second, over the stop as well.
    for (let i = 1; i < all.length; i++) {
      const seconds = all[i][0] - all[i - 1][0];
      const idle = Number(all[i][1]) - Number(all[i - 1][1]);
      assert(idle >= 0 && idle <= seconds + 0.2, `${idle} s idle in ${seconds} s`);
    }
  },
);

Deno.test("--no-history remembers nothing, and says so", async () => {
  await using program = await Program.start("--no-history");
  const response = await program.fetch("api/v1/query?query=up");
  await response.body?.cancel();
  assert(response.status >= 400, String(response.status));
  const metrics = await program.metrics();
  assert(/^hostvitals_history_series 0$/m.test(metrics));
});
