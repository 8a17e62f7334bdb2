/**
 * Histories for tests, and what is asked of them.
 *
 * @module
 */
import { counter, gauge, type MetricFamily } from "../collectors/collector.ts";
import { atOnce } from "../collectors/turns.ts";
import { History, type HistoryOptions } from "../exporter/history.ts";
import { Engine } from "../exporter/query/engine.ts";
import { matcher } from "../exporter/query/matchers.ts";
import { type Queryable, STALE } from "../exporter/query/model.ts";
import { assert, assertEquals } from "./assert.ts";

/** A full hour. */
export const START = 1_699_999_200_000;
export const DAY = 86_400;
export const instance = () => "host:9100";
export const all = [matcher("__name__", "=~", ".+")];

export const historyOf = (options: Partial<HistoryOptions> = {}) =>
  new History({ instance, ...options });
export const named = (name: string) => [matcher("__name__", "=", name)];

/** Seconds since the start to the values of a series. */
export function samples(history: History, name: string, from: number, to: number) {
  const [series] = history.select(named(name), START + 1000 * from, START + 1000 * to);
  if (!series) return [];
  return Array.from(series.times, (time, i) => [
    (time - START) / 1000,
    series.values[i] === STALE ? "stale" : series.values[i],
  ]);
}

export function read(history: History, second: number, ...families: MetricFamily[]): void {
  atOnce(history.reading(START + 1000 * second, families, 0.01));
}

/** What a query gives at a second: one number. */
export function ask(history: History, query: string, second: number): number {
  const result = new Engine().instantNow(query, START + 1000 * second, history);
  if (result.resultType !== "vector") throw new TypeError(result.resultType);
  assertEquals(result.result.length, 1, query);
  return result.result[0].value;
}

/** Seconds since the start to the values of a graph of one series. */
export async function graph(
  history: Queryable,
  query: string,
  start: number,
  end: number,
  step: number,
): Promise<[number, number][]> {
  const [from, to] = [start, end].map((second) => START + 1000 * second);
  const range = { start: from, end: to, step: 1000 * step };
  const { result } = await new Engine().range(query, range, history);
  assert(result.length <= 1, `${result.length} series`);
  const points = result.flatMap(({ times, values }) =>
    Array.from(times, (time, i) => [time, values[i]])
  );
  return points.map(([time, value]) => [(time - START) / 1000, value]);
}

export const load1 = gauge("node_load1", "1m load average.");
export const bytes = counter("node_network_receive_bytes_total", "Received.", "device");

/** The distances of samples, each once, in order of appearance. */
export const steps = (found: readonly (readonly (number | string)[])[]) => [
  ...new Set(found.slice(1).map(([second], i) => Number(second) - Number(found[i][0]))),
];
