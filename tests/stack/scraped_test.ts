/** The binary's own history beside Debian's Prometheus 2.42 that scrapes the binary. */
import type { ApiPoint, ApiResult } from "../api_result.ts";
import type { Series } from "../../exporter/query/model.ts";
import { assert, assertEquals } from "../assert.ts";
import { Program } from "../program.ts";
import { tool } from "../tools.ts";
import { type Answer, PrometheusServer } from "./promql_prometheus.ts";
import { type Differ, SCRAPED_QUERIES, type ScrapedQuery } from "./scraped_queries.ts";

const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");

/** Seconds that both must have measured: the longest window of the expressions. */
const MEASURED = 46;
/** Readings of everything that the binary must have made. */
const READINGS = 3;
/** Seconds after which a sample is stored for sure, and the next one too. */
const STORED = 4;
/** Seconds in which both must have measured it, and agreed once: a busy host may miss a reading. */
const PATIENCE = 72;
/** Seconds of the graphs, of those with windows, and between the points. */
const GRAPH = { span: 30, windows: 15, step: 5 };
/** Seconds by which Prometheus may read it later than the binary. */
const AHEAD = 2;

/** What Prometheus has at its start: one series long before, because promtool makes no empty block. */
const OLD: readonly Series[] = [{ labels: { __name__: "old" }, times: [1e12], values: [1] }];

/** Asks one of the two: "query" or "query_range". */
type Ask = (path: string, parameters: Readonly<Record<string, string>>) => Promise<Answer>;
interface Both {
  readonly ours: Ask;
  readonly theirs: Ask;
}

/** The points of each series, by its labels. */
type Rows = ReadonlyMap<string, readonly ApiPoint[]>;

Deno.test({
  name: "every expression of dashboards and rules gives on the binary what it gives on a " +
    "Prometheus that scrapes it, within what the sampling differs",
  ignore: Deno.build.os !== "linux" || !prometheus || !promtool,
  async fn() {
    await using program = await Program.start();
    const { host, port } = new URL(program.url);
    const config = JSON.stringify({
      scrape_configs: [{
        job_name: "node",
        scrape_interval: "1s",
        scrape_timeout: "1s",
        static_configs: [{ targets: [host] }],
        relabel_configs: [{
          target_label: "instance",
          replacement: `${Deno.hostname()}:${port}`,
        }],
      }],
    });
    await using server = await PrometheusServer.start(prometheus!, promtool!, OLD, config);
    const both: Both = {
      ours: (path, parameters) => askProgram(program, path, parameters),
      theirs: (path, parameters) => server.ask(path, parameters),
    };
    const end = performance.now() + PATIENCE * 1000;
    await measured(both, end);

    // A busy host may miss a reading, or make it late: what differs then is asked again.
    let different: (readonly [ScrapedQuery, string])[] = [];
    for (let asked = SCRAPED_QUERIES; asked.length > 0;) {
      different = [];
      for (const query of asked) {
        const difference = await differenceOf(query, both);
        if (difference) different.push([query, difference]);
      }
      if (performance.now() > end) break;
      asked = different.map(([query]) => query);
      if (asked.length > 0) await new Promise((resolve) => setTimeout(resolve, 700));
    }
    const known = rowsOf(await both.ours("query", { query: "{__name__=~'node_.+'}" }));
    assert(known.size > 100, `they agree on ${known.size} series only`);
    assertEquals(different.map(([[expression], difference]) => `${expression}: ${difference}`), []);
  },
});

