/**
 * The notation of series in Prometheus' unit tests of rules.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series
 * @module
 */
import { parse } from "../../exporter/query/parse.ts";
import { STALE } from "../../exporter/query/model.ts";

/** `name{label="value"}` as labels. */
export function labelsOf(series: string): Record<string, string> {
  if (series.trim() === "{}") return {};
  const { expr } = parse(series);
  if (expr.kind !== "selector") throw new SyntaxError(`not a series: ${series}`);
  return Object.fromEntries(expr.matchers.map(({ name, type, value }) => {
    if (type !== "=") throw new SyntaxError(`not a series: ${series}`);
    return [name, value];
  }));
}

const NUMBER = String.raw`[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf|nan)`;
const ITEM = new RegExp(`^(${NUMBER})(?:([+-])(${NUMBER}))?(?:x(\\d+))?$`, "i");

/** `1+2x3 _ _x2 stale 5` as samples; undefined where there is none. */
export function valuesOf(text: string): (number | undefined)[] {
  return text.trim().split(/\s+/).filter(Boolean).flatMap((item) => {
    const [, gaps] = /^_(?:x(\d+))?$/.exec(item) ?? [];
    if (item.startsWith("_")) return Array(Number(gaps ?? 1)).fill(undefined);
    const [, stale] = /^stale(?:x(\d+))?$/.exec(item) ?? [];
    if (item.startsWith("stale")) return Array(Number(stale ?? 0) + 1).fill(STALE);
    const [, first, sign, by = "0", times] = ITEM.exec(item) ?? [];
    if (first === undefined) throw new SyntaxError(`not a value: ${item}`);
    const step = number(by) * (sign === "-" ? -1 : 1);
    const values = [number(first)];
    for (let i = 0; i < Number(times ?? 0); i++) values.push(values[i] + step);
    return values;
  });
}

function number(text: string): number {
  return Number(text.replace(/inf/i, "Infinity").replace(/nan/i, "NaN"));
}
