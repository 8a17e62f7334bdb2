/**
 * Prometheus' unit tests of rules, run by the evaluator here.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 * @module
 */
import { dirname, join } from "node:path";
import { parse as parseYaml } from "yaml";
import { RuleManager } from "../../alerts/evaluate/manager.ts";
import type { RuleGroup } from "../../alerts/rules/model.ts";
import { parseRules } from "../../alerts/rules/parse.ts";
import { memoryStore } from "../../alerts/state_file.ts";
import { Engine } from "../../exporter/query/engine.ts";
import { LabelSet } from "../../exporter/query/labels.ts";
import { parseDuration } from "../../exporter/query/lexical.ts";
import { vectorOf } from "../../alerts/evaluate/model.ts";
import { labelsOf, valuesOf } from "./notation.ts";
import { RuleMemory } from "./storage.ts";

type Texts = Readonly<Record<string, string>>;

/** An alert that must fire. */
export interface Expected {
  readonly exp_labels?: Texts;
  readonly exp_annotations?: Texts;
}

/** A file of tests. */
export interface TestFile {
  readonly rule_files: readonly string[];
  readonly evaluation_interval?: string;
  readonly group_eval_order?: readonly string[];
  readonly tests: readonly RuleTest[];
}

export interface RuleTest {
  readonly name?: string;
  readonly interval?: string;
  readonly external_labels?: Texts;
  readonly input_series?: readonly { readonly series: string; readonly values: string | number }[];
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts?: readonly Expected[];
  }[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples?: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

/** What a test expects, and what there was. */
export interface Outcome {
  /** What was asked, and when. */
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

const MINUTE = "1m";

/** Runs all tests of a file. */
export async function runTestFile(path: string): Promise<Outcome[]> {
  const file: TestFile = parseYaml(Deno.readTextFileSync(path));
  const groups = file.rule_files.flatMap((name) => {
    const rules = join(dirname(path), name);
    return parseRules(Deno.readTextFileSync(rules), name);
  });
  const outcomes: Outcome[] = [];
  for (const test of file.tests) outcomes.push(...await runTest(test, ordered(groups, file), file));
  return outcomes;
}

function ordered(groups: readonly RuleGroup[], { group_eval_order: order = [] }: TestFile) {
  const place = ({ name }: RuleGroup) => order.includes(name) ? order.indexOf(name) : order.length;
  return groups.toSorted((a, b) => place(a) - place(b));
}

/** Runs one test with rules, all of whose groups are evaluated at every step. */
export async function runTest(
  test: RuleTest,
  groups: readonly RuleGroup[],
  { evaluation_interval = MINUTE }: Pick<TestFile, "evaluation_interval">,
): Promise<Outcome[]> {
  const storage = memoryOf(test);
  const engine = new Engine();
  const step = spanOf(evaluation_interval);
  const manager = new RuleManager({
    engine,
    storage,
    notifiers: [],
    store: memoryStore(),
    externalURL: () => "",
    externalLabels: test.external_labels ?? {},
    step,
  });
  manager.load(groups.map((group) => ({ ...group, interval: undefined })));
  const checks = (test.alert_rule_test ?? []).map((check) => ({
    ...check,
    at: spanOf(check.eval_time),
  }));
  const last = Math.max(
    ...checks.map(({ at }) => at),
    ...(test.promql_expr_test ?? []).map(({ eval_time }) => spanOf(eval_time)),
  );
  const outcomes: Outcome[] = [];
  for (let at = 0; at <= last; at += step) {
    await manager.evaluate(at);
    for (const check of checks.filter((check) => at <= check.at && check.at < at + step)) {
      outcomes.push({
        what: `${check.alertname} at ${check.eval_time}`,
        expected: sorted((check.exp_alerts ?? []).map((one) => ({
          labels: { ...one.exp_labels, alertname: check.alertname },
          annotations: one.exp_annotations ?? {},
        }))),
        actual: sorted(firing(manager, check.alertname)),
      });
    }
  }
  for (const { expr, eval_time, exp_samples = [] } of test.promql_expr_test ?? []) {
    const result = vectorOf(engine.instantNow(expr, spanOf(eval_time), storage));
    outcomes.push({
      what: `${expr} at ${eval_time}`,
      expected: sorted(
        exp_samples.map(({ labels, value }) => ({ labels: labelsOf(labels), value })),
      ),
      actual: sorted(result.map(({ metric, value }) => ({ labels: metric, value }))),
    });
  }
  return outcomes;
}

function memoryOf({ interval = MINUTE, input_series = [] }: RuleTest): RuleMemory {
  const storage = new RuleMemory();
  for (const { series, values } of input_series) {
    const labels = labelsOf(series);
    valuesOf(String(values)).forEach((value, i) => {
      if (value !== undefined) storage.add(labels, i * spanOf(interval), value);
    });
  }
  return storage;
}

function firing(manager: RuleManager, name: string) {
  return manager.groups.flatMap(({ rules }) =>
    rules.filter(({ rule }) => rule.name === name).flatMap(({ alerting }) =>
      (alerting?.active ?? []).filter(({ state }) => state === "firing")
        .map(({ labels, annotations }) => ({ labels, annotations }))
    )
  );
}

const spanOf = (text: string) => /^0\w*$/.test(text) ? 0 : parseDuration(text);

/** In an order of their labels', each with its labels in order. */
function sorted<T extends { readonly labels: Texts }>(all: readonly T[]): T[] {
  return all.map((one) => ({ ...one, labels: LabelSet.of(one.labels).record }))
    .toSorted((a, b) => LabelSet.of(a.labels).key < LabelSet.of(b.labels).key ? -1 : 1);
}
