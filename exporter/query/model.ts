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

/** What was measured, and when. */
export interface Samples {
  /** Milliseconds since 1970, ascending, each once. */
  readonly times: ArrayLike<number>;
  /** As many as there are times; {@linkcode STALE} ends the series there. */
  readonly values: ArrayLike<number>;
}

/** The same samples and those in between, from a time on. */
export interface Finer extends Samples {
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** A series and its samples of some span of time. */
export interface Series extends Samples {
  /** With `__name__`. The engine remembers what it derives from them by this object: keep it. */
  readonly labels: Readonly<Record<string, string>>;
  /** What is read instead, in windows that begin when this does, or later. */
  readonly finer?: Finer;
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
   *
   * @param window the samples are looked at in windows of so many milliseconds, each on its own; all at
   * once, if it is left out
   */
  select(
    matchers: readonly Matcher[],
    from: number,
    to: number,
    window?: number,
  ): readonly Series[];
}
