/**
 * topk and bottomk.
 *
 * @module
 */
import { type Grouping, rowsOf } from "./aggregate.ts";
import type { Work } from "./budget.ts";
import type { Context } from "./context.ts";
import { executionError } from "./errors.ts";
import type { LabelSet } from "./labels.ts";
import { ABSENT, type Vector, vectorOf } from "./values.ts";

/** Compares samples so that NaN comes last, in whichever order. */
export function order(isDescending: boolean): (left: number, right: number) => number {
  const sign = isDescending ? -1 : 1;
  return (left, right) => {
    if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : 1;
    if (Number.isNaN(right)) return -1;
    // Infinities have no difference.
    return left === right ? 0 : left < right ? -sign : sign;
  };
}

/** Keeps the k greatest or least samples of each group, in their order if there is one step only. */
export function* rank(
  isTop: boolean,
  wanted: Float64Array,
  grouping: Grouping,
  { labels, values }: Vector,
  { budget, grid: { count } }: Context,
): Work<Vector> {
  checkWanted(wanted);
  const compare = order(isTop);
  const kept = vectorOf(labels, count, budget);
  const inOrder: number[] = [];
  for (const rows of rowsOf(grouping)) {
    for (let step = 0; step < count; step++) {
      const there = rows.filter((row) => values[row * count + step] !== ABSENT);
      there.sort((a, b) => compare(values[a * count + step], values[b * count + step]));
      // With more than one step the order of the last one is nobody's.
      if (count > 1) inOrder.length = 0;
      for (const row of there.slice(0, Math.max(0, Math.trunc(wanted[step])))) {
        kept.values[row * count + step] = values[row * count + step];
        inOrder.push(row);
      }
      if (budget.isDue(rows.length * 4)) yield;
    }
  }
  return count > 1 ? kept : picked(kept.labels, values, inOrder);
}

function checkWanted(wanted: Float64Array): void {
  for (const k of wanted) {
    // NaN fails this comparison, too.
    if (!(Math.abs(k) < 2 ** 63)) throw executionError(`Scalar value ${k} overflows int64`);
  }
}

/** These rows of a vector of one step, in this order. */
export function picked(
  labels: readonly LabelSet[],
  values: Float64Array,
  rows: readonly number[],
): Vector {
  return {
    kind: "vector",
    labels: rows.map((row) => labels[row]),
    values: Float64Array.from(rows, (row) => values[row]),
  };
}
