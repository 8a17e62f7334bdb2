/**
 * The quantile of samples, between two of them in proportion; NaN counts as less than all others.
 *
 * @param q 0 to 1; infinite results outside
 * @param samples at least one; sorted in place
 */
export function quantile(q: number, samples: Float64Array): number {
  if (Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  samples.sort();
  // A typed array sorts NaN to the end.
  let numbers = samples.length;
  while (numbers > 0 && Number.isNaN(samples[numbers - 1])) numbers--;
  const nans = samples.length - numbers;
  const at = (index: number) => index < nans ? NaN : samples[index - nans];
  const rank = q * (samples.length - 1);
  const lower = Math.floor(rank);
  const upper = Math.min(samples.length - 1, lower + 1);
  const weight = rank - lower;
  return at(lower) * (1 - weight) + at(upper) * weight;
}
