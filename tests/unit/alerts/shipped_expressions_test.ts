/** The expressions of the shipped rules: what they ask of, and that they lose no host. */
import { collectors } from "../../../collectors/mod.ts";
import { metricsOf } from "../../../collectors/seldom.ts";
import type { Expr, Matching } from "../../../exporter/query/ast.ts";
import type { Matcher } from "../../../exporter/query/model.ts";
import { parse } from "../../../exporter/query/parse.ts";
import { duration, success } from "../../../exporter/scrape.ts";
import { assert, assertEquals } from "../../assert.ts";
import { nameOf, rules } from "./shipped.ts";

/** An expression and all in it, of the binary's own engine. */
function* nodes(expr: Expr): Generator<Expr> {
  yield expr;
  const below = "args" in expr
    ? expr.args
    : "left" in expr
    ? [expr.left, expr.right]
    : "expr" in expr
    ? [expr.expr]
    : [];
  for (const one of below) yield* nodes(one);
}

const expressions = rules.map((rule) => ({
  name: nameOf(rule),
  all: [...nodes(parse(rule.expr).expr)],
}));

const metricOf = (matchers: readonly Matcher[]) =>
  matchers.find(({ name, type }) => name === "__name__" && type === "=")?.value ?? "";

function selectors(all: readonly Expr[]) {
  return all.flatMap((expr) => "matchers" in expr ? [expr] : []);
}

const MINUTE = 60_000;

Deno.test("the rules ask only of what hostvitals or a scrape gives, and of alerts that there are", async () => {
  const given = [...(await Promise.all(collectors.map(metricsOf))).flat(), duration, success]
    .map(({ name }) => new RegExp(`^${name.replace(/<\w+>/g, "\\w+")}$`));
  const alerts = new Set(rules.map(({ alert }) => alert));
  for (const { name, all } of expressions) {
    for (const { matchers } of selectors(all)) {
      const metric = metricOf(matchers);
      if (metric === "up") continue;
      if (metric === "ALERTS") {
        const alert = matchers.find(({ name }) => name === "alertname")?.value ?? "";
        assert(alerts.has(alert), `${name} asks of ${alert}`);
      } else assert(given.some((pattern) => pattern.test(metric)), `${name} asks of ${metric}`);
    }
  }
});

Deno.test("no rule is on load, context switches or waiting for disks alone", () => {
  for (const { name, all } of expressions) {
    const metrics = selectors(all).map(({ matchers }) => metricOf(matchers));
    assert(!metrics.every((metric) => /load\d|context_switches|procs_blocked/.test(metric)), name);
    for (const { matchers } of selectors(all)) {
      assert(!matchers.some(({ name, value }) => name === "mode" && value === "iowait"), name);
    }
  }
});

Deno.test("aggregations keep the host: they are without some labels, and never without these", () => {
  for (const { name, all } of expressions) {
    for (const expr of all) {
      if (expr.kind !== "aggregate") continue;
      assert(expr.without, `${name}: ${expr.op} by`);
      assert(!expr.labels.some((label) => ["job", "instance"].includes(label)), name);
    }
  }
});

Deno.test("what is compared belongs to one host, and to one thing of it", () => {
  const matchings: { name: string; matching: Matching }[] = [];
  for (const { name, all } of expressions) {
    for (const expr of all) {
      if (expr.kind === "binary") matchings.push({ name, matching: expr.matching });
    }
  }
  for (const { name, matching: { on, labels } } of matchings) {
    const hosts = labels.filter((label) => ["job", "instance"].includes(label));
    assertEquals(hosts.length, on ? 2 : 0, name);
  }
});

Deno.test("a window holds four readings, of the tier of the history from which it is read", () => {
  for (const { name, all } of expressions) {
    const windows = all.flatMap((expr) => expr.kind === "matrix" ? [expr.range] : []);
    // Beyond two hours the binary reads a sample every two minutes.
    const step = Math.max(0, ...windows) > 120 * MINUTE ? 2 * MINUTE : 15_000;
    for (const window of windows) assert(window >= 4 * step, `${name}: ${window} ms`);
  }
});
