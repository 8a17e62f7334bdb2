import { Engine, type EngineOptions } from "../../../../exporter/query/engine.ts";
import type { Queryable, Series } from "../../../../exporter/query/model.ts";

/** One series named x, with samples at these seconds. */
export function storageOf(samples: Readonly<Record<number, number>>): Queryable {
  const times = Object.keys(samples).map((seconds) => Number(seconds) * 1000);
  return manyOf([{ labels: { __name__: "x" }, times, values: Object.values(samples) }]);
}

/** These series; matchers count, times do too. */
export function manyOf(series: readonly Series[]): Queryable {
  return {
    select: (matchers, from, to) =>
      series
        .filter(({ labels }) =>
          matchers.every(({ name, matches }) =>
            matches(Object.hasOwn(labels, name) ? labels[name] : "")
          )
        )
        .map(({ labels, times, values }) => {
          const within = Array.from(times, (_, i) => i)
            .filter((i) => from <= times[i] && times[i] <= to);
          return {
            labels,
            times: within.map((i) => times[i]),
            values: within.map((i) => values[i]),
          };
        }),
  };
}

/** The values of a query's series, one after the other, at a second. */
export function valuesAt(
  query: string,
  seconds: number,
  storage: Queryable,
  options: EngineOptions = {},
): number[] {
  const result = new Engine(options).instantNow(query, seconds * 1000, storage);
  if (result.resultType !== "vector") throw new TypeError(`${query} is a ${result.resultType}`);
  return result.result.map(({ value }) => value);
}
