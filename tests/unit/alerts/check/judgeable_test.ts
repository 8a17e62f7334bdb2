/** What can be known of an expression from one reading. */
import { judgeable } from "../../../../alerts/check/judgeable.ts";
import { Engine } from "../../../../exporter/query/engine.ts";
import { parse } from "../../../../exporter/query/parse.ts";
import { assertEquals } from "../../../assert.ts";

const NOW = 1_000_000;

/** A host with x = 1 and y = 2. */
const storage = {
  select: (matchers: readonly { name: string; matches(value: string): boolean }[]) =>
    [["x", 1], ["y", 2]].filter(([name]) =>
      matchers.every((one) => one.matches(one.name === "__name__" ? String(name) : ""))
    ).map(([name, value]) => ({
      labels: { __name__: String(name) },
      times: [NOW],
      values: [Number(value)],
    })),
};

/** What is known: the values that the known part gives. */
function known(text: string): string {
  const engine = new Engine();
  const values = (expr: ReturnType<typeof parse>["expr"]) => {
    const found = engine.instantNow({ text, expr }, NOW, storage);
    if (found.resultType === "vector") return found.result.map(({ value }) => value);
    return found.resultType === "scalar" ? [found.value] : [];
  };
  const found = judgeable(parse(text).expr, {
    unknown: new Set(["recorded"]),
    gives: (expr) => values(expr).length > 0,
  });
  return found.kind === "none" ? "none" : `${found.kind} [${values(found.expr)}]`;
}

const TABLE: readonly (readonly [string, string])[] = [
  ["x > 0", "exact [1]"],
  ["x > 1", "exact []"],
  ["time() - x > 5", "exact [999]"],
  ["sum without (a) (x) + on () y", "exact [3]"],
  ["topk(1, x)", "exact [1]"],
  ["-(x)", "exact [-1]"],
  ["absent(z)", "exact [1]"],
  // What looks back in time.
  ["rate(x[1m]) > 1", "none"],
  ["max_over_time(x[5m:1m])", "none"],
  ["x offset 5m", "none"],
  ["x @ 5", "none"],
  ["sum(rate(x[1m]))", "none"],
  ["recorded > 1", "none"],
  ["ALERTS", "none"],
  ['{__name__=~"rec.*"}', "none"],
  // A stand-in is left out where it is not needed.
  ["(x or rate(z[1m])) > 0", "exact [1]"],
  ["(z or rate(x[1m])) > 0", "none"],
  ["rate(x[1m]) or x", "none"],
  ["x > 5 or rate(x[1m]) > 0", "none"],
  // One side of a set is a bound.
  ["x > 5 and rate(x[1m]) > 0", "bound []"],
  ["x > 0 and rate(x[1m]) > 0", "bound [1]"],
  ["rate(x[1m]) > 0 and x > 5", "bound []"],
  ["x > 5 unless rate(x[1m]) > 0", "bound []"],
  ["rate(x[1m]) > 0 unless x", "none"],
  ["x > 5 and y offset 1m and y", "bound []"],
  ["x == 0 and on () (min_over_time(x[1h]) == 0 or on () ALERTS)", "bound []"],
  // A bound with other labels than the whole is not put back into it.
  ["(rate(x[1m]) and on () x) and y", "bound [1]"],
  ["(rate(x[1m]) and on () x) unless y", "bound [1]"],
  ["(rate(x[1m]) * on () x) unless on () y", "bound [1]"],
  ["(rate(x[1m]) and on () x) or y", "bound [1]"],
  ["(z and on () rate(x[1m]) or y) and on () x", "bound [2]"],
  // One with the same labels is.
  ["(rate(x[1m]) and x) and z", "bound []"],
  ["(rate(x[1m]) and x) unless on () y", "bound []"],
  ["(x unless rate(x[1m])) and on () z", "bound []"],
  ["(x / rate(x[1m]) > 0 and rate(x[1m])) and z", "bound []"],
  // An operator needs both its sides.
  ["z / rate(x[1m])", "bound []"],
  ["rate(x[1m]) / z > 3", "bound []"],
  // What counts is not known of a bound.
  ["count(x and rate(x[1m]))", "none"],
  ["absent(x and rate(x[1m]))", "none"],
];

for (const [text, wanted] of TABLE) {
  Deno.test(`${text}: ${wanted}`, () => assertEquals(known(text), wanted));
}
