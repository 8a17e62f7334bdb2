/** The same queries to Debian's Prometheus 2.42 and to the engine here, over the same samples. */
import fc from "fast-check";
import { checkRange, Engine } from "../../exporter/query/engine.ts";
import { assert, assertEquals } from "../assert.ts";
import { tool } from "../tools.ts";
import { Both, type When } from "./promql_compare.ts";
import { BEGIN, madeUpSeries, MemoryStorage, MINUTES } from "./promql_data.ts";
import { gibberish, scalar, vector } from "./promql_grammar.ts";
import { KEYWORD_QUERIES } from "./promql_keywords.ts";
import { PrometheusServer } from "./promql_prometheus.ts";
import { INSTANT, QUERIES, SORTED } from "./promql_queries.ts";
import { SELDOM_QUERIES, SELDOM_WRONG } from "./promql_seldom.ts";
import { WRONG_QUERIES } from "./promql_wrong.ts";

const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");

const minute = (number: number) => (BEGIN + number * 60) * 1000;
const TIMES = [minute(26), minute(47.31)];
const RANGES = [
  // From before the first sample to after the last one.
  { start: minute(-3), end: minute(MINUTES + 3), step: 150_000 },
  { start: minute(22) + 13, end: minute(44), step: 17_000 },
];
const SEED = 20_230_131;

/** Checks that the answers to each query are the same at each time; says all that are not. */
async function compare(
  both: Both,
  queries: readonly string[],
  whens: readonly When[],
  inOrder = false,
): Promise<void> {
  const wrong: string[] = [];
  for (const query of queries) {
    for (const when of whens) {
      const difference = await both.difference(query, when, inOrder);
      if (difference) wrong.push(difference);
    }
  }
  assertEquals(wrong, []);
}

Deno.test({
  name: "queries have Prometheus' answers",
  ignore: !prometheus || !promtool,
  async fn(t) {
    const series = madeUpSeries();
    await using server = await PrometheusServer.start(prometheus!, promtool!, series);
    const both = new Both(server, new Engine(), new MemoryStorage(series));

    await t.step("there is something to compare", async () => {
      const { data } = await both.theirs('count({__name__=~".+"})', minute(47));
      assert(Number(data.result[0].value[1]) > 50, JSON.stringify(data));
    });

    await t.step("what is seldom asked, at a time and over a range", async () => {
      await compare(both, SELDOM_QUERIES, [TIMES[0], RANGES[1]]);
    });

    await t.step(`${QUERIES.length} queries, at two times and over two ranges`, async () => {
      await compare(both, QUERIES, [...TIMES, ...RANGES]);
    });

    await t.step("queries of fixed ranges, at two times", async () => {
      await compare(both, INSTANT, TIMES);
    });

    await t.step("sorted results are in the same order", async () => {
      await compare(both, SORTED, TIMES, true);
    });

    const wrongs = [...WRONG_QUERIES, ...SELDOM_WRONG];
    await t.step(`${wrongs.length} wrong queries are refused in the same way`, async () => {
      await compare(both, wrongs, [TIMES[0], RANGES[0]]);
      for (const query of wrongs) {
        const { errorType, error } = await both.ours(query, TIMES[0]);
        assertEquals(errorType, "bad_data", query);
        assert(/^\d+:\d+: parse error: ./.test(error!), error);
      }
    });

    await t.step("keywords are names where Prometheus takes them for names", async () => {
      await compare(both, KEYWORD_QUERIES, [TIMES[0]]);
    });

    await t.step("random queries", async () => {
      const whens = fc.constantFrom<When>(...TIMES, ...RANGES);
      for (const [queries, numRuns] of [[vector, 600], [scalar, 60], [gibberish, 400]] as const) {
        await fc.assert(
          fc.asyncProperty(queries, whens, async (query, when) => {
            assertEquals(await both.difference(query, when), undefined);
          }),
          { seed: SEED, numRuns },
        );
      }
    });

    await t.step("steps that are too many or make no sense are refused", async () => {
      for (
        const range of [
          { start: minute(0), end: minute(0) + 11_001_000, step: 1000 },
          { start: minute(0), end: minute(0) + 11_000_000, step: 1000 },
          { start: minute(1), end: minute(0), step: 1000 },
          { start: minute(0), end: minute(1), step: 0 },
          { start: minute(0), end: minute(1), step: -1000 },
        ]
      ) {
        const { status } = await both.theirs("up", range);
        assertEquals(isAccepted(range) ? "success" : "error", status, JSON.stringify(range));
      }
    });
  },
});

function isAccepted(range: { start: number; end: number; step: number }): boolean {
  try {
    checkRange(range);
    return true;
  } catch {
    return false;
  }
}
