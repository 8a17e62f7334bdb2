/**
 * Queries with every aggregation.
 *
 * @module
 */

const CPU = "node_cpu_seconds_total";
const NET = "node_network_receive_bytes_total";

const AGGREGATIONS = ["sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"].flatMap((
  op,
) => [
  `${op}(${CPU})`,
  `${op} by (mode) (${CPU})`,
  `${op} without (cpu, mode) (${CPU})`,
  `${op}(${CPU}) by (instance, nothing,)`,
  `${op}(odd)`,
  `${op} by (kind) (odd)`,
  `${op} without () (odd)`,
  `${op} by (__name__) ({job="node"})`,
  `${op}({job="node"})`,
  `${op}(nothing)`,
  `${op}(odd{kind=~"somenan|zero|nan"})`,
  `${op}(odd{kind=~"nan|somenan|huge"})`,
  `${op}(odd{kind=~"inf|huge|minusinf"})`,
]);

const RANKS = ["topk", "bottomk"].flatMap((op) => [
  `${op}(2, node_cpu_seconds_total)`,
  `${op}(1, ${NET})`,
  `${op} by (instance) (2, ${CPU})`,
  `${op} without (mode, cpu) (1, ${CPU})`,
  `${op}(0, ${CPU})`,
  `${op}(-1, ${CPU})`,
  `${op}(1.9, ${CPU})`,
  `${op}(NaN, ${CPU})`,
  `${op}(NaN, nothing)`,
  `${op}(1e30, ${CPU})`,
  `${op}(Inf, ${CPU})`,
  `${op}(100, odd)`,
  `${op}(3, odd{kind=~"inf|minusinf|huge|negative"})`,
  `${op}(scalar(count(flapping)) + 1, ${CPU})`,
  `${op}(3, odd{kind=~"nan|negative|tiny"})`,
]);

const OTHER_AGGREGATIONS = [
  ...["0", "0.25", "1", "-3", "7", "NaN"].flatMap((q) => [
    `quantile(${q}, ${CPU})`,
    `quantile by (mode) (${q}, ${CPU})`,
    `quantile without (kind) (${q}, odd)`,
  ]),
  'count_values("value", up)',
  'count_values by (instance) ("value", up)',
  'count_values without (instance) ("value", up)',
  'count_values("instance", up)',
  'count_values without () ("instance", up)',
  'count_values by (kind) ("value", odd)',
  'count_values("value", odd)',
  'count_values("__proto__", up)',
  'count_values("constructor", up)',
  'count_values("bad-name", up)',
  'count_values without (instance) ("instance", up)',
  'count_values without (kind) ("kind", odd)',
  'count_values without (kind) ("__name__", odd)',
  'count_values by (kind) ("__name__", -odd * 0)',
  'count_values by (kind) ("kind", odd)',
  'count_values("", up)',
  "sum(sum by (mode) (rate(node_cpu_seconds_total[5m])))",
  "sum by (on, bool) (up)",
  "SUM(up)",
  "sum(up) BY (job)",
];

/** Queries whose results are compared. */
export const AGGREGATION_QUERIES: readonly string[] = [
  ...AGGREGATIONS,
  ...RANKS,
  ...OTHER_AGGREGATIONS,
];
