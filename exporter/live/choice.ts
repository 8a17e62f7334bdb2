/**
 * Which series of a query pages are told, where there are more than a chart draws.
 *
 * @module
 */
import type { MatrixSeries, VectorSeries } from "../query/results.ts";
import { keyOf, type Labels } from "./labels.ts";

/** Series that a chart draws of one query at most (dashboards/live/shape.ts). */
const LARGEST = 8;

/**
 * Series that are told of one query: as many again as are drawn, so that those that were among the largest
 * a while ago, whose lines are still to be seen, go on; and so that nothing changes while some take turns.
 */
export const MOST = 16;

/** Milliseconds of which means tell most: what is busy for ten seconds has 40 % of it in its mean. */
const MEMORY = 20_000;

/** Part by which another must be larger to get a place: nobody sees less in a chart. */
const MARGIN = 0.01;

/** Milliseconds from a choice to the next. */
const EVERY = 5000;

/** Milliseconds without a value after which a series is none any more: a chart shows as many. */
const SHOWN = 300_000;

/** Milliseconds without values after which means tell nothing of now: nobody looked. */
const STALE = 60_000;

/** What is known of a series. */
interface Known {
  readonly key: string;
  /** As they came last; most often the same object. */
  labels: Labels;
  /** NaN before there is a value. */
  mean: number;
  /** Milliseconds of its last value. */
  at: number;
  /** Milliseconds when it was last among the largest. */
  topAt: number;
}

/** Those series of a query that are told, and how many there are. */
export interface Chosen<Series> {
  readonly series: readonly Series[];
  /** More than are told; undefined where all are. */
  readonly all?: number;
}

/**
 * Chooses among the series of one query: the largest by their means of the last seconds. A series that
 * is among the {@linkcode LARGEST} gets a place; whoever was that longest ago gives it up.
 */
export class Choice {
  readonly #known = new Map<string, Known>();
  readonly #placed = new Set<Known>();
  /** In the order in which the series came last: most often they come so again. */
  #order: Known[] = [];
  #all = 0;
  #isSeeded = false;
  /** Milliseconds of the last values, and of the last choice. */
  #at = NaN;
  #chosenAt = NaN;

  /** The series that are told of those that have a value at a time, milliseconds, in their order. */
  of(found: readonly VectorSeries[], time: number): Chosen<VectorSeries> {
    const isFresh = isNear(time, this.#at, STALE);
    // Where there were more, a second without values changes nothing.
    if (found.length <= MOST && !(isFresh && this.#all > MOST)) return { series: found };
    if (!isFresh) this.#forget();
    this.#count(found, time);
    if (!isNear(time, this.#chosenAt, EVERY - 1)) this.#choose(time);
    return this.#told(found.filter((_, i) => this.#placed.has(this.#order[i])));
  }

  /**
   * The series that are told of those that had values up to a time, milliseconds. Their means are what the
   * choice begins with, where nobody has looked before.
   */
  ofPast(found: readonly MatrixSeries[], time: number): Chosen<MatrixSeries> {
    if (found.length <= MOST) return { series: found };
    if (!this.#isSeeded || !isNear(time, this.#at, STALE)) this.#seed(found, time);
    return this.#told(found.filter(({ metric }) => {
      const known = this.#known.get(keyOf(metric));
      return known !== undefined && this.#placed.has(known);
    }));
  }

  #told<Series>(series: readonly Series[]): Chosen<Series> {
    return this.#all > series.length ? { series, all: this.#all } : { series };
  }

  #forget(): void {
    this.#known.clear();
    this.#placed.clear();
    this.#order = [];
    this.#all = 0;
    this.#isSeeded = false;
    this.#at = this.#chosenAt = NaN;
  }

  #seed(found: readonly MatrixSeries[], time: number): void {
    this.#forget();
    for (const { metric, times, values } of found) {
      const known = this.#knownOf(metric);
      let sum = 0, count = 0;
      for (let i = 0; i < values.length; i++) {
        if (!Number.isFinite(values[i])) continue;
        sum += values[i];
        count++;
        known.at = times[i];
      }
      known.mean = sum / count;
    }
    this.#isSeeded = true;
    this.#at = time;
    this.#choose(time);
  }

  /** Values come into the means. */
  #count(found: readonly VectorSeries[], time: number): void {
    const since = Math.max(0, time - this.#at) || 0;
    const part = 1 - Math.exp(-since / MEMORY);
    this.#at = time;
    this.#order.length = Math.min(this.#order.length, found.length);
    for (let i = 0; i < found.length; i++) {
      const { metric, value } = found[i];
      let known = this.#order[i];
      if (known?.labels !== metric) this.#order[i] = known = this.#knownOf(metric);
      if (!Number.isFinite(value)) continue;
      known.mean = Number.isNaN(known.mean) ? value : known.mean + part * (value - known.mean);
      known.at = time;
    }
  }

  #knownOf(labels: Labels): Known {
    const key = keyOf(labels);
    let known = this.#known.get(key);
    if (!known) {
      known = { key, labels, mean: NaN, at: NaN, topAt: -Infinity };
      this.#known.set(key, known);
    }
    known.labels = labels;
    return known;
  }

  #choose(time: number): void {
    this.#chosenAt = time;
    const here = new Set(this.#order);
    const living: Known[] = [];
    for (const known of this.#known.values()) {
      if (isNear(time, known.at, SHOWN)) {
        living.push(known);
        continue;
      }
      this.#placed.delete(known);
      if (!here.has(known)) this.#known.delete(known.key);
    }
    this.#all = living.length;
    const sorted = living.sort((a, b) => b.mean - a.mean);
    const { mean: least = -Infinity } =
      sorted.filter((one) => this.#placed.has(one))[LARGEST - 1] ??
        {};
    const largest = sorted.filter((one, i) =>
      this.#placed.has(one)
        ? one.mean >= least
        : i < LARGEST && (least === -Infinity || one.mean > least + MARGIN * Math.abs(least))
    );
    for (const known of largest) known.topAt = time;
    for (const known of largest) this.#place(known);
    for (const known of sorted) {
      if (this.#placed.size >= MOST) break;
      this.#placed.add(known);
    }
  }

  #place(known: Known): void {
    if (this.#placed.has(known)) return;
    if (this.#placed.size >= MOST) {
      const [first] = [...this.#placed].sort((a, b) => a.topAt - b.topAt || a.mean - b.mean);
      this.#placed.delete(first);
    }
    this.#placed.add(known);
  }
}

/** A clock may be set back: what is far before and far behind is the same. */
function isNear(time: number, other: number, within: number): boolean {
  return Math.abs(time - other) <= within;
}
