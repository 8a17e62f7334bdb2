/**
 * Random queries that make sense, over the made-up series.
 *
 * @module
 */
import fc from "fast-check";

type Text = fc.Arbitrary<string>;

/** A text of parts, some of them random. */
function text(strings: TemplateStringsArray, ...parts: readonly Text[]): Text {
  return fc.tuple(...parts).map((values) => String.raw({ raw: strings }, ...values));
}

const pick = (...words: readonly string[]): Text => fc.constantFrom(...words);

/** Names and matchers, and what they are of. */
const SELECTOR = pick(
  "node_cpu_seconds_total",
  'node_cpu_seconds_total{mode=~"idle|user"}',
  'node_cpu_seconds_total{cpu!="0"}',
  "node_network_receive_bytes_total",
  'node_network_receive_bytes_total{device=~"eth.*"}',
  "node_load1",
  "node_load5",
  "node_memory_MemAvailable_bytes",
  "node_memory_MemTotal_bytes",
  "node_filesystem_avail_bytes",
  "node_hwmon_temp_celsius",
  "up",
  "odd",
  'odd{kind=~"nan|inf|zero"}',
  "sparse_total",
  "rare",
  "flapping",
  "small",
  "other",
  "nothing",
  '{__name__=~"node_load.|up"}',
  '{__name__=~"relay_.|small", r=~".?"}',
);

const DURATION = pick("45s", "1m", "2m", "5m", "11m", "17m30s");
const SHIFT = pick(
  "",
  "",
  "",
  "",
  " offset 3m",
  " offset -90s",
  " @ end()",
  " @ start() offset 2m",
);
const LABELS = pick("", "instance", "mode", "instance, job", "x", "kind", "cpu, mode", "__name__");
const NUMBER = pick("0", "1", "-1", "2.5", "1e3", "0.25", "NaN", "Inf", "-Inf");

const INSTANT = text`${SELECTOR}${SHIFT}`;
const RANGE = text`${SELECTOR}[${DURATION}]${SHIFT}`;

const OF_RANGE = pick(
  ...["rate", "increase", "delta", "irate", "idelta", "deriv", "changes", "resets"],
  ...["avg", "min", "max", "sum", "count", "stddev", "stdvar", "last", "present", "absent"]
    .map((name) => `${name}_over_time`),
);
const OF_VECTOR = pick(
  ...["abs", "ceil", "floor", "sgn", "sqrt", "exp", "ln", "atan", "absent", "sort"],
  ...["", "-", "round"],
);
const DATE = pick("minute", "hour", "day_of_week", "day_of_month", "days_in_month", "year");
const AGGREGATE = pick("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");
const COMPARE = pick("==", "!=", "<", ">=");

/** Expressions that are vectors or scalars. */
export const { vector, scalar } = fc.letrec<{ vector: string; scalar: string }>((tie) => {
  const vector = tie("vector"), scalar = tie("scalar");
  // Without %, which makes much of the last digit of what stands on its left.
  const arithmetic = pick("+", "-", "*", "/", "^", "atan2");
  const matching = pick("", "", "on (instance)", "on ()", "on (x)", "ignoring (mode, cpu)");
  const grouping = fc.oneof(
    matching,
    text`on (instance) ${pick("group_left", "group_right")}`,
    text`on (x) ${pick("group_left", "group_right")} (${pick("z", "y", "", "mode")})`,
  );
  return {
    scalar: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      NUMBER,
      pick("time()", "pi()"),
      text`scalar(${vector})`,
      text`(${scalar} ${arithmetic} ${scalar})`,
      text`(${scalar} ${COMPARE} bool ${scalar})`,
    ),
    vector: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      INSTANT,
      text`${OF_RANGE}(${RANGE})`,
      text`${OF_RANGE}(${vector}[${DURATION}:${pick("", "1m", "33s", "10s")}]${SHIFT})`,
      // With an argument that changes from step to step Prometheus 2.42 goes wrong about fixed ranges.
      text`quantile_over_time(${scalar}, ${SELECTOR}[${DURATION}])`,
      text`quantile_over_time(${NUMBER}, ${RANGE})`,
      text`predict_linear(${SELECTOR}[${DURATION}], ${NUMBER})`,
      text`${OF_VECTOR}(${vector})`,
      // Of a fixed selector Prometheus 2.42 forgets the offset.
      text`timestamp(${pick("rare", "sparse_total offset 1m", "up + 1", "up @ end()")})`,
      text`${DATE}(${pick("stamp_seconds", "sparse_total")}${SHIFT})`,
      text`${AGGREGATE} ${pick("by", "without")} (${LABELS}) (${vector})`,
      text`${AGGREGATE}(${vector})`,
      text`quantile by (${LABELS}) (${NUMBER}, ${vector})`,
      // Which of equal samples is ranked first is nobody's rule: none are equal here.
      text`${pick("topk", "bottomk")} by (${pick("", "instance", "mode")}) (${
        pick("1", "2", "0", "NaN")
      }, rate(node_cpu_seconds_total[5m]${SHIFT}))`,
      text`count_values ${pick("by", "without")} (${LABELS}) ("v", ${INSTANT})`,
      text`(${vector} ${arithmetic} ${scalar})`,
      text`(${scalar} ${arithmetic} ${vector})`,
      text`(${vector} ${arithmetic} ${grouping} ${vector})`,
      text`(${vector} ${COMPARE} ${pick("", "bool")} ${scalar})`,
      text`(${scalar} ${COMPARE} ${pick("", "bool")} ${vector})`,
      text`(${INSTANT} ${COMPARE} ${pick("", "bool")} ${grouping} ${INSTANT})`,
      text`(${vector} ${pick("and", "or", "unless")} ${matching} ${vector})`,
      text`clamp(${vector}, ${NUMBER}, ${scalar})`,
      text`label_replace(${vector}, "${pick("x", "instance", "v")}", "$1", "${
        pick("instance", "mode", "kind")
      }", "(.).*")`,
      text`label_join(${vector}, "${pick("x", "v")}", "-", "instance", "mode")`,
      text`vector(${scalar})`,
      text`histogram_quantile(${scalar}, request_seconds_bucket${SHIFT})`,
      text`histogram_quantile(0.9, sum by (le, path) (rate(request_seconds_bucket[${DURATION}])))`,
    ),
  };
});

/** Queries as they might be typed: pieces of the language in any order, most of them wrong. */
export const gibberish: Text = fc.array(
  pick(
    ...[
      "up",
      "1",
      "-",
      "(",
      ")",
      "[5m]",
      "[5m:1m]",
      "{",
      "}",
      '{a="b"}',
      '"s"',
      ",",
      "sum",
      "by",
      "(a)",
    ],
    ...[
      "rate(",
      "offset 5m",
      "5m",
      "@",
      "start()",
      "bool",
      "==",
      "and",
      "on",
      "group_left",
      "+",
      "^",
      "topk(",
    ],
  ),
  { minLength: 1, maxLength: 7 },
).map((parts) => parts.join(" "));
