/** What an aggregation keeps for each group and step. */
export interface State {
  /** The result; the first sample finds nothing of use in it. */
  readonly value: Float64Array;
  /** The samples so far, this one included. */
  readonly count: Float64Array;
  readonly mean: Float64Array;
}

/** An aggregation that takes one sample after the other. */
export interface Accumulate {
  /** @param at of which group and step */
  add(state: State, at: number, sample: number): void;
  /** After the last sample. */
  end?(state: State, at: number): void;
}

/** The sample that stays of two: NaN gives way to any other. */
function extreme(isBetter: (sample: number, than: number) => boolean): Accumulate {
  return {
    add({ value, count }, at, sample) {
      if (count[at] === 1 || isBetter(sample, value[at]) || Number.isNaN(value[at])) {
        value[at] = sample;
      }
    },
  };
}

/** The mean with one more sample; an infinite one changes only for NaN and the opposite infinity. */
export function nextMean(mean: number, sample: number, count: number): number {
  if (Math.abs(mean) === Infinity && !Number.isNaN(sample) && sample !== -mean) return mean;
  // Divided one by one: their difference may be more than a number holds.
  return mean + (sample / count - mean / count);
}

/** Sums the squares of the distances from the mean, in one pass. */
function addSquare({ value, count, mean }: State, at: number, sample: number): void {
  if (count[at] === 1) {
    mean[at] = sample;
    value[at] = 0;
    return;
  }
  const distance = sample - mean[at];
  mean[at] += distance / count[at];
  value[at] += distance * (sample - mean[at]);
}

export const ACCUMULATORS: Readonly<Record<string, Accumulate>> = {
  sum: {
    add({ value, count }, at, sample) {
      value[at] = count[at] === 1 ? sample : value[at] + sample;
    },
  },
  avg: {
    add({ value, count }, at, sample) {
      value[at] = count[at] === 1 ? sample : nextMean(value[at], sample, count[at]);
    },
  },
  min: extreme((sample, than) => sample < than),
  max: extreme((sample, than) => sample > than),
  count: {
    add({ value, count }, at) {
      value[at] = count[at];
    },
  },
  group: {
    add({ value }, at) {
      value[at] = 1;
    },
  },
  stdvar: {
    add: addSquare,
    end({ value, count }, at) {
      value[at] /= count[at];
    },
  },
  stddev: {
    add: addSquare,
    end({ value, count }, at) {
      value[at] = Math.sqrt(value[at] / count[at]);
    },
  },
};
