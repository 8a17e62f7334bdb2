/**
 * Every question of Grafana's dashboards, asked of Debian's Prometheus 2.42 that scrapes a started
 * hostvitals, and of the binary itself. Grafana cannot be had here: what it would send is sent by the test.
 */
import type { ApiResult } from "../api_result.ts";
import { assert, assertEquals } from "../assert.ts";
import { chartsOf, interpolate, readDashboards } from "../dashboards.ts";
import { exprFor, facts, sections, tiles } from "../../dashboards/panels.ts";
import { Program } from "../program.ts";
import { tool } from "../tools.ts";
import { LACKING, type Lacking, lackingOf } from "./dashboards_lacking.ts";
import { type Answer, PrometheusServer } from "./promql_prometheus.ts";

const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");

/** Full readings that the binary must have made: a rate needs two, and the second may be late. */
const READINGS = 3;
/** Seconds in which it must have made them. */
const PATIENCE = 75;
/** What Grafana makes of a scrape interval of 15 s. */
const RATE_INTERVAL = "1m";

/** What Prometheus has at its start: promtool makes no empty block. */
const OLD = [{ labels: { __name__: "old" }, times: [1e12], values: [1] }];

/** Fires at once on every host that is up. */
const RULES = JSON.stringify({
  groups: [{ name: "test", interval: "1s", rules: [{ alert: "IsUp", expr: "up == 1" }] }],
});

const panels = sections.flatMap(({ panels }) => panels);
/** What is on the live page beside the panels. */
const live = [
  ...tiles.map(({ title, values, trend }) => ({ title, queries: [...values, ...trend] })),
  ...facts.map(({ title, expr, label = "" }) => ({
    title,
    queries: [{ expr, legend: { en: label, ko: label } }],
  })),
];

Deno.test("what may be lacking is a panel, and what needs hardware says so", () => {
  for (const { panel, because } of LACKING) {
    const found = panels.find(({ title }) => title.en === panel);
    assert(found, panel);
    const needs = found.needs?.en.toLowerCase() ?? "";
    if (because.startsWith("needs hardware")) assert(needs.startsWith("needs hardware:"), needs);
  }
});

/** One of the two: a path under /api/v1/ and its parameters. */
type Ask = (path: string, parameters: readonly (readonly [string, string])[]) => Promise<Answer>;

Deno.test({
  name:
    "every expression of every dashboard is answered by Prometheus and by the binary, with data",
  ignore: Deno.build.os !== "linux" || !prometheus || !promtool,
  async fn(t) {
    await using program = await Program.start();
    const { host, port } = new URL(program.url);
    const instance = `${Deno.hostname()}:${port}`;
    const dir = await Deno.makeTempDir();
    await Deno.writeTextFile(`${dir}/rules.yml`, RULES);
    const config = JSON.stringify({
      global: { evaluation_interval: "1s" },
      rule_files: [`${dir}/rules.yml`],
      scrape_configs: [{
        job_name: "node",
        scrape_interval: "1s",
        scrape_timeout: "1s",
        static_configs: [{ targets: [host] }],
        relabel_configs: [{ target_label: "instance", replacement: instance }],
      }],
    });
    await using server = await PrometheusServer.start(prometheus!, promtool!, OLD, config);
    await Deno.remove(dir, { recursive: true }).catch(() => {});
    const asks: Readonly<Record<string, Ask>> = {
      Prometheus: (path, parameters) => ask(`${server.url}/`, path, parameters),
      "the binary": (path, parameters) => ask(program.url, path, parameters),
    };
    await measured(asks["the binary"]);

    for (const [file, dashboard] of readDashboards()) {
      for (const [name, ask] of Object.entries(asks)) {
        await t.step(`${file}: its variables have values, by ${name}`, async () => {
          for (const { type, query, name } of dashboard.templating.list) {
            if (type !== "query") continue;
            const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(query)!;
            const match = interpolate(selector, valuesFor(selector, instance));
            const { data } = await ask(`label/${label}/values`, [["match[]", match]]);
            assert(data?.length > 0, `${name}: ${match}`);
            if (label === "instance") assertEquals(data, [instance]);
            if (label === "job") assertEquals(data, ["node"]);
          }
        });

        await t.step(`${file}: its panels have data, by ${name}`, async () => {
          const wrong: string[] = [];
          for (const panel of chartsOf(dashboard)) {
            for (const target of panel.targets ?? []) {
              const lacking = lackingOf(panel.title, target.refId);
              const expr = interpolate(target.expr, valuesFor(target.expr, instance));
              const labels = labelsOf(target.legendFormat, target.format === "table");
              for (const path of target.instant ? ["query"] : ["query", "query_range"]) {
                const answer = await ask(path, parametersOf(path, expr));
                const problem = problemOf(answer, labels, lacking);
                if (problem) {
                  wrong.push(`${panel.title} ${target.refId} ${path}: ${problem}: ${expr}`);
                }
              }
            }
          }
          assertEquals(wrong, []);
        });

        await t.step(`${file}: its annotations are answered, by ${name}`, async () => {
          for (const { expr } of dashboard.annotations.list) {
            const filled = interpolate(expr!, valuesFor(expr!, instance));
            const answer = await ask("query_range", parametersOf("query_range", filled));
            assertEquals(answer.status, "success", answer.error);
            // The binary has rules of its own, and this host may be fine.
            if (name === "Prometheus") {
              const { result } = answer.data as ApiResult & { resultType: "matrix" };
              assertEquals(result.map(({ metric }) => metric.alertname), ["IsUp"]);
            }
          }
        });
      }
    }
    await t.step(
      "the panels and tiles of the live page have data of the last seconds",
      async () => {
        const wrong: string[] = [];
        for (const { title, queries } of [...panels, ...live]) {
          for (const [index, { expr, legend }] of queries.entries()) {
            const query = exprFor(expr, { rate: "5s", slow: "1m" });
            const answer = await asks["the binary"]("query", parametersOf("query", query));
            const lacking = lackingOf(title.en, String.fromCharCode(65 + index));
            const problem = problemOf(answer, labelsOf(legend.en, false), lacking);
            if (problem) wrong.push(`${title.en}: ${problem}: ${query}`);
          }
        }
        assertEquals(wrong, []);
      },
    );
  },
});

