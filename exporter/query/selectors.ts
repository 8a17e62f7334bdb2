/**
 * What selectors read from the storage.
 *
 * @module
 */
import {
  bare,
  type Expr,
  type MatrixSelector,
  type Shift,
  type Subquery,
  type VectorSelector,
} from "./ast.ts";
import type { Work } from "./budget.ts";
import type { Context } from "./context.ts";
import { DIALECT } from "./dialect.ts";
import { LabelSet } from "./labels.ts";
import { type Finer, type Samples, STALE } from "./model.ts";
import { ABSENT, Grid, type Vector, vectorOf } from "./values.ts";

/** A series with samples of its own times, for functions of ranges; none is a stale marker. */
export interface Run extends Samples {
  readonly labels: LabelSet;
  readonly finer?: Finer;
}

/** The steps at which a selector looks: its own if it is shifted, a single one if it is fixed. */
export function shifted({ offset = 0, fixed }: Shift, context: Context): Grid {
  const { grid } = context;
  if (fixed === undefined) return new Grid(grid.start - offset, grid.step, grid.count);
  const time = typeof fixed === "number" ? fixed : context[fixed];
  return new Grid(time - offset, grid.step, 1);
}

/** The first step whose window begins where there are finer samples; {@linkcode Infinity}, if none does. */
export function turnOf(finer: Finer | undefined, { start, step }: Grid, window: number): number {
  return finer ? Math.max(0, Math.ceil((finer.since + window - start) / step)) : Infinity;
}

/**
 * The last sample of each series at each step, if it is not too old.
 *
 * @param what of the sample: its value, or its time in seconds
 */
export function* selectVector(
  selector: VectorSelector,
  context: Context,
  what: "value" | "time" = "value",
): Work<Vector> {
  const { budget, lookback, storage } = context;
  const steps = context.grid.count;
  const grid = shifted(selector, context);
  const { start, end, step, count } = grid;
  const oldest = DIALECT.leftOpen ? lookback - 1 : lookback;
  const found = storage.select(selector.matchers, start - oldest, end, oldest);
  const vector = vectorOf(found.map(({ labels }) => LabelSet.of(labels)), steps, budget);
  const out = vector.values;
  for (let i = 0; i < found.length; i++) {
    const { finer } = found[i];
    let { times, values } = found[i];
    const samples = times.length + (finer?.times.length ?? 0);
    budget.take(samples);
    let next = firstAfter(times, start);
    const turn = turnOf(finer, grid, oldest);
    for (let s = 0, at = i * steps; s < count; s++, at++) {
      const time = start + s * step;
      if (s === turn) {
        ({ times, values } = finer!);
        next = 0;
      }
      while (next < times.length && times[next] <= time) next++;
      if (next === 0 || times[next - 1] < time - oldest || values[next - 1] === STALE) continue;
      out[at] = what === "value" ? values[next - 1] : times[next - 1] / 1000;
    }
    if (count < steps) out.fill(out[i * steps], i * steps, (i + 1) * steps);
    if (budget.isDue(samples + steps)) yield;
  }
  return vector;
}

/** The index of the first time after this one. */
function firstAfter(times: ArrayLike<number>, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a range vector's expression is, without parentheses. */
export function ranged(expr: Expr): MatrixSelector | Subquery {
  return bare(expr) as MatrixSelector | Subquery;
}

/** The series of a range vector, with all samples that any step needs. */
export function* selectRuns(expr: MatrixSelector | Subquery, context: Context): Work<Run[]> {
  return expr.kind === "matrix"
    ? yield* rawRuns(expr, context)
    : yield* subqueryRuns(expr, context);
}

function* rawRuns(expr: MatrixSelector, context: Context): Work<Run[]> {
  const { budget, storage } = context;
  const { start, end } = shifted(expr, context);
  const runs: Run[] = [];
  const found = storage.select(expr.matchers, start - expr.range, end, expr.range);
  for (const { labels, times, values, finer } of found) {
    const samples = times.length + (finer?.times.length ?? 0);
    budget.take(samples);
    runs.push({
      labels: LabelSet.of(labels),
      ...without(STALE, times, values),
      finer: finer && { since: finer.since, ...without(STALE, finer.times, finer.values) },
    });
    if (budget.isDue(samples)) yield;
  }
  return runs;
}

function* subqueryRuns(expr: Subquery, context: Context): Work<Run[]> {
  const { budget } = context;
  const { start, end } = shifted(expr, context);
  const step = expr.step ?? context.interval;
  // Steps of a subquery are multiples of its step, whenever the query is made.
  const first = Math.ceil((start - expr.range) / step) * step;
  const count = Math.floor((end - first) / step) + 1;
  if (count < 1) return [];
  // Each step costs, if only to find nothing.
  budget.take(count);
  const grid = new Grid(first, step, count);
  const { labels, values } = (yield* context.evaluate(expr.expr, { ...context, grid })) as Vector;
  const times = Float64Array.from({ length: count }, (_, i) => first + i * step);
  const runs: Run[] = [];
  for (let i = 0; i < labels.length; i++) {
    const row = values.subarray(i * count, (i + 1) * count);
    runs.push({ labels: labels[i], ...without(ABSENT, times, row) });
    if (budget.isDue(count)) yield;
  }
  return runs;
}

/** The samples but for those of this value: the same arrays, if there is none. */
function without(
  value: number,
  times: ArrayLike<number>,
  values: ArrayLike<number>,
): Samples {
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== value) continue;
    const kept = Array.from(times).map((_, at) => at).filter((at) => values[at] !== value);
    return {
      times: Float64Array.from(kept, (at) => times[at]),
      values: Float64Array.from(kept, (at) => values[at]),
    };
  }
  return { times, values };
}
