/**
 * The rules of Grafana's dashboard-linter, by their names.
 *
 * @see https://github.com/grafana/dashboard-linter/tree/main/docs/rules
 */
import { UNITS } from "../../../dashboards/panels.ts";
import {
  bare,
  type Expr,
  type MatrixSelector,
  type VectorSelector,
} from "../../../exporter/query/ast.ts";
import { parse } from "../../../exporter/query/parse.ts";
import { assert, assertEquals } from "../../assert.ts";
import { chartsOf, interpolate, readDashboards, type Target } from "../../dashboards.ts";

/** The variables, so that they can be told from other values in a parsed expression. */
const VALUES = {
  job: "$job",
  instance: "$instance",
  device: "$device",
  interface: "$interface",
  mountpoint: "$mountpoint",
  __rate_interval: "86399s",
};
const RATE_INTERVAL = 86_399_000;

/** Where a rule is not kept, and why. */
const EXCEPTIONS: readonly { rule: string; file: string; because: string }[] = [
  ...["host.json", "itself.json"].flatMap((file) =>
    ["template-instance-rule", "target-instance-rule"].map((rule) => ({
      rule,
      file,
      because: "it is about one host at a time, so its matcher is =",
    }))
  ),
];
/** Selectors that need no matcher of a job. */
const WITHOUT_JOB = {
  name: "ALERTS",
  because: "a rule that adds up by instance has dropped the job",
};

function excepted(rule: string, file: string): boolean {
  return EXCEPTIONS.some((one) => one.rule === rule && one.file === file);
}

for (const [file, dashboard] of readDashboards()) {
  const rule = (name: string, check: () => void) => Deno.test(`${file}: ${name}`, check);
  const charts = chartsOf(dashboard);
  const targets = charts.flatMap((panel) =>
    (panel.targets ?? []).map((target) => ({ panel, target }))
  );
  const variable = (name: string) =>
    dashboard.templating.list.find((variable) => variable.name === name)!;

  rule("template-datasource-rule", () => {
    const { type, label, query } = variable("datasource");
    assertEquals([type, label, query], ["datasource", "Data source", "prometheus"]);
  });

  for (const [name, label] of [["job", "Job"], ["instance", "Instance"]]) {
    rule(`template-${name}-rule`, () => {
      const { type, datasource, multi, allValue, ...found } = variable(name);
      assertEquals([type, datasource?.uid, found.label], ["query", "${datasource}", label]);
      const several = !excepted(`template-${name}-rule`, file);
      assertEquals([multi, allValue], several ? [true, ".+"] : [false, undefined]);
    });

    rule(`target-${name}-rule`, () => {
      const type = excepted(`target-${name}-rule`, file) ? "=" : "=~";
      for (const { target } of targets) {
        for (const { node } of selectorsOf(target)) {
          const matchers = node.matchers;
          const family = matchers.find((matcher) => matcher.name === "__name__")!.value;
          if (name === "job" && family === WITHOUT_JOB.name) continue;
          const found = matchers.find((matcher) => matcher.name === name);
          assertEquals([found?.type, found?.value], [type, `$${name}`], target.expr);
        }
      }
    });
  }

  rule("template-label-promql-rule", () => {
    for (const { type, query, name } of dashboard.templating.list) {
      if (type !== "query") continue;
      const [, selector] = /^label_values\((.+), \w+\)$/.exec(query) ?? [];
      assert(selector, `${name}: ${query}`);
      parse(interpolate(selector, VALUES));
    }
  });

  rule("template-on-time-change-reload-rule", () => {
    for (const { type, refresh, name } of dashboard.templating.list) {
      if (type === "query") assertEquals(refresh, 2, name);
    }
  });

  rule("template-unused-rule", () => {
    for (const { type, name } of dashboard.templating.list) {
      if (type !== "query") continue;
      assert(targets.some(({ target }) => target.expr.includes(`"$${name}"`)), name);
    }
  });

  rule("every variable in an expression is there", () => {
    const known = new Set([
      "__rate_interval",
      ...dashboard.templating.list.map(({ name }) => name),
    ]);
    for (const { target } of targets) {
      for (const [, name] of target.expr.matchAll(/\$([A-Za-z_]\w*)/g)) {
        assert(known.has(name), `${name}: ${target.expr}`);
      }
    }
  });

  rule("panel-datasource-rule, of its targets too", () => {
    for (const { title, datasource, targets = [] } of charts) {
      for (const source of [datasource, ...targets.map(({ datasource }) => datasource)]) {
        assertEquals(source, { type: "prometheus", uid: "${datasource}" }, title);
      }
    }
  });

  rule("panel-title-description-rule", () => {
    for (const { id, title, description } of charts) {
      assert(title && description && description.length > 15, `${id} ${title}: ${description}`);
    }
  });

  rule("panel-units-rule: the unit is one of the table, and of every override too", () => {
    const known = new Set([...Object.values(UNITS).map(({ grafana }) => grafana), "string"]);
    for (const { title, fieldConfig } of charts) {
      const { defaults, overrides } = fieldConfig!;
      const units = overrides.flatMap(({ properties }) => properties)
        .filter(({ id }) => id === "unit").map(({ value }) => value as string);
      for (const unit of [defaults.unit ?? "", ...units]) {
        assert(known.has(unit), `${title}: ${unit}`);
      }
    }
  });

  rule("panel-no-targets-rule", () => {
    for (const { title, targets = [] } of charts) assert(targets.length > 0, title);
  });

  rule("target-promql-rule, by our own parser", () => {
    for (const { target } of targets) parse(interpolate(target.expr, VALUES));
  });

  rule("target-rate-interval-rule", () => {
    for (const { target } of targets) {
      for (const { node, parents } of selectorsOf(target)) {
        const call = parents.at(-1);
        if (node.kind !== "matrix" || call?.kind !== "call") continue;
        if (!["rate", "irate"].includes(call.name)) continue;
        assertEquals(node.range, RATE_INTERVAL, target.expr);
      }
    }
  });

  rule("target-counter-agg-rule", () => {
    for (const { target } of targets) {
      for (const { node, parents } of selectorsOf(target)) {
        const family = node.matchers.find(({ name }) => name === "__name__")!.value;
        if (!family.endsWith("_total")) continue;
        const around = parents.at(-1);
        const rated = node.kind === "matrix" && around?.kind === "call" &&
          ["rate", "irate", "increase"].includes(around.name);
        // How many series there are is not what they have counted.
        const counted = around?.kind === "aggregate" && around.op === "count";
        assert(rated || counted, target.expr);
      }
    }
  });

  rule("uneditable-dashboard-rule", () => assertEquals(dashboard.editable, false));
}

/** The selectors of a target, each with what is around it. */
function selectorsOf({ expr }: Target) {
  const found: { node: VectorSelector | MatrixSelector; parents: readonly Expr[] }[] = [];
  const walk = (expr: Expr, parents: readonly Expr[]): void => {
    const node = bare(expr);
    const inside = [...parents, node];
    switch (node.kind) {
      case "selector":
      case "matrix":
        found.push({ node, parents });
        break;
      case "subquery":
      case "negation":
      case "plus":
        walk(node.expr, inside);
        break;
      case "aggregate":
        walk(node.expr, inside);
        break;
      case "call":
        for (const arg of node.args) walk(arg, inside);
        break;
      case "binary":
        walk(node.left, inside);
        walk(node.right, inside);
    }
  };
  walk(parse(interpolate(expr, VALUES)).expr, []);
  assert(found.length > 0 || expr === "vector(0)", expr);
  return found;
}
