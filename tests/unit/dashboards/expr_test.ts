import { exprFor, legendFor } from "../../../dashboards/panels.ts";
import { assertEquals } from "../../assert.ts";

const TABLE: readonly (readonly [shows: string, expr: string, filled: string])[] = [
  ["matchers alone", "node_load1{$host}", 'node_load1{job="n",instance="a:1"}'],
  [
    "beside others, and a window",
    'sum by (mode) (rate(node_cpu_seconds_total{mode!="idle",$host}[$rate]))',
    'sum by (mode) (rate(node_cpu_seconds_total{mode!="idle",job="n",instance="a:1"}[1m]))',
  ],
  ["those that are not given go", "a{$disk,$host} / b{$nic}", 'a{job="n",instance="a:1"} / b'],
  [
    "strings keep their commas, braces and dollars",
    'a{b=~"x{1,2},$host|}",$host}',
    'a{b=~"x{1,2},$host|}",job="n",instance="a:1"}',
  ],
  [
    "a string may have an escaped quote",
    'a{b="\\"}",$mount}',
    'a{b="\\"}"}',
  ],
  [
    "what is a placeholder elsewhere stays",
    'label_replace(a{$host}, "b", "$1", "c", "(.*)")',
    'label_replace(a{job="n",instance="a:1"}, "b", "$1", "c", "(.*)")',
  ],
  ["the slow window is the other one where there is none", "rate(a[$slow])", "rate(a[1m])"],
  ["other windows stay", "deriv(a[6h])", "deriv(a[6h])"],
];

for (const [shows, expr, filled] of TABLE) {
  Deno.test(`the placeholders of an expression: ${shows}`, () => {
    assertEquals(exprFor(expr, { host: 'job="n",instance="a:1"', rate: "1m" }), filled);
  });
}

Deno.test("a window for each kind of family, and braces that are empty go", () => {
  const expr = "rate(a{$host}[$rate]) + rate(b{$host,$nic}[$slow])";
  assertEquals(exprFor(expr, { rate: "5s", slow: "1m" }), "rate(a[5s]) + rate(b[1m])");
});

Deno.test("a legend has the values of labels, nothing for those that are not there", () => {
  assertEquals(legendFor("{{device}} read", { device: "vda" }), "vda read");
  assertEquals(legendFor("{{chip_name}} {{sensor}}", { sensor: "temp1" }), "temp1");
});
