/**
 * Rules over samples of one's choice.
 *
 * @module
 */
import { RuleManager } from "../../../../alerts/evaluate/manager.ts";
import type { RunningRule } from "../../../../alerts/evaluate/group.ts";
import type { Notice, Notifier } from "../../../../alerts/notice.ts";
import { parseRules } from "../../../../alerts/rules/parse.ts";
import { memoryStore, type StateStore } from "../../../../alerts/state_file.ts";
import { Engine } from "../../../../exporter/query/engine.ts";
import { RuleMemory } from "../../../rules/storage.ts";

/** A full hour, milliseconds. */
export const START = 1_699_999_200_000;

/** A manager, what it is given and what it tells; times are seconds since the start. */
export class Made implements Notifier {
  readonly storage = new RuleMemory();
  readonly manager: RuleManager;
  /** What was told last. */
  told: readonly Notice[] = [];
  tellings = 0;
  closed = false;

  constructor(rules: string, readonly store: StateStore = memoryStore()) {
    this.manager = new RuleManager({
      engine: new Engine(),
      storage: this.storage,
      notifiers: [this],
      store,
      externalURL: () => "http://host:9100",
      externalLabels: {},
    });
    this.load(rules);
  }

  load(rules: string): void {
    this.manager.load(parseRules(rules, "r.yml"));
  }

  /** A reading with values of `load`, by instance, and its evaluation. */
  async read(second: number, values: Readonly<Record<string, number>> = {}): Promise<void> {
    for (const [instance, value] of Object.entries(values)) {
      this.storage.add({ __name__: "load", instance }, START + 1000 * second, value);
    }
    await this.manager.evaluate(START + 1000 * second);
  }

  /** Each from one second to another, every 15 s. */
  async readAll(
    from: number,
    to: number,
    values: Readonly<Record<string, number>> = {},
  ): Promise<void> {
    for (let second = from; second <= to; second += 15) await this.read(second, values);
  }

  notice(_now: number, alerts: readonly Notice[]): void {
    this.told = alerts;
    this.tellings++;
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  get rules(): readonly RunningRule[] {
    return this.manager.groups.flatMap(({ rules }) => rules);
  }

  /** Instance, state, and since when: seconds. */
  get alerts(): (readonly [string, string, number])[] {
    return this.rules.flatMap(({ alerting }) =>
      (alerting?.all ?? []).map(({ labels, state, activeAt }) =>
        [labels.instance, state, (activeAt - START) / 1000] as const
      )
    );
  }

  /** Instance, start and end, seconds. */
  get notices(): (readonly [string, number, number | undefined])[] {
    const since = (time: number) => (time - START) / 1000;
    return this.told.map(({ labels, startsAt, endsAt }) =>
      [labels.instance, since(startsAt), endsAt === undefined ? undefined : since(endsAt)] as const
    );
  }
}

/** A file of one group of one rule. */
export const ruleFile = (rule: string, group = "") =>
  `groups: [{name: g, ${group} rules: [{${rule}}]}]`;

/** The load is above 5 for half a minute. */
export const HIGH = ruleFile(
  'alert: High, expr: load > 5, for: 30s, annotations: {is: "{{ $value }}"}',
);
