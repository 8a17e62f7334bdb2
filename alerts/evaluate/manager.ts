/**
 * Evaluates rules at the readings.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Told } from "../../exporter/recorder.ts";
import type { Notifier } from "../notice.ts";
import type { RuleGroup } from "../rules/model.ts";
import { oneLine } from "../rules/one_line.ts";
import type { StateStore } from "../state_file.ts";
import { tablePath } from "../template/links.ts";
import type { AlertState } from "./alert.ts";
import { type Counts, RunningGroup, type RunningRule } from "./group.ts";
import type { Surroundings } from "./model.ts";
import { checkedSaved, restore, savedAlerts, takeOver } from "./restore.ts";
import { Telling } from "./telling.ts";

/** Milliseconds between readings of everything. */
const READING = 15_000;

/** Its section of the state file. */
const SECTION = "rules";

/** Milliseconds after which the state is written although nothing changed: so the downtime is known. */
const REWRITE = 60_000;

/** What is counted. */
export interface ManagerCounts extends Counts {
  /** All groups that were due were evaluated, in so many seconds. */
  took(seconds: number): void;
  /** How many alerts there are. */
  alerts(pending: number, firing: number): void;
}

/** What a manager is told. */
export interface ManagerOptions extends Surroundings {
  readonly notifiers: readonly Notifier[];
  readonly store: StateStore;
  readonly counts?: ManagerCounts;
  /** Milliseconds between readings; 15 s. */
  readonly step?: number;
}

/**
 * Evaluates groups of rules when they are due, at the time of a reading and right after the history has it;
 * tells notifiers of alerts, and keeps these over a restart.
 */
export class RuleManager implements Told {
  readonly #log = getLogger(["hostvitals", "alerts"]);
  readonly #telling: Telling;
  #groups: readonly RunningGroup[] = [];
  /** The evaluation that is under way. */
  #work: Promise<void> | undefined;
  /** What is to be done when no evaluation is under way. */
  #waiting: (() => void)[] = [];
  #restored = false;
  /** When the state was written last, and what; "[]" where there is none. */
  #saved = { at: -Infinity, text: "[]" };
  #closed = false;

  constructor(private readonly options: ManagerOptions) {
    this.#telling = new Telling(options.notifiers);
  }

  get groups(): readonly RunningGroup[] {
    return this.#groups;
  }

  /** Begins to work with these rules; those that were there before keep their alerts. */
  load(groups: readonly RuleGroup[]): void {
    this.#later(() => {
      const now = groups.map((group) => new RunningGroup(group, this.#intervalOf(group)));
      takeOver(this.#groups, now);
      this.#groups = now;
    });
  }

  reading(at: number, made: boolean): void {
    if (this.#closed) return;
    if (!made) {
      // Without a reading there is nothing new; but alerts of which nothing is heard end elsewhere.
      if (this.#restored) this.#later(() => this.#telling.again(at));
    } else if (this.#work) {
      this.#log.warn("rules are not evaluated: the evaluation before is still under way");
    } else {
      this.evaluate(at);
    }
  }

  setBack(by: number): void {
    this.#later(() => {
      for (const group of this.#groups) group.setBack(by);
      this.#telling.setBack(by);
      this.#saved.at -= by;
    });
  }

  /** Evaluates the groups that are due at this time, milliseconds. Never throws. */
  evaluate(at: number): Promise<void> {
    return this.#work = this.#evaluate(at).catch((error) => {
      this.#log.error("the evaluation of rules failed: {problem}", { problem: String(error) });
    }).then(() => {
      this.#work = undefined;
      for (const task of this.#waiting.splice(0)) task();
    });
  }

  async #evaluate(at: number): Promise<void> {
    const since = performance.now();
    const { counts } = this.options;
    if (!this.#restored) this.#restore(at);
    for (const group of this.#groups) {
      if (group.isDue(at)) await group.evaluate(at, this.options, counts ?? { evaluated() {} });
      else for (const rule of group.rules) rule.goOn(at, this.options);
    }
    const alerts = this.#alerts();
    counts?.took((performance.now() - since) / 1000);
    const number = (state: AlertState) => alerts.filter((alert) => alert.state === state).length;
    counts?.alerts(number("pending"), number("firing"));
    this.#telling.tell(at, alerts);
    this.#save(at, alerts);
  }

  /** Ends; what is pending and firing goes on with the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#work;
    const last = Math.max(...this.#groups.map(({ lastEvaluation }) => lastEvaluation ?? -Infinity));
    if (Number.isFinite(last)) this.#save(last, this.#alerts(), true);
    await this.#telling.close();
  }

  /** Where others look at the expression of a rule. */
  generatorURL({ rule }: RunningRule): string {
    return this.options.externalURL() + tablePath(oneLine(rule.query.text));
  }

  #alerts() {
    return savedAlerts(this.#groups, (rule) => this.generatorURL(rule));
  }

  #restore(at: number): void {
    this.#restored = true;
    const saved = checkedSaved(this.options.store.get(SECTION));
    if (!saved) return;
    this.#saved.text = "";
    this.#telling.remember(saved.alerts);
    const left = restore(saved, this.#groups, at);
    const kept = saved.alerts.length - left.length;
    if (kept > 0) this.#log.info("alerts of the run before go on: {kept}", { kept });
  }

  #save(at: number, alerts: ReturnType<typeof savedAlerts>, isLast = false): void {
    // Without values and texts, which change all the time.
    const text = JSON.stringify(alerts.map(({ value: _, annotations: __, ...facts }) => facts));
    const isOld = alerts.length > 0 && (isLast || Math.abs(at - this.#saved.at) >= REWRITE);
    if (text === this.#saved.text && !isOld) return;
    this.#saved = { at, text };
    this.options.store.set(SECTION, { at, alerts });
  }

  #later(task: () => void): void {
    if (this.#work) this.#waiting.push(task);
    else task();
  }

  #intervalOf({ name, interval = 0 }: RuleGroup): number {
    const { step = READING } = this.options;
    const rounded = Math.max(1, Math.ceil(interval / step)) * step;
    if (rounded !== interval && interval !== 0) {
      this.#log.info("group {name} is evaluated every {rounded} s, not every {interval} s: {why}", {
        name,
        rounded: rounded / 1000,
        interval: interval / 1000,
        why: `everything is read every ${step / 1000} s`,
      });
    }
    return rounded;
  }
}
