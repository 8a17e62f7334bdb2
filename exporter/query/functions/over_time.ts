/**
 * Aggregations of a series over time.
 *
 * @module
 */
import { nextMean } from "../accumulators.ts";
import { quantile } from "./quantile.ts";
import { Sum } from "./sum.ts";
import type { Window, WindowFunction } from "./window.ts";

function sum({ values, from, to }: Window): number {
  const sum = new Sum();
  for (let i = from; i < to; i++) sum.add(values[i]);
  return sum.value;
}

function mean(window: Window): number {
  const { values, from, to } = window;
  const total = sum(window);
  if (Number.isFinite(total)) return total / (to - from);
  // Samples that are infinite, NaN, or whose sum is more than a number holds.
  let mean = 0;
  for (let i = from; i < to; i++) mean = nextMean(mean, values[i], i - from + 1);
  return mean;
}

function variance({ values, from, to }: Window): number {
  const mean = new Sum(), squares = new Sum();
  for (let i = from; i < to; i++) {
    const distance = values[i] - mean.exact;
    mean.add(distance / (i - from + 1));
    squares.add(distance * (values[i] - mean.exact));
  }
  return squares.exact / (to - from);
}

function extreme(isBetter: (sample: number, than: number) => boolean): WindowFunction {
  return ({ values, from, to }) => {
    let best = values[from];
    for (let i = from + 1; i < to; i++) {
      if (isBetter(values[i], best) || Number.isNaN(best)) best = values[i];
    }
    return best;
  };
}

export const OVER_TIME_FUNCTIONS: Readonly<Record<string, WindowFunction>> = {
  sum_over_time: sum,
  avg_over_time: mean,
  count_over_time: ({ from, to }) => to - from,
  min_over_time: extreme((sample, than) => sample < than),
  max_over_time: extreme((sample, than) => sample > than),
  stdvar_over_time: variance,
  stddev_over_time: (window) => Math.sqrt(variance(window)),
  last_over_time: ({ values, to }) => values[to - 1],
  present_over_time: () => 1,
  // The range of absent_over_time turns this round.
  absent_over_time: () => 1,
  quantile_over_time: ({ values, from, to, parameter }) => {
    const samples = new Float64Array(to - from);
    for (let i = from; i < to; i++) samples[i - from] = values[i];
    return quantile(parameter, samples);
  },
};
