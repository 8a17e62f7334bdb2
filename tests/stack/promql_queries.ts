/**
 * Queries that use every function, aggregation and operator.
 *
 * @module
 */
import { AGGREGATION_QUERIES } from "./promql_aggregations.ts";
import { OPERATOR_QUERIES } from "./promql_operators.ts";

const CPU = "node_cpu_seconds_total";
const NET = "node_network_receive_bytes_total";

const SELECTORS = [
  CPU,
  `${CPU}{mode="idle"}`,
  `${CPU}{mode!="idle"}`,
  `${CPU}{mode=~"idle|user"}`,
  `${CPU}{mode!~"i.*"}`,
  `${CPU}{mode=~"dl"}`,
  `{__name__=~"node_load.+", instance=~"a.*"}`,
  `{__name__=~"node_load1|up", job="node"}`,
  `{job="node"}`,
  `up{missing=""}`,
  `up{job!="", missing!~".+"}`,
  `text{path="/a/b.c"}`,
  `text{path='/a/b.c', s="say \\"é\\""}`,
  "text{path=`/a/b.c`}",
  `text{path="\\x2fa/b.c"}`,
  `{path=~"(?i)/A/B\\\\.C"}`,
  "nothing",
  "once",
  "rare",
  "sparse_total",
  "flapping",
  "odd",
  "node_memory_MemAvailable_bytes",
  `${NET}[5m]`,
  "flapping[10m]",
  "rare[13m]",
  "up[5m:1m]",
  "up[5m:]",
  "node_load1[3m:7s]",
  "up offset 5m",
  "up offset -5m",
  "up offset 1h30m",
  "up[5m] offset 10m",
  "up[5m:1m] offset 10m",
  "up @ 1700001800",
  "up @ start()",
  "up @ end()",
  "node_load1 @ end() offset 10m",
  "node_load1 offset 10m @ start()",
  "node_load1[2m] @ end()",
  "sum(up)",
  "1.5e3",
  "0x1F",
  "017",
  "089",
  ".5",
  "Inf",
  "-inf",
  "NaN",
  '"a text"',
  "'it''s'",
  "'say \\'é\\' \\u00e9 \\t'",
  "sum",
  "rate",
  "and",
  "up:",
  "# only\nup # a comment\n",
  `${CPU}{mode="idle" , }`,
  `up{job="no # comment"} or up`,
];

const OVER_RANGES = [
  ...["rate", "increase", "delta", "irate", "idelta", "deriv", "changes", "resets"],
  ...["avg", "min", "max", "sum", "count", "stddev", "stdvar", "last", "present", "absent"]
    .map((name) => `${name}_over_time`),
].flatMap((name) => [
  `${name}(${CPU}[5m])`,
  `${name}(${NET}[2m])`,
  `${name}(${NET}{device="eth0"}[20m])`,
  `${name}(flapping[12m])`,
  `${name}(odd[3m])`,
  `${name}(sparse_total[10m])`,
  `${name}(node_load1[10m:30s])`,
  `${name}(node_memory_MemAvailable_bytes[7m] offset 4m)`,
]);