async function askProgram(
  program: Program,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Answer> {
  const body = new URLSearchParams(parameters);
  const response = await program.fetch(`api/v1/${path}`, { method: "POST", body });
  return await response.json();
}

/** Waits until both have measured for long enough. */
async function measured({ ours, theirs }: Both, end: number): Promise<void> {
  const samples = async (ask: Ask) => {
    const [values = []] = rowsOf(await ask("query", { query: "up[5m]" })).values();
    return values.map(([time]) => time);
  };
  for (;;) {
    const found = await Promise.all([samples(ours), samples(theirs)]);
    const begun = Date.now() / 1000 - MEASURED - STORED;
    if (found.every((times) => times.length >= READINGS && times[0] < begun)) return;
    assert(
      performance.now() < end,
      `not both have measured for ${MEASURED} s: ${found.join("; ")}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What is different, at a moment or over a span; undefined if nothing is. */
async function differenceOf(
  [expression, differ = "same"]: ScrapedQuery,
  both: Both,
): Promise<string | undefined> {
  // A full second would be the very moment of the binary's readings.
  const time = Math.floor(Date.now() / 1000) - STORED + 0.5;
  const start = time - (expression.includes("[") ? GRAPH.windows : GRAPH.span);
  const range = { query: expression, start, end: time, step: GRAPH.step };
  return await differentAnswer(both, "query", { query: expression, time }, differ) ??
    await differentAnswer(both, "query_range", range, differ);
}

async function differentAnswer(
  { ours, theirs }: Both,
  path: string,
  parameters: Readonly<Record<string, string | number>>,
  differ: Differ,
): Promise<string | undefined> {
  const sent = texts(parameters);
  const [a, b] = await Promise.all([ours(path, sent), theirs(path, sent)]);
  const kinds = [a, b].map(({ status, data }) => `${status} ${data?.resultType}`);
  const [our, their] = [rowsOf(a), rowsOf(b)];
  const only = (some: Rows, others: Rows) => [...some.keys()].filter((key) => !others.has(key));
  const sets = [only(our, their), only(their, our)].map((keys) => keys.join("; "));
  if (kinds[0] !== kinds[1] || kinds[0].startsWith("error")) return `${path}: ${kinds} ${a.error}`;
  if (sets.some((set) => set !== "")) return `${path}: ours [${sets[0]}], theirs [${sets[1]}]`;
  const around = differ === "same" ? undefined : await near(theirs, parameters, differ.behind);
  for (const [key, points] of our) {
    const wrong = differentPoints(points, their.get(key)!, around?.get(key), differ);
    if (wrong) return `${path} ${key}: ${wrong}`;
  }
}

/** What Prometheus has, second by second, from before the first time until after the last. */
async function near(
  theirs: Ask,
  { query, time, start = time, end = time }: Readonly<Record<string, string | number>>,
  behind: number,
): Promise<Rows> {
  const around = { start: Number(start) - behind, end: Number(end) + AHEAD, step: 1 };
  return rowsOf(await theirs("query_range", texts({ query, ...around })));
}

function differentPoints(
  ours: readonly ApiPoint[],
  theirs: readonly ApiPoint[],
  around: readonly ApiPoint[] = theirs,
  differ: Differ,
): string | undefined {
  // A second that came late is left out of the history, and is a gap.
  if (ours.length < theirs.length / 2) return `${ours.length} points of ${theirs.length}`;
  for (const [time, value] of ours) {
    const [from, to] = differ === "same" ? [time, time] : [time - differ.behind, time + AHEAD];
    const there = around.filter(([time]) => time > from - 0.001 && time < to + 0.001)
      .map(([, value]) => value);
    if (!fits(value, there, differ)) return `${value} at ${time}, theirs ${there}`;
  }
}

/** Whether a value is between those of Prometheus, or not too far from it. */
function fits(value: string, theirs: readonly string[], differ: Differ): boolean {
  if (theirs.includes(value)) return true;
  const numbers = theirs.map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const largest = Math.max(Math.abs(low), Math.abs(high));
  let slack = largest * 1e-12; // The last digit depends on the order of additions.
  if (differ !== "same") slack += "share" in differ ? differ.share * largest : differ.absolute;
  return Number(value) >= low - slack && Number(value) <= high + slack;
}

function texts(parameters: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, `${value}`]));
}

function rowsOf({ data }: Answer): Rows {
  const { resultType, result } = (data ?? { resultType: "vector", result: [] }) as ApiResult;
  if (resultType === "scalar" || resultType === "string") return new Map([["", [result]]]);
  return new Map(
    result.map((row) => [labelsOf(row.metric), "values" in row ? row.values : [row.value]]),
  );
}

function labelsOf(metric: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(metric).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.sort().join(", ")}}`;
}
