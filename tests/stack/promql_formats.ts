/**
 * Queries that are written in ways of their own, for `/api/v1/format_query`.
 *
 * @module
 */

/** More than stays in a line. */
const LONG = `long_${"a".repeat(110)}`;

/** Two of them stay in no line, one does. */
const HALF = `half_${"b".repeat(50)}`;

const NUMBERS = [
  ...["1e6", "999999", "1000000", "123456", "1234567", "0x1F", "017", "1e-5", "0.0001", "0.00012"],
  ...["0.00001234", "1e21", "1e20", ".5", "5.", "inf", "-Inf", "nan", "-nan", "1e308", "5e-324"],
  ...["-0", "--1", "+1", "-+1", "-(1)", "-1^2", "1 + 2 * 3", "2 ^ 3 ^ 2", "(1 + 2) * 3"],
  ...["999999.5", "0.1 + 0.2", "123456.789", "-1e6", "1.5e-7", "2e100"],
];

const STRINGS = [
  ...[`'a"b\\n'`, "`a\\b`", `"'"`, '"é\\u200b\\x00\\x7f"', '"\\a\\b\\f\\r\\t\\v"', '"日本 😀"'],
  ...['"\\u00a0\\u00ad\\ufeff"', '"\\U000e0001\\U0010ffff"', '"\\u2028"', '"<>&"', "`a\nb`"],
];

const SELECTORS = [
  ...["up{}", "{__name__='up'}", 'up{a="b",}', 'up{b="1",a="2"}', 'up{a="2",a="1"}', "a:b{c='d'}"],
  ...['{a!="b",a="c",a!~"d",a=~"e"}', '{ab="1",a="2",a1="3"}', '{a="b",__name__=~"x",A="c"}'],
  ...["up{a='é\\n'}", "up [90s]", "up[7d]", "up[1w1d]", "up[365d]", "up[2y1d]", "up[1500ms]"],
  ...["up[1y1w1d1h1m1s1ms]", "up[106751d]", "up[5m:]", "up[5m:10s] offset -1m @ end()"],
  ...[
    "up @ 1.5",
    "up @ -1",
    "up @ 1e12",
    "up @ 0.0004",
    "up @ 1234.5678",
    "up offset 5m @ start()",
  ],
  ...["up[1m] offset -90s", "OFFSET offset 1s", "up # all", "sum # of\n(up)", "-  up"],
];

const OPERATIONS = [
  ...["sum by () (up)", "sum(up) without ()", "SUM(up) BY (a,b,)", "topk by (a) (1, up)"],
  ...['count_values("x",up)', "quantile(0.50, up)", "up+on()up", "up+ignoring()up"],
  ...["up + ignoring() group_left(a) up", "up + on(a) group_left up", "up AND ON(a) up"],
  ...["up == bool on(a) group_right(b,c) up", "up ATAN2 ignoring(a,b) up", "1 < bool 2"],
  ...["label_replace(up,'a',`b`,\"c\",'d')", "((up))", "day_of_month()", "rate((up[5m]))"],
  ...["+up", "-up", "-(up+up)", "-sum(up)", "-+-up", "(sum by (a) (up))[5m:1m]"],
];

const LAID_OUT = [
  ...[LONG, `(${LONG})`, `((${LONG}))`, `-${LONG}`, `-(${LONG})`, `+(-${LONG})`, `"${LONG}"`],
  ...[
    `${LONG}[5m]`,
    `rate(${LONG}[5m] offset 1m)`,
    `${LONG}[5m:1m]`,
    `max_over_time(${LONG}[5m:])`,
  ],
  ...[`sum(${LONG})`, `sum by (a, b) (${LONG})`, `sum without (${LONG}) (up)`, `topk(1, ${LONG})`],
  ...[`count_values("${LONG}", up)`, `label_join(${LONG}, 'a', 'b')`, `clamp(${LONG}, 1, 2)`],
  ...[`${LONG} + b`, `b + on (a) group_left (c) ${LONG}`, `a == bool ${LONG}`, `1 + -${LONG}`],
  ...[`a + b + c + ${LONG}`, `a + (b * (c - ${LONG}))`, `a ^ b ^ ${LONG}`, `(a + ${LONG})[5m:]`],
  ...[`${HALF} + ${HALF}`, `sum(${HALF} / ${HALF}) by (x)`, `-(a + ${LONG}) ^ 2`],
  ...[`1 + -rate(${LONG}[5m])`, `sum_over_time((sum(rate(${LONG}[5m])))[5m:] @ start())`],
  `sum by (a) (rate(x[5m]) / on (a) group_left rate(${LONG}[5m]))`,
  `topk(scalar(${LONG}), sum(b)) or quantile by (c) (0.9, ${LONG} offset 5m)`,
  `label_replace(rate(${LONG}[5m]) unless b, "${LONG}", "b", "c", "d")`,
  `sum(max_over_time((${HALF} > bool 1 + ${HALF})[1h:1m] offset 3m)) by (x) * -1`,
  `sum(rate(a[1m:]) + ${LONG})`,
  `max_over_time(sum(${HALF})[1h:1m] offset 3m) + abs(${HALF})`,
  `absent_over_time(sum by (x) (a{b="c"} @ start() offset 2m + ${HALF}{c="d"})[11m:10s])`,
  ...["1 + on () up", "up + on () 1", "1 + on () group_left up", "up > bool ignoring () 1"],
  // The bytes count.
  ...[98, 99].map((dots) => `"${"x".repeat(dots)}" `),
  ...[43, 44].map((count) => `abs(x{a="${"é".repeat(count)}"})`),
  ...[94, 95, 96].map((count) => `sum(${"a".repeat(count)})`),
];

export const FORMAT_QUERIES: readonly string[] = [
  ...NUMBERS,
  ...STRINGS,
  ...SELECTORS,
  ...OPERATIONS,
  ...LAID_OUT,
];
