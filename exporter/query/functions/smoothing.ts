import { executionError } from "../errors.ts";
import { ofTwo, type Window } from "./window.ts";

/** @throws {QueryError} of type `execution` */
function checkFactor(what: string, name: string, factor: number): void {
  // NaN is let through, and makes the result NaN.
  if (!(factor <= 0 || factor >= 1)) return;
  throw executionError(
    `invalid ${what} factor. Expected: 0 < ${name} < 1, got: ${factor.toFixed(6)}`,
  );
}

const smoothed = ofTwo(({ values, from, to, parameter: smoothing, second: trending }) => {
  let level = values[from];
  let trend = values[from + 1] - level;
  for (let i = from + 1; i < to; i++) {
    const next = smoothing * values[i] + (1 - smoothing) * (level + trend);
    trend = trending * (next - level) + (1 - trending) * trend;
    level = next;
  }
  return level;
});

/**
 * Double exponential smoothing by Holt: the level at the last sample, with a trend.
 *
 * @see https://prometheus.io/docs/prometheus/2.55/querying/functions/#holt_winters
 * @throws {QueryError} of type `execution`: a factor that is not between 0 and 1
 */
export function holtWinters(window: Window): number {
  checkFactor("smoothing", "sf", window.parameter);
  checkFactor("trend", "tf", window.second);
  return smoothed(window);
}