async function ask(
  url: string,
  path: string,
  parameters: readonly (readonly [string, string])[],
): Promise<Answer> {
  const body = new URLSearchParams(parameters.map(([name, value]) => [name, value]));
  const get = path.startsWith("label/");
  const response = await fetch(
    `${url}api/v1/${path}${get ? `?${body}` : ""}`,
    get ? {} : { method: "POST", body },
  );
  return await response.json();
}

function valuesFor(expr: string, instance: string): Readonly<Record<string, string>> {
  return {
    job: ".+",
    instance: expr.includes("instance=~") ? ".+" : instance,
    device: ".+",
    interface: ".+",
    mountpoint: ".+",
    __rate_interval: RATE_INTERVAL,
  };
}

function parametersOf(path: string, query: string): [string, string][] {
  const now = Date.now() / 1000;
  return path === "query"
    ? [["query", query], ["time", `${now}`]]
    : [["query", query], ["start", `${now - 30}`], ["end", `${now}`], ["step", "5"]];
}

/** The labels that a legend shows; of a table, none: it shows all. */
function labelsOf(legend: string, table: boolean): string[] {
  return table ? [] : [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
}

/** What is wrong with an answer; undefined if nothing is. */
function problemOf(
  { status, error, data }: Answer,
  labels: readonly string[],
  lacking: Lacking | undefined,
): string | undefined {
  if (status !== "success") return error;
  const rows = (data as ApiResult & { resultType: "vector" | "matrix" }).result;
  const numbers = rows.flatMap((row) => "values" in row ? row.values : [row.value])
    .filter(([, value]) => value !== "NaN");
  const must = lacking === undefined || lacking.here?.() === true;
  if (must && numbers.length === 0) return rows.length === 0 ? "no data" : "only NaN";
  if (lacking?.here?.() === false && rows.length > 0) return `has data, but ${lacking.because}`;
  if (rows.length > 0 && labels.length > 0) {
    const shown = rows.some(({ metric }) => labels.some((label) => metric[label] !== undefined));
    if (!shown) return `no label of ${labels}`;
  }
}

/** Waits until the binary has read everything some times. */
async function measured(ask: Ask): Promise<void> {
  const end = performance.now() + PATIENCE * 1000;
  for (;;) {
    const { data } = await ask("query", [["query", "count_over_time(up[5m])"]]);
    const [one] = (data as ApiResult & { resultType: "vector" }).result;
    if (Number(one?.value[1]) >= READINGS) return;
    assert(performance.now() < end, `${READINGS} readings are not made in ${PATIENCE} s`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
