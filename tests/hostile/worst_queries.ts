/**
 * Queries that cost as much as a query can, and texts that are none.
 *
 * @module
 */

/** All series, at each of so many steps: their last values, as there is not much of a history yet. */
const ALL = '{__name__=~".+"} @ end()';

const nested = (times: number, inner: string, around: (inner: string) => string): string =>
  times === 0 ? inner : around(nested(times - 1, inner, around));

/** Queries over as many steps as are allowed or fit, and what is wrong with them in every way. */
export const WORST: readonly string[] = [
  ALL,
  `topk(1000, ${ALL})`,
  `sort_desc(${ALL})`,
  `quantile by (job) (0.5, ${ALL})`,
  `count_values("v", ${ALL})`,
  `label_replace(${ALL}, "a", "$1$1", "__name__", "(.*)")`,
  nested(20, ALL, (x) => `label_replace(${x}, "a", "\${1}\${1}x", "a", "(.*)")`),
  nested(8, "up", (x) => `label_join(${x}, "a", "-"${', "a"'.repeat(50)})`),
  `label_replace(up, "a", "${"x".repeat(30_000)}", "", "")`,
  `${ALL} * on(job) group_left up`,
  `${ALL} and on(job) ${ALL}`,
  `${ALL} * on(job) ${ALL}`,
  Array(60).fill(ALL).join(" or "),
  Array(200).fill("vector(time())").join(" + "),
  "max_over_time(vector(time())[1d:1s])",
  "sum_over_time(max_over_time(sum_over_time(vector(time())[1h:1s])[1h:1s])[1h:1s])",
  'quantile_over_time(0.9, {job="node"}[1d])',
  'max_over_time(rate({job="node"}[1h])[1h:1s])',
  "absent_over_time(nothing[1d:1s])",
  'up{job=~"(.{0,30}){0,33}"}',
  '{__name__=~"(.{0,30}){0,33}"}',
  '{__name__=~"(.*a){30}.*b|(.*c){30}.*d"}',
  `up{job=~"${"[\\\\pL\\\\pN]{1000}".repeat(1000)}"}`,
  `up{job=~"${"(x{30}){30}".repeat(20)}"}`,
  `up{${Array.from({ length: 1500 }, (_, i) => `job!~"x${i}.*"`).join(",")}}`,
  `up{job=~"${"(".repeat(900)}a${")*".repeat(900)}"}`,
  "(".repeat(30_000),
  "sum(".repeat(2000),
  `${"x".repeat(32_000)} +`,
  '"'.padEnd(32_000, '\\"'),
  `${"-".repeat(30_000)}1`,
  Array(10_000).fill("up").join("+"),
  "x".repeat(900_000),
  "up{",
  "\u0000\ud800",
];
