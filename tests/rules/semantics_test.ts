/** The corners of rules; promtool runs the same file in tests/stack/rules_test.ts. */
import { fileURLToPath } from "node:url";
import { parseRules } from "../../alerts/rules/parse.ts";
import { STALE } from "../../exporter/query/model.ts";
import { assertEquals } from "../assert.ts";
import { labelsOf, valuesOf } from "./notation.ts";
import { runTest, runTestFile } from "./run.ts";

async function check(file: string): Promise<void> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  for (const { what, expected, actual } of await runTestFile(path)) {
    assertEquals(actual, expected, what);
  }
}

Deno.test("rules do in every corner what Prometheus' documentation says", () =>
  check("semantics_test.yml"));

Deno.test("a rule over its limit, or with the same labels twice, gives nothing", () =>
  check("failing_test.yml"));

Deno.test("the runner of rule tests sees what is wrong", async () => {
  const groups = parseRules(
    "groups: [{name: a, rules: [{alert: Up, expr: up > 0, annotations: {a: x}}]}]",
    "rules.yml",
  );
  const alert = { eval_time: "1m", alertname: "Up" };
  const outcomes = await runTest(
    {
      input_series: [{ series: 'up{job="a"}', values: "1x2" }],
      alert_rule_test: [{ ...alert, exp_alerts: [] }],
      promql_expr_test: [{ expr: "up", eval_time: "2m" }],
    },
    groups,
    {},
  );
  assertEquals(outcomes.map(({ what, expected, actual }) => [what, expected, actual]), [
    ["Up at 1m", [], [{ labels: { alertname: "Up", job: "a" }, annotations: { a: "x" } }]],
    ["up at 2m", [], [{ labels: { __name__: "up", job: "a" }, value: 1 }]],
  ]);
});

Deno.test("the notation of series is promtool's", () => {
  assertEquals(valuesOf("1 -2.5e1 _ 1+2x3 5-1x2 7x1 _x2 stale NaN -Inf 0+-1x1"), [
    1,
    -25,
    undefined,
    ...[1, 3, 5, 7],
    ...[5, 4, 3],
    ...[7, 7],
    undefined,
    undefined,
    STALE,
    NaN,
    -Infinity,
    ...[0, -1],
  ]);
  assertEquals(valuesOf(""), []);
  assertEquals(labelsOf('a:b{c="d e",f=""}'), { __name__: "a:b", c: "d e", f: "" });
  assertEquals(labelsOf("{}"), {});
});
