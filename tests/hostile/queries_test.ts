/** Ten clients with the worst queries, and the program that goes on measuring. */
import { assert, assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { Program } from "../program.ts";
import { beside, long, Report, sleep } from "./beside.ts";
import { WORST } from "./worst_queries.ts";

const report = new Report();
globalThis.addEventListener("unload", () => report.print());

const CLIENTS = 10;
/** Milliseconds. */
const LASTS = long ? 60_000 : 8000;
/** MB: several answers of a million points at a time. */
const MOST_MEMORY = 1000;

/** How wide the steps are, seconds: 11,000 and fewer of them, and one too many. */
const STEPS: readonly (readonly [steps: number, step: number])[] = [
  [11_000, 1],
  [5000, 1],
  [60, 15],
  [11_001, 1],
];

/** The request of a number. */
function ask(program: Program, number: number, signal: AbortSignal): Promise<Response> {
  const query = WORST[number % WORST.length];
  const [steps, step] = STEPS[Math.floor(number / WORST.length) % STEPS.length];
  const now = Math.floor(Date.now() / 1000);
  const parameters = { query, start: `${now - steps * step}`, end: `${now}`, step: `${step}` };
  const body = new URLSearchParams(parameters);
  return fetch(`${program.url}api/v1/query_range`, { method: "POST", body, signal });
}

/** A client: most read their answer, some go away, some never read. Counts the answers by status. */
async function client(
  program: Program,
  first: number,
  until: number,
  statuses: Map<number, number>,
): Promise<void> {
  for (let number = first; performance.now() < until; number += CLIENTS) {
    const gone = new AbortController();
    const impatient = number % 4 === 3;
    const timer = setTimeout(() => gone.abort(), impatient ? 300 : 20_000);
    try {
      const response = await ask(program, number, gone.signal);
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (number % 7 === 6) await sleep(500);
      else for await (const _ of response.body!);
      gone.abort();
    } catch (error) {
      // Of those that went away.
      if (!gone.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

Deno.test("ten clients with the worst queries do not keep it from measuring", async () => {
  await using program = await Program.start();
  const read = async () => {
    const families = readExposition(await program.metrics());
    return (name: string) => Number(families.get(name)?.samples.get(name) ?? NaN);
  };
  for (;;) {
    const { data } = await (await program.fetch("api/v1/query?query=up")).json();
    if (data.result.length === 1) break;
    await sleep(100);
  }

  const before = await read();
  const since = performance.now();
  const statuses = new Map<number, number>();
  const seen = await beside(program, async () => {
    const until = since + LASTS;
    const all = Array.from({ length: CLIENTS }, (_, i) => client(program, i, until, statuses));
    await Promise.all(all);
  });
  const seconds = (performance.now() - since) / 1000;
  const after = await read();

  const ticks = after("hostvitals_sampler_ticks_total") - before("hostvitals_sampler_ticks_total");
  const said = `${ticks} ticks in ${seconds.toFixed(1)} s; ${JSON.stringify([...statuses])}`;
  assertEquals(seen.failures, []);
  assert(seen.scrapes >= 5, `${seen.scrapes} scrapes`);
  assert(seen.peak < MOST_MEMORY, `${seen.peak} MB`);
  // How late a tick may come is the machine's to say; one query that held the loop would cost ten.
  assert(ticks >= seconds / 4, said);
  for (const status of [200, 400, 422]) assert(statuses.get(status)! > 0, said);
  for (const status of statuses.keys()) assert([200, 400, 422, 503].includes(status), said);
  const answers = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${n} × ${status}`);
  report.add("ten clients with the worst queries", seen, answers.join(", "));

  const { data } = await (await program.fetch("api/v1/query?query=1%2B1&time=4")).json();
  assertEquals(data, { resultType: "scalar", result: [4, "2"] });
  assert(!/level=(error|fatal)|panic/.test(program.log), program.log);
});