const OF_RANGES = [
  `rate(${CPU}[5m] @ end())`,
  `rate(${CPU}[5m] @ 1700001800 offset 3m)`,
  `rate(${NET}[5m:20s] offset 3m)`,
  `rate(twice[5m])`,
  `rate(once[5m])`,
  `rate((${CPU}[5m]))`,
  `increase(rare[14m])`,
  `rate({__name__=~"relay_.", r="1"}[5m])`,
  `max_over_time({__name__=~"relay_.", r="1"}[5m])`,
  `last_over_time({__name__=~"relay_.", r="1"}[5m])`,
  `-{__name__=~"relay_.", r="1"}`,
  `abs({__name__=~"relay_.", r="1"})`,
  `{__name__=~"relay_.", r="1"} * 2`,
  `max_over_time(rate(${CPU}[5m])[10m:1m])`,
  `max_over_time(sum by (mode) (rate(${CPU}[2m]))[10m:])`,
  `avg_over_time((up - 1)[10m:37s] offset -2m)`,
  `sum_over_time(vector(1)[10m:1m])`,
  `sum_over_time(time()[10m:1m])`,
  `count_over_time(node_load1[1h:1m] @ end())`,
  `count_over_time(node_load1[1h:1m] @ start())`,
  `sum_over_time((node_load1 @ end())[10m:1m])`,
  `avg_over_time(avg_over_time(node_load1[5m:1m])[10m:2m])`,
  `predict_linear(node_filesystem_avail_bytes[20m], 3600)`,
  `predict_linear(node_filesystem_avail_bytes[20m] offset 10m, -60)`,
  `predict_linear(odd[5m], 10)`,
  `predict_linear(node_load1[5m], scalar(up{instance="a:9100"}))`,
  ...["0", "0.5", "0.99", "1", "-1", "2", "NaN", "scalar(node_load1{instance='a:9100'}) / 3"]
    .flatMap((
      q,
    ) => [`quantile_over_time(${q}, node_load1[5m])`, `quantile_over_time(${q}, odd[2m])`]),
  "absent_over_time(nothing[5m])",
  'absent_over_time(nothing{a="b", c=~"d", a="e"}[5m])',
  'absent_over_time((nothing{a="b"}[5m]))',
  'absent_over_time(flapping{a="b"}[2m])',
  "absent_over_time(up[5m])",
  "absent_over_time(rate(nothing[5m])[10m:1m])",
  "absent_over_time(once[5m])",
];

