/**
 * From values to results.
 *
 * @module
 */
import type { MatrixSelector, Subquery } from "./ast.ts";
import type { Work } from "./budget.ts";
import type { Context } from "./context.ts";
import { DIALECT } from "./dialect.ts";
import type { InstantResult, MatrixSeries, RangeResult } from "./results.ts";
import { selectRuns, shifted } from "./selectors.ts";
import { ABSENT, type Grid, type Value } from "./values.ts";

/** The result at one time. */
export function instantResult(value: Value, time: number): InstantResult {
  if (value.kind === "string") return { resultType: "string", time, value: value.value };
  if (value.kind === "scalar") return { resultType: "scalar", time, value: value.values[0] };
  const result = [];
  for (let row = 0; row < value.labels.length; row++) {
    const sample = value.values[row];
    if (sample !== ABSENT) result.push({ metric: value.labels[row].record, value: sample });
  }
  return { resultType: "vector", time, result };
}

/** The results at all steps, sorted by labels. */
export function rangeResult(value: Value, { start, step, count }: Grid): RangeResult {
  const times = Float64Array.from({ length: count }, (_, i) => start + i * step);
  if (value.kind === "scalar") {
    return { resultType: "matrix", result: [{ metric: {}, times, values: value.values }] };
  }
  if (value.kind === "string") throw new TypeError("a string has no steps");
  const { labels, values } = value;
  const rows = labels.map(({ key }, row) => ({ key, row })).sort((a, b) => a.key < b.key ? -1 : 1);
  const result: MatrixSeries[] = [];
  for (const { row } of rows) {
    const series = samples(times, values.subarray(row * count, (row + 1) * count));
    if (series.times.length > 0) result.push({ metric: labels[row].record, ...series });
  }
  return { resultType: "matrix", result };
}

/** The samples of a row that has some at some steps. */
function samples(times: Float64Array, row: Float64Array): Pick<MatrixSeries, "times" | "values"> {
  if (!row.includes(ABSENT)) return { times, values: row };
  return {
    times: times.filter((_, step) => row[step] !== ABSENT),
    values: row.filter((value) => value !== ABSENT),
  };
}

/** The samples of a range vector at one time. */
export function* rawResult(
  expr: MatrixSelector | Subquery,
  context: Context,
): Work<RangeResult> {
  const { end } = shifted(expr, context);
  const start = end - expr.range + (DIALECT.leftOpen ? 1 : 0);
  const result: MatrixSeries[] = [];
  for (const { labels, times, values } of yield* selectRuns(expr, context)) {
    let from = 0;
    while (from < times.length && times[from] < start) from++;
    let to = times.length;
    while (to > from && times[to - 1] > end) to--;
    if (to === from) continue;
    const part = (all: ArrayLike<number>) =>
      Float64Array.from({ length: to - from }, (_, i) => all[from + i]);
    result.push({ metric: labels.record, times: part(times), values: part(values) });
  }
  return { resultType: "matrix", result };
}
