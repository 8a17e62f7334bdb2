/**
 * Values over time, kept in the order in which they come.
 *
 * @module
 */

export type Labels = Readonly<Record<string, string>>;

/** One series: its values stand beside the times of its table. */
export interface Series {
  readonly labels: Labels;
  /** NaN where there is none. */
  readonly values: Float64Array;
}

/** More than so many steps between two times are a gap. */
const GAP = 2.5;

/**
 * Series that share their times. The arrays have room for twice as many rows as are kept: a row is
 * added behind the last, and only when the end is reached is what is kept moved to the front. So a view
 * of the last rows is always one piece of memory, and nothing is copied at most ticks.
 */
export class Table {
  readonly times: Float64Array;
  /** The rows that are there: from the first to before the end. */
  first = 0;
  end = 0;
  readonly #queries = new Map<string, Map<string, Series>>();
  readonly #lists = new Map<string, readonly Series[]>();
  #counts: ReadonlyMap<string, number> = new Map();

  /**
   * @param capacity rows that are kept at least
   * @param step milliseconds from a row to the next
   */
  constructor(readonly capacity: number, readonly step: number) {
    this.times = new Float64Array(2 * capacity);
  }

  /** Milliseconds of the last row; NaN without one. */
  get last(): number {
    return this.end > this.first ? this.times[this.end - 1] : NaN;
  }

  /** The series of a query, the same array for as long as there is no new one. */
  series(query: string): readonly Series[] {
    let list = this.#lists.get(query);
    if (!list) {
      list = [...this.#queries.get(query)?.values() ?? []];
      this.#lists.set(query, list);
    }
    return list;
  }

  /** A series of a query, made where there is none. */
  seriesOf(query: string, labels: Labels): Series {
    let known = this.#queries.get(query);
    if (!known) this.#queries.set(query, known = new Map());
    const key = JSON.stringify(labels);
    let series = known.get(key);
    if (!series) {
      series = { labels, values: new Float64Array(this.times.length).fill(NaN) };
      known.set(key, series);
      this.#lists.delete(query);
    }
    return series;
  }

  /** Remembers how many series queries have, where those are more than there are here. */
  count(queries: readonly { readonly expr: string; readonly all?: number }[]): void {
    this.#counts = new Map(queries.map(({ expr, all = 0 }) => [expr, all]));
  }

  /** How many series a query has at least. */
  countOf(query: string): number {
    return this.#counts.get(query) ?? 0;
  }

  /**
   * A new row at a time, milliseconds, without values; behind a gap, a row without values stands for it.
   *
   * @returns its place; undefined where the time is not after the last
   */
  add(time: number): number | undefined {
    const { last } = this;
    if (time <= last) return undefined;
    if (time - last > GAP * this.step) this.#row(last + this.step);
    return this.#row(time);
  }

  #row(time: number): number {
    if (this.end === this.times.length) this.#move();
    const row = this.end++;
    this.times[row] = time;
    for (const series of this.#all()) series.values[row] = NaN;
    if (this.end - this.first > this.capacity) this.first = this.end - this.capacity;
    return row;
  }

  #move(): void {
    const { first, end } = this;
    this.times.copyWithin(0, first, end);
    for (const { values } of this.#all()) values.copyWithin(0, first, end);
    this.first = 0;
    this.end = end - first;
  }

  /** Forgets the series that have no value any more, but for those that go on. */
  forget(others: ReadonlySet<Series>): void {
    for (const [query, known] of this.#queries) {
      for (const [key, series] of known) {
        if (others.has(series) || this.#hasValue(series)) continue;
        known.delete(key);
        this.#lists.delete(query);
      }
    }
  }

  #hasValue({ values }: Series): boolean {
    for (let row = this.end - 1; row >= this.first; row--) {
      if (!Number.isNaN(values[row])) return true;
    }
    return false;
  }

  /** Forgets all rows, and none of the series. */
  empty(): void {
    this.first = this.end = 0;
  }

  /** The same at this time. */
  copy(): Table {
    const copy = new Table(this.capacity, this.step);
    copy.times.set(this.times);
    copy.first = this.first;
    copy.end = this.end;
    copy.#counts = this.#counts;
    for (const [query, known] of this.#queries) {
      for (const { labels, values } of known.values()) {
        copy.seriesOf(query, labels).values.set(values);
      }
    }
    return copy;
  }

  /** The first row that is not before a time. */
  rowAt(time: number): number {
    let low = this.first, high = this.end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The rows of a span, both of its edges included: from the first to before the end. */
  rowsIn({ min, max }: { readonly min: number; readonly max: number }): {
    readonly first: number;
    readonly end: number;
  } {
    // Times are whole milliseconds; those of a span need not be.
    return { first: this.rowAt(min), end: this.rowAt(Math.floor(max) + 1) };
  }

  *#all(): Generator<Series> {
    for (const known of this.#queries.values()) yield* known.values();
  }
}

/** Rows of which the last value counts as the newest: a busy host may miss one. */
const PATIENCE = 3;

/**
 * The one of some series that has the newest value; the first of several. Where there should be one, as of the
 * fullest disk, the one before it still has values of a moment ago.
 */
export function newestIn(table: Table, list: readonly Series[]): Series | undefined {
  for (let row = table.end - 1; row >= Math.max(table.first, table.end - PATIENCE); row--) {
    const found = list.find(({ values }) => !Number.isNaN(values[row]));
    if (found) return found;
  }
  return undefined;
}

/** The newest value of a series; NaN where there is none of about now. */
export function newestOf(table: Table, { values }: Series): number {
  for (let row = table.end - 1; row >= Math.max(table.first, table.end - PATIENCE); row--) {
    if (!Number.isNaN(values[row])) return values[row];
  }
  return NaN;
}
