/** Ten clients with the worst queries, and the program that goes on measuring. */
import { assert, assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { Program } from "../program.ts";

const CLIENTS = 10;
/** Milliseconds. */
const LASTS = 8000;

/** All series, at each of so many steps: their last values, as there is not much of a history yet. */
const ALL = '{__name__=~".+"} @ end()';

const nested = (times: number, inner: string, around: (inner: string) => string): string =>
  times === 0 ? inner : around(nested(times - 1, inner, around));

/** Queries over as many steps as are allowed or fit, and what is wrong with them in every way. */
const WORST: readonly string[] = [
  ALL,
  `topk(1000, ${ALL})`,
  `sort_desc(${ALL})`,
  `quantile by (job) (0.5, ${ALL})`,
  `count_values("v", ${ALL})`,
  `label_replace(${ALL}, "a", "$1$1", "__name__", "(.*)")`,
  nested(20, ALL, (x) => `label_replace(${x}, "a", "\${1}\${1}x", "a", "(.*)")`),
  nested(8, "up", (x) => `label_join(${x}, "a", "-"${', "a"'.repeat(50)})`),
  `label_replace(up, "a", "${"x".repeat(30_000)}", "", "")`,
  `${ALL} * on(job) group_left up`,
  `${ALL} and on(job) ${ALL}`,
  `${ALL} * on(job) ${ALL}`,
  Array(60).fill(ALL).join(" or "),
  Array(200).fill("vector(time())").join(" + "),
  "max_over_time(vector(time())[1d:1s])",
  "sum_over_time(max_over_time(sum_over_time(vector(time())[1h:1s])[1h:1s])[1h:1s])",
  'quantile_over_time(0.9, {job="node"}[1d])',
  'max_over_time(rate({job="node"}[1h])[1h:1s])',
  "absent_over_time(nothing[1d:1s])",
  'up{job=~"(.{0,30}){0,33}"}',
  '{__name__=~"(.{0,30}){0,33}"}',
  '{__name__=~"(.*a){30}.*b|(.*c){30}.*d"}',
  `up{job=~"${"[\\\\pL\\\\pN]{1000}".repeat(1000)}"}`,
  `up{job=~"${"(x{30}){30}".repeat(20)}"}`,
  `up{${Array.from({ length: 1500 }, (_, i) => `job!~"x${i}.*"`).join(",")}}`,
  `up{job=~"${"(".repeat(900)}a${")*".repeat(900)}"}`,
  "(".repeat(30_000),
  `${"-".repeat(30_000)}1`,
  Array(10_000).fill("up").join("+"),
  "x".repeat(900_000),
  "up{",
  "\u0000\ud800",
];

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
      if (number % 7 === 6) await new Promise((resolve) => setTimeout(resolve, 500));
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
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  const before = await read();
  const since = performance.now();
  const statuses = new Map<number, number>();
  const clients = Array.from(
    { length: CLIENTS },
    (_, i) => client(program, i, since + LASTS, statuses),
  );
  let largest = 0;
  let scrapes = 0;
  while (performance.now() < since + LASTS) {
    largest = Math.max(largest, (await read())("process_resident_memory_bytes"));
    scrapes++;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await Promise.all(clients);
  const seconds = (performance.now() - since) / 1000;
  const after = await read();

  const ticks = after("hostvitals_sampler_ticks_total") - before("hostvitals_sampler_ticks_total");
  const late = after("hostvitals_sampler_tick_late_total") -
    before("hostvitals_sampler_tick_late_total");
  const said =
    `${ticks} ticks in ${seconds.toFixed(1)} s, ${late} of them late; ${scrapes} scrapes; ` +
    `${(largest / 1e6).toFixed(0)} MB; ${JSON.stringify([...statuses])}`;
  console.log(said);
  // How late a tick may come is the machine's to say; one query that held the loop would cost ten.
  assert(ticks >= seconds / 2, said);
  assert(scrapes >= 5, said);
  assert(largest < 1e9, said);
  for (const status of [200, 400, 422]) assert(statuses.get(status)! > 0, said);
  for (const status of statuses.keys()) assert([200, 400, 422, 503].includes(status), said);

  const { data } = await (await program.fetch("api/v1/query?query=1%2B1&time=4")).json();
  assertEquals(data, { resultType: "scalar", result: [4, "2"] });
  assert(!/level=(error|fatal)|panic/.test(program.log), program.log);
});
