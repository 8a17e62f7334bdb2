/**
 * Asks what a dashboard would ask, and looks at the answers.
 *
 * @module
 */
import type { ApiResult } from "../api_result.ts";
import { chartsOf, type GrafanaDashboard, interpolate } from "../dashboards.ts";
import { type Lacking, lackingOf } from "./dashboards_lacking.ts";
import type { Answer } from "./promql_prometheus.ts";

/** What Grafana makes of a scrape interval of 15 s. */
const RATE_INTERVAL = "1m";

/** Asks somebody: a path under /api/v1/ and its parameters. */
export type Ask = (
  path: string,
  parameters: readonly (readonly [string, string])[],
) => Promise<Answer>;

/** Asks by HTTP; the address ends with a slash. */
export async function ask(
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

/** Every question of a dashboard that has not the answer that it should have. */
export async function problemsOf(
  dashboard: GrafanaDashboard,
  instance: string,
  ask: Ask,
  mayLack: (panel: string, ref: string) => Lacking | undefined = lackingOf,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const panel of chartsOf(dashboard)) {
    for (const target of panel.targets ?? []) {
      const lacking = mayLack(panel.title, target.refId);
      const expr = interpolate(target.expr, valuesFor(target.expr, instance));
      const labels = labelsOf(target.legendFormat, target.format === "table");
      for (const path of target.instant ? ["query"] : ["query", "query_range"]) {
        const answer = await ask(path, parametersOf(path, expr));
        const problem = problemOf(answer, labels, lacking);
        if (problem) wrong.push(`${panel.title} ${target.refId} ${path}: ${problem}: ${expr}`);
      }
    }
  }
  return wrong;
}

/** What stands for the variables. */
export function valuesFor(expr: string, instance: string): Readonly<Record<string, string>> {
  return {
    job: ".+",
    instance: expr.includes("instance=~") ? ".+" : instance,
    device: ".+",
    interface: ".+",
    mountpoint: ".+",
    __rate_interval: RATE_INTERVAL,
  };
}

/** At this moment, or over the last half minute. */
export function parametersOf(path: string, query: string): [string, string][] {
  const now = Date.now() / 1000;
  return path === "query"
    ? [["query", query], ["time", `${now}`]]
    : [["query", query], ["start", `${now - 30}`], ["end", `${now}`], ["step", "5"]];
}

/** The labels that a legend shows; of a table, none: it shows all. */
export function labelsOf(legend: string, table: boolean): string[] {
  return table ? [] : [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
}

/** What is wrong with an answer; undefined if nothing is. */
export function problemOf(
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
