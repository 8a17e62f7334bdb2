/**
 * How fast series change.
 *
 * @see https://prometheus.io/docs/prometheus/2.55/querying/functions/
 * @module
 */
import { ABSENT } from "../values.ts";
import { holtWinters } from "./smoothing.ts";
import { Sum } from "./sum.ts";
import { ofTwo, type Window, type WindowFunction } from "./window.ts";

/** Samples that begin or end further from the range's ends than so many mean distances ended there. */
const NEAR = 1.1;

/** How much the samples rise from the first to the last; a counter that falls began again at 0. */
function rise({ values, from, to }: Window, isCounter: boolean): number {
  let sum = values[to - 1] - values[from];
  if (isCounter) {
    for (let i = from + 1; i < to; i++) if (values[i] < values[i - 1]) sum += values[i - 1];
  }
  return sum;
}

/**
 * The rise over the whole range, as far as the samples let one suppose that the series was there.
 *
 * @param per the seconds that it is given for: the range's for a rate, else 1
 */
function extrapolated(window: Window, isCounter: boolean, per = 1): number {
  const { times, values, from, to, start, end } = window;
  const result = rise(window, isCounter);
  const sampled = (times[to - 1] - times[from]) / 1000;
  const between = sampled / (to - from - 1);
  let before = (times[from] - start) / 1000;
  const after = (end - times[to - 1]) / 1000;
  if (isCounter && result > 0 && values[from] >= 0) {
    // No counter was below 0 before.
    before = Math.min(before, sampled * (values[from] / result));
  }
  const near = between * NEAR;
  const covered = sampled + (before < near ? before : between / 2) +
    (after < near ? after : between / 2);
  // In Prometheus' order, to the last digit: where a rate goes into irate or topk, that digit decides.
  return result * (covered / sampled / per);
}

/** Of the last two samples. */
function instant({ times, values, to }: Window, isRate: boolean): number {
  const last = values[to - 1];
  const before = values[to - 2];
  const seconds = (times[to - 1] - times[to - 2]) / 1000;
  if (seconds === 0) return ABSENT;
  if (!isRate) return last - before;
  return (last < before ? last : last - before) / seconds;
}

/** The straight line with the least squares: its slope a second, and its value at a time (milliseconds). */
function line({ times, values, from, to }: Window, at: number): { slope: number; value: number } {
  const x = new Sum(), y = new Sum(), xy = new Sum(), xx = new Sum();
  const first = values[from];
  let isConstant = true;
  for (let i = from; i < to; i++) {
    const seconds = (times[i] - at) / 1000;
    if (values[i] !== first) isConstant = false;
    x.add(seconds);
    y.add(values[i]);
    xy.add(seconds * values[i]);
    xx.add(seconds * seconds);
  }
  if (isConstant) {
    return Math.abs(first) === Infinity ? { slope: NaN, value: NaN } : { slope: 0, value: first };
  }
  const n = to - from;
  const slope = (xy.exact - x.exact * y.exact / n) / (xx.exact - x.exact * x.exact / n);
  return { slope, value: y.exact / n - slope * x.exact / n };
}

export const RATE_FUNCTIONS: Readonly<Record<string, WindowFunction>> = {
  rate: ofTwo((window) => extrapolated(window, true, (window.end - window.start) / 1000)),
  increase: ofTwo((window) => extrapolated(window, true)),
  delta: ofTwo((window) => extrapolated(window, false)),
  irate: ofTwo((window) => instant(window, true)),
  idelta: ofTwo((window) => instant(window, false)),
  deriv: ofTwo((window) => line(window, window.times[window.from]).slope),
  predict_linear: ofTwo((window) => {
    const { slope, value } = line(window, window.time);
    return slope * window.parameter + value;
  }),
  holt_winters: holtWinters,
  changes: ({ values, from, to }) => {
    let changes = 0;
    for (let i = from + 1; i < to; i++) {
      const isSame = values[i] === values[i - 1] || Object.is(values[i], values[i - 1]);
      if (!isSame) changes++;
    }
    return changes;
  },
  resets: ({ values, from, to }) => {
    let resets = 0;
    for (let i = from + 1; i < to; i++) if (values[i] < values[i - 1]) resets++;
    return resets;
  },
};
