/**
 * Every question of Grafana's dashboards, asked of Debian's Prometheus 2.42 that scrapes a started
 * hostvitals, and of the binary itself. Grafana cannot be had here: what it would send is sent by the test.
 */
import type { ApiResult } from "../api_result.ts";
import { assert, assertEquals } from "../assert.ts";
import { interpolate, readDashboards } from "../dashboards.ts";
import { exprFor, facts, sections, tiles } from "../../dashboards/panels.ts";
import { Program } from "../program.ts";
import { tool } from "../tools.ts";
import {
  type Ask,
  ask,
  labelsOf,
  parametersOf,
  problemOf,
  problemsOf,
  valuesFor,
} from "./dashboards_ask.ts";
import { LACKING, lackingOf } from "./dashboards_lacking.ts";
import { PrometheusServer } from "./promql_prometheus.ts";

const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");

/** Full readings that the binary must have made: a rate needs two, and the second may be late. */
const READINGS = 3;
/** Seconds in which it must have made them. */
const PATIENCE = 75;
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

Deno.test({
  name:
    "every expression of every dashboard is answered by Prometheus and by the binary, with data",
  ignore: Deno.build.os !== "linux" || !prometheus || !promtool,
  async fn(t) {
    const dir = await Deno.makeTempDir();
    await Deno.writeTextFile(`${dir}/rules.yml`, RULES);
    await using program = await Program.start(
      `--alert.rules=${dir}/rules.yml`,
      "--no-alert.builtin-rules",
      "--alert.state-file=none",
    );
    const { host, port } = new URL(program.url);
    const instance = `${Deno.hostname()}:${port}`;
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
          assertEquals(await problemsOf(dashboard, instance, ask), []);
        });

        await t.step(`${file}: its annotations are answered, by ${name}`, async () => {
          for (const { expr } of dashboard.annotations.list) {
            const filled = interpolate(expr!, valuesFor(expr!, instance));
            const answer = await ask("query_range", parametersOf("query_range", filled));
            assertEquals(answer.status, "success", answer.error);
            const { result } = answer.data as ApiResult & { resultType: "matrix" };
            assertEquals(result.map(({ metric }) => metric.alertname), ["IsUp"]);
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
