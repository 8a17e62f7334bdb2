/**
 * What the engine asks of the storage.
 *
 * @module
 */

/**
 * Ends a series at a time, as Prometheus' stale marker does: a finite number that no host counts, so that
 * a Float64Array holds it beside NaN, which is a value like any other.
 */
export const STALE: number = -Number.MAX_VALUE;

/** A series and its samples of some span of time. */
export interface Series {
  /** With `__name__`. The engine remembers what it derives from them by this object: keep it. */
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, ascending, each once. */
  readonly times: ArrayLike<number>;
  /** As many as there are times; {@linkcode STALE} ends the series there. */
  readonly values: ArrayLike<number>;
}

/** The ways to match a label's value; the last two are RE2 expressions of the whole value. */
export type MatchType = "=" | "!=" | "=~" | "!~";

/** One condition of a selector. */
export interface Matcher {
  readonly name: string;
  readonly type: MatchType;
  readonly value: string;
  /** Whether this value of the label passes; a label that a series has not got has the value "". */
  matches(value: string): boolean;
}

/** Where samples come from. */
export interface Queryable {
  /**
   * The series whose labels pass all the matchers, with their samples in [from, to], milliseconds; no two
   * with the same labels. Series without a sample there may be left out. The engine never writes to them.
   */
  select(matchers: readonly Matcher[], from: number, to: number): readonly Series[];
}
