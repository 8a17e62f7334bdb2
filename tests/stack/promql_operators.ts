/**
 * Queries with every operator.
 *
 * @module
 */

const CPU = "node_cpu_seconds_total";

const OPERATORS = ["+", "-", "*", "/", "%", "^", "atan2"].flatMap((op) => [
  `1 ${op} 2`,
  `node_load1 ${op} 2`,
  `2 ${op} node_load1`,
  `node_load1 ${op} node_load5`,
  `odd ${op} odd`,
  `odd ${op} -3`,
  `1 ${op} odd`,
  `-1 ${op} odd`,
  `node_load1 ${op} on (instance) node_load5`,
  `node_load1 ${op} ignoring (job) node_memory_MemTotal_bytes`,
  `small ${op} on (x) group_left other`,
  `other ${op} on (x) group_right (z) small`,
  `NaN ${op} Inf`,
]);

const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="].flatMap((op) => [
  `1 ${op} bool 2`,
  `1 ${op} 2`,
  `node_load1 ${op} 1.2`,
  `1.2 ${op} node_load1`,
  `node_load1 ${op} bool 1.2`,
  `1.2 ${op} bool node_load1`,
  `node_load1 ${op} node_load5`,
  `node_load1 ${op} bool node_load5`,
  `node_load1 ${op} on (instance) node_load5`,
  `node_load1 ${op} bool on (instance, __name__) node_load1`,
  `odd ${op} odd`,
  `odd ${op} bool NaN`,
  `small ${op} on (x) group_left (z) other`,
  `small ${op} bool on (x) group_left (z) other`,
  `other ${op} on (x) group_right small`,
  `{__name__=~"relay_.|other|small", x=~"1|"} ${op} bool 3`,
]);

const SETS = ["and", "or", "unless"].flatMap((op) => [
  `node_load1 ${op} node_load5`,
  `node_load1 ${op} on (instance) up`,
  `node_load1 ${op} on () up`,
  `node_load1 ${op} ignoring (job) node_memory_MemAvailable_bytes`,
  `small ${op} on (x) other`,
  `small ${op} other`,
  `up == 1 ${op} node_load1 > 1`,
  `flapping ${op} vector(1)`,
  `nothing ${op} up`,
  `up ${op} nothing`,
  `(small > 2) ${op} (small < 2)`,
  `${CPU}{mode="idle"} ${op} ignoring (mode) ${CPU}{mode="user"}`,
]);

const MATCHING = [
  "small / on (x) other",
  "other / on (x) small",
  "small / on (x) group_right other",
  "other / on (x) group_left small",
  "small * on (x) group_left (z) other",
  "small * on (x) group_left (z, y) other",
  "small + ignoring (y, z) group_left other",
  "small + ignoring (y) group_left other",
  "small == small",
  "small + on () group_left small",
  `${CPU} / on (instance) group_left sum by (instance) (${CPU})`,
  `${CPU} * on (instance) group_left (nodename) node_uname_info`,
  `node_uname_info * on (instance) group_right (nodename) ${CPU}`,
  `${CPU} * on (instance) group_left (__name__) node_uname_info`,
  `${CPU} > bool on (instance) group_left (__name__) node_uname_info`,
  `sum by (instance) (${CPU}) / ${CPU}`,
  `{__name__=~"node_load."} + {__name__=~"node_load."}`,
  `{__name__=~"node_load."} > {__name__="node_load1"}`,
  `{__name__=~"node_load."} > on (instance) node_load1`,
  `{__name__=~"node_load."} * 2`,
  `{__name__=~"node_load."} > 1`,
  `nothing + {__name__=~"node_load."}`,
  `1 + on () up`,
  "up + up + up * up ^ up ^ 2 - -up",
  "-node_load1 ^ 2",
  "- - up",
  "+up",
  "-1 ^ 2",
  "2 ^ 3 ^ 2",
  "2 ^ -1",
  "2 ^ -up * 3",
  "-(1 + 2) * 3",
  "1 + 2 * 3 / 4 % 5 - 6",
  "-up * 2 + 1",
  "node_load1 + node_load5 offset 5m",
  "node_load1 * node_load5 @ end()",
  "-node_load1 offset 5m",
  "1 - node_load1 @ start() * 2",
  "up == 1 or up == 0 and up > 2 unless up",
  "1 < bool 2 < bool 3",
  "node_load1 > 1 > 1.5",
  "-{__name__=~'node_load.'}",
  "-odd",
  "-'a'",
];

/** Queries whose results are compared. */
export const OPERATOR_QUERIES: readonly string[] = [
  ...OPERATORS,
  ...COMPARISONS,
  ...SETS,
  ...MATCHING,
];