const EACH = [
  ...[
    "abs",
    "ceil",
    "floor",
    "exp",
    "ln",
    "log2",
    "log10",
    "sqrt",
    "sgn",
    "round",
    "sin",
    "cos",
    "tan",
  ],
  ...["asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "deg", "rad"],
].flatMap((name) => [
  `${name}(odd{kind!="huge"})`,
  `${name}(node_hwmon_temp_celsius)`,
  `${name}(node_hwmon_temp_celsius / 20)`,
  `${name}({__name__=~"node_load."})`,
]);

const DATES = [
  "minute",
  "hour",
  "day_of_week",
  "day_of_month",
  "day_of_year",
  "days_in_month",
  "month",
  "year",
].flatMap((name) => [
  `${name}()`,
  `${name}(stamp_seconds)`,
  `${name}(stamp_seconds * 3.7)`,
  `${name}(vector(time()))`,
  `${name}(-stamp_seconds)`,
]);

const CLAMPS = [
  "clamp(node_hwmon_temp_celsius, -5, 5)",
  "clamp(node_hwmon_temp_celsius, 5, -5)",
  "clamp(odd, 0, Inf)",
  "clamp(odd, NaN, 1)",
  "clamp(node_load1, scalar(node_load1{instance='a:9100'}), 2)",
  "clamp_min(odd, 1)",
  "clamp_min(odd, Inf)",
  "clamp_min(odd, NaN)",
  "clamp_max(odd, 1)",
  "clamp_max(odd, -Inf)",
  "clamp_max(node_hwmon_temp_celsius, time() % 7)",
  "round(node_load1, 0.1)",
  "round(node_load1, 5)",
  "round(node_load1, 0)",
  "round(node_hwmon_temp_celsius, 0.5)",
];

const LABELS = [
  'label_replace(up, "host", "$1", "instance", "(.*):.*")',
  'label_replace(up, "host", "${1}x$$y", "instance", "(.*):.*")',
  'label_replace(up, "host", "$name-$other", "instance", "(?P<name>.*):.*")',
  'label_replace(up, "host", "$1x", "instance", "(.*):.*")',
  'label_replace(up, "host", "$2", "instance", "(.*):.*")',
  'label_replace(up, "host", "x", "instance", "a")',
  'label_replace(up, "host", "x", "nothing", "")',
  'label_replace(up, "instance", "", "instance", ".*")',
  'label_replace(up, "instance", "same", "instance", ".*")',
  'label_replace(up, "__name__", "down", "instance", ".*")',
  'label_replace(up, "bad-name", "x", "instance", ".*")',
  'label_replace(up, "host", "x", "instance", "(")',
  'label_replace(nothing, "host", "x", "instance", "(")',
  'label_join(up, "all", "-", "instance", "job", "nothing")',
  'label_join(up, "all", "-")',
  'label_join(up, "instance", "", "job")',
  'label_join(up, "bad-name", "", "job")',
  'label_join(up, "good", "", "bad-name")',
  'label_join(up, "instance", ",", "job", "instance")',
];

/** A histogram with counts in its midst that are NaN, one of them at times only. */
const NAN_BUCKETS = [["zero", "1"], ["nan", "2"], ["somenan", "3"], ["steps", "+Inf"]]
  .map(([kind, le]) => `sum by (le) (label_replace(odd{kind="${kind}"}, "le", "${le}", "", ""))`)
  .join(" or ");

const HISTOGRAMS = ["0", "0.5", "0.9", "1", "-1", "2", "NaN"].flatMap((q) => [
  `histogram_quantile(${q}, request_seconds_bucket)`,
  `histogram_quantile(${q}, rate(request_seconds_bucket[5m]))`,
  `histogram_quantile(${q}, sum by (le) (request_seconds_bucket))`,
  `histogram_quantile(${q}, ${NAN_BUCKETS})`,
]).concat(
  "histogram_quantile(0.5, up)",
  'histogram_quantile(0.5, {__name__=~"request_seconds_bucket|up"})',
  'histogram_quantile(0.5, request_seconds_bucket or label_replace(request_seconds_bucket, "__name__", "b", "", ""))',
  "histogram_quantile(scalar(node_load1{instance='a:9100'}) / 2, request_seconds_bucket)",
);

const REST = [
  "time()",
  "pi()",
  "vector(1)",
  "vector(time())",
  "scalar(up)",
  "scalar(node_load1{instance='a:9100'})",
  "scalar(nothing)",
  "scalar(flapping)",
  "timestamp(up)",
  "timestamp(rare)",
  "timestamp((up))",
  "timestamp(up + 1)",
  "timestamp(up offset 3m)",
  "timestamp(up @ 1700001800)",
  "timestamp(timestamp(up))",
  "timestamp({__name__=~'node_load.'})",
  "absent(nothing)",
  "absent(up)",
  "absent(flapping)",
  'absent(nothing{a="b", c!="d"})',
  'absent(nothing{a="b", a="c"})',
  'absent(nothing{a="b", a!="c", d=""})',
  'absent((nothing{a="b"}))',
  'absent(sum(nothing{a="b"}))',
  'absent(nothing{a="b"} offset 5m)',
  'absent(nothing{a="b"} @ end())',
  "sort(small) + 1",
  "100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode='idle'}[5m])))",
  "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
  "node_filesystem_avail_bytes{fstype!~'tmpfs'} / node_filesystem_size_bytes * 100 < 50",
  "predict_linear(node_filesystem_avail_bytes[30m], 4 * 3600) < 0",
  "sum by (instance) (rate(node_network_receive_bytes_total[2m])) * 8",
  "topk(1, sum by (mode) (rate(node_cpu_seconds_total[5m])))",
  "avg_over_time(up[10m]) < 1",
  "absent(up{job='node'}) or up == 0",
  "changes(up[15m]) > 1",
];

/** Queries for which the order of an instant result counts. */
export const SORTED: readonly string[] = [
  "sort(node_cpu_seconds_total)",
  "sort_desc(node_cpu_seconds_total)",
  "sort(odd{kind=~'nan|zero|inf|minusinf'})",
  "sort_desc(odd{kind=~'nan|zero|inf|minusinf'})",
  "sort(-node_network_receive_bytes_total)",
  "topk(4, node_cpu_seconds_total)",
  "bottomk(4, node_cpu_seconds_total)",
  "sort(topk(4, node_cpu_seconds_total))",
];

/** Queries that Prometheus 2.42 gets wrong over a range: it loses samples of the fixed one at each step. */
export const INSTANT: readonly string[] = [
  "predict_linear(node_filesystem_avail_bytes[20m] @ end(), 60)",
  "predict_linear(node_filesystem_avail_bytes[20m:1m] @ 1700003000, 60)",
  "quantile_over_time(scalar(up{instance='a:9100'}) / 2, node_load1[5m] @ 1700003000)",
];

/** Queries whose results are compared. */
export const QUERIES: readonly string[] = [
  ...SELECTORS,
  ...OVER_RANGES,
  ...OF_RANGES,
  ...AGGREGATION_QUERIES,
  ...OPERATOR_QUERIES,
  ...EACH,
  ...DATES,
  ...CLAMPS,
  ...LABELS,
  ...HISTOGRAMS,
  ...REST,
  ...SORTED,
];
