/**
 * Queries of what is seldom asked: far dates, smoothing, native histograms, and a plus as a sign.
 *
 * @module
 */

/** Seconds beyond JavaScript's dates, at the ends of Go's, and in the years below 100. */
const SECONDS = [
  ...["8640000000000", "8640000000001", "-8640000000001", "1e13", "-1e15", "4.1e16", "7.77e17"],
  ...["-6.66e16", "9.2e18", "-9.2e18", "9223372036854775807", "-9223372036854775808", "1e19"],
  ...["-1e19", "NaN", "Inf", "-Inf", "-62135596800", "-62167219201", "-1.5", "5e10", "-5e10 - 1"],
];
const DATES = ["minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month"];

export const SELDOM_QUERIES: readonly string[] = [
  ...[...DATES, "month", "year"].flatMap((part) =>
    SECONDS.map((seconds) => `${part}(vector(${seconds}))`)
  ),
  ...[
    "holt_winters(node_load1[5m], 0.3, 0.1)",
    "holt_winters(node_load1[5m] @ 1700003820, 0.3, 0.9)",
    "holt_winters(node_load1[7m:33s] offset 1m, 0.01, 0.99)",
    "holt_winters({__name__=~'node_cpu.*'}[10m], 0.2, 0.3)",
    "holt_winters(sparse_total[11m], scalar(sum(up)) / 10 + 0.1, 0.5)",
    "holt_winters(odd[5m], 0.5, 0.5)",
    "holt_winters(up[5m], NaN, 0.5)",
    "holt_winters(up[5m], 0, 0.5)",
    "holt_winters(up[5m], 0.5, 7)",
    "holt_winters(up[1s], 0, 0.5)",
    "holt_winters(nothing[5m], 0, 0.5)",
    "sum by (holt_winters) (holt_winters (node_load1[5m], 0.5, 0.5))",
    "holt_winters offset 5m or holt_winters{a='b'}",
  ],
  ...["histogram_count(up)", "histogram_sum(up)", "histogram_fraction(0, 1, up)"],
  ...["absent(histogram_count(up))", "sum(histogram_sum(up))"],
  ...["+up", "+(up)", "-+up", "+-up", "sum(+up)", "+up offset 5m", "(+up)[5m:1m]", "+time()"],
  ...["absent(+nothing{a='b'})", "absent((nothing{a='b'}))", "scalar(+up)"],
  ...["timestamp(+up @ 1700003800)", "timestamp(+rare)"],
];

/** The same, wrong. */
export const SELDOM_WRONG: readonly string[] = [
  ...["holt_winters(up, 0.1, 0.1)", "holt_winters(up[5m], 0.1)", "holt_winters()"],
  ...["HOLT_WINTERS(up[5m], 0.1, 0.1)", "histogram_fraction(up, 0, 1)", "histogram_count(up, 1)"],
  ...["histogram_sum(1)", "+up[5m]", "+'a'", "(+up) offset 5m", "(+up) @ 1", "rate(+up[5m])"],
];
