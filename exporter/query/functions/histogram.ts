/**
 * Quantiles of histograms with buckets of `le`.
 *
 * @module
 */
import { isDecimal } from "../../../collectors/go_float.ts";
import type { Work } from "../budget.ts";
import type { Context } from "../context.ts";
import { NAME } from "../labels.ts";
import { ABSENT, put, type Vector, VectorBuilder } from "../values.ts";

/** The label that holds the upper bound of a bucket. */
const BOUND = "le";

/** The row of a bucket. */
interface Bucket {
  readonly bound: number;
  readonly row: number;
}

/** Buckets of a histogram at one step, ascending by their bounds, each with all those below it. */
class Counts {
  readonly #bounds: number[] = [];
  readonly #counts: number[] = [];

  clear(): void {
    this.#bounds.length = this.#counts.length = 0;
  }

  /** @param bound not less than the one before; of the same bound counts are added */
  add(bound: number, count: number): void {
    if (this.#bounds.at(-1) === bound) this.#counts[this.#counts.length - 1] += count;
    else {
      this.#bounds.push(bound);
      this.#counts.push(count);
    }
  }

  get isEmpty(): boolean {
    return this.#bounds.length === 0;
  }

  quantile(q: number): number {
    if (Number.isNaN(q)) return NaN;
    if (q < 0) return -Infinity;
    if (q > 1) return Infinity;
    const bounds = this.#bounds, counts = this.#counts;
    const last = bounds.length - 1;
    if (bounds[last] !== Infinity) return NaN;
    this.#makeMonotonic();
    if (last < 1 || counts[last] === 0) return NaN;
    const rank = q * counts[last];
    const at = this.#firstAtLeast(rank);
    if (at === last) return bounds[last - 1];
    if (at === 0 && bounds[0] <= 0) return bounds[0];
    const below = at === 0 ? 0 : counts[at - 1];
    const start = at === 0 ? 0 : bounds[at - 1];
    return start + (bounds[at] - start) * ((rank - below) / (counts[at] - below));
  }

  /**
   * The first bucket but the last that has so many, else the last. By halves, as Prometheus looks for it:
   * with a count that is NaN another one is found from the front.
   */
  #firstAtLeast(rank: number): number {
    let low = 0;
    let high = this.#counts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#counts[middle] >= rank) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Buckets that were scraped or counted at slightly different times may fall. */
  #makeMonotonic(): void {
    const counts = this.#counts;
    let most = counts[0];
    for (let i = 1; i < counts.length; i++) {
      if (counts[i] > most) most = counts[i];
      else if (counts[i] < most) counts[i] = most;
    }
  }
}

/** The quantile of each histogram at each step. */
export function* histogramQuantile(
  wanted: Float64Array,
  vector: Vector,
  { budget, grid: { count } }: Context,
): Work<Vector> {
  const { labels, values } = vector;
  const builder = new VectorBuilder(count, budget);
  const counts = new Counts();
  for (const buckets of histograms(vector).values()) {
    const result = labels[buckets[0].row].without([NAME, BOUND]);
    let row: Float64Array | undefined;
    for (let step = 0; step < count; step++) {
      counts.clear();
      for (const bucket of buckets) {
        const value = values[bucket.row * count + step];
        if (value !== ABSENT) counts.add(bucket.bound, value);
      }
      if (!counts.isEmpty) put(row ??= builder.row(result), step, counts.quantile(wanted[step]));
      if (budget.isDue(buckets.length)) yield;
    }
  }
  return builder.vector();
}

/** The buckets of each histogram, ascending. */
function histograms({ labels }: Vector): Map<string, Bucket[]> {
  const found = new Map<string, Bucket[]>();
  labels.forEach((one, row) => {
    const bound = parseBound(one.get(BOUND));
    if (bound === undefined) return;
    const { key } = one.without([BOUND]);
    const buckets = found.get(key);
    if (buckets) buckets.push({ bound, row });
    else found.set(key, [{ bound, row }]);
  });
  for (const buckets of found.values()) {
    buckets.sort((a, b) => a.bound < b.bound ? -1 : a.bound > b.bound ? 1 : 0);
  }
  return found;
}

function parseBound(text: string): number | undefined {
  if (/^\+?inf$/i.test(text)) return Infinity;
  if (/^-inf$/i.test(text)) return -Infinity;
  return isDecimal(text) ? Number(text) : undefined;
}
