/** Queries as Debian's Prometheus 2.42 lays them out, and as `/api/v1/format_query` here does. */
import fc from "fast-check";
import { MadeUpApi } from "../unit/exporter/query/api/fixture.ts";
import { assert, assertEquals } from "../assert.ts";
import { tool } from "../tools.ts";
import { FORMAT_QUERIES } from "./promql_formats.ts";
import { gibberish, scalar, vector } from "./promql_grammar.ts";
import { KEYWORD_QUERIES } from "./promql_keywords.ts";
import { PrometheusServer } from "./promql_prometheus.ts";
import { INSTANT, QUERIES } from "./promql_queries.ts";
import { SELDOM_QUERIES, SELDOM_WRONG } from "./promql_seldom.ts";
import { madeUpSeries } from "./promql_data.ts";
import { WRONG_QUERIES } from "./promql_wrong.ts";

const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");

const SEED = 20_230_131;

/** What is asked by all the other tests, too; some of it is wrong. */
const ASKED = [
  ...FORMAT_QUERIES,
  ...QUERIES,
  ...INSTANT,
  ...SELDOM_QUERIES,
  ...SELDOM_WRONG,
  ...WRONG_QUERIES,
  ...KEYWORD_QUERIES,
  ...[vector, scalar, gibberish].flatMap((of) => fc.sample(of, { seed: SEED, numRuns: 400 })),
];

/** The layout, or the type of the error. */
async function layoutOf(answer: Promise<Response>): Promise<string> {
  const { data, errorType } = await (await answer).json();
  return data ?? errorType;
}

Deno.test({
  name: `${ASKED.length} queries are laid out as Prometheus does, byte for byte`,
  ignore: !prometheus || !promtool,
  async fn() {
    await using server = await PrometheusServer.start(prometheus!, promtool!, madeUpSeries());
    const api = new MadeUpApi();
    let broken = 0;
    for (const query of ASKED) {
      const init = { method: "POST", body: new URLSearchParams({ query }) };
      const theirs = await layoutOf(fetch(`${server.url}/api/v1/format_query`, init));
      assertEquals(await layoutOf(api.send("format_query", init)), theirs, query);
      if (theirs.includes("\n")) broken++;
    }
    assert(broken > 100, `${broken} over several lines`);
  },
});
