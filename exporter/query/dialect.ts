/**
 * Where Prometheus' versions differ in what host dashboards and rules ask: this is 2.42. The switches are
 * here, and nowhere else. What 3.x has beside (quoted names, `x[300]`, new functions) is refused.
 *
 * @module
 */
export const DIALECT: Readonly<{
  leftOpen: boolean;
  zeroDurations: boolean;
}> = {
  /** Ranges and the look-back leave out the sample at their very start: false in 2.x, true from 3.0. */
  leftOpen: false,
  /** `x offset 0s`: false in 2.42 ("duration must be greater than 0"), true from 3.0. */
  zeroDurations: false,
};

/** The default look-back of a selector, milliseconds. */
export const LOOKBACK = 300_000;

/** The default step of a subquery, milliseconds: Prometheus' default `evaluation_interval`. */
export const INTERVAL = 60_000;
