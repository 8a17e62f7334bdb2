/**
 * The shipped rule file and its neighbours, as their tests read them.
 *
 * @module
 */
import { parse as parseYaml } from "yaml";

const ROOT = new URL("../../../", import.meta.url);

/** The text of a file of the repository. */
export const text = (path: string): string => Deno.readTextFileSync(new URL(path, ROOT));

/** An alerting rule as it is written. */
export interface ShippedRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A group as it is written. */
export interface ShippedGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly ShippedRule[];
}

/** A firing alert that a test of rules expects. */
export interface Expected {
  readonly exp_labels: Readonly<Record<string, string>>;
  readonly exp_annotations: Readonly<Record<string, string>>;
}

/** One test of a file for `promtool test rules`. */
export interface RuleTest {
  readonly alert_rule_test: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly Expected[];
  }[];
}

/** The groups of alerts/system_alerts.yml. */
export const groups: readonly ShippedGroup[] = parseYaml(text("alerts/system_alerts.yml")).groups;
/** All their rules, in order. */
export const rules: readonly ShippedRule[] = groups.flatMap(({ rules }) => rules);
/** The tests of alerts/system_alerts_test.yml. */
export const ruleTests: readonly RuleTest[] =
  parseYaml(text("alerts/system_alerts_test.yml")).tests;

/** How a rule is called in a failure. */
export const nameOf = ({ alert, labels }: ShippedRule): string => `${alert} (${labels.severity})`;
