/**
 * Groups of rules while they are evaluated.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { Turn } from "../../collectors/turns.ts";
import type { Recorded } from "../../exporter/history.ts";
import { LOOKBACK } from "../../exporter/query/dialect.ts";
import { LabelSet } from "../../exporter/query/labels.ts";
import type { Rule, RuleGroup } from "../rules/model.ts";
import { Alerting } from "./alerting.ts";
import type { Health, Surroundings } from "./model.ts";
import { Recording } from "./recording.ts";

/** What is told of an evaluation. */
export interface Counts {
  /** A rule was evaluated, or could not be. */
  evaluated(ok: boolean): void;
}

/** A rule, its state, and how its last evaluation went. */
export class RunningRule {
  readonly work: Alerting | Recording;
  health: Health = "unknown";
  lastError = "";
  /** Milliseconds since 1970; undefined before the first. */
  lastEvaluation?: number;
  /** Seconds that the last evaluation took. */
  evaluationTime = 0;
  /** What it gave last, and when. */
  #given: { readonly at: number; readonly samples: readonly Recorded[] } | undefined;

  constructor(readonly rule: Rule) {
    this.work = rule.kind === "alert" ? new Alerting(rule) : new Recording(rule);
  }

  get alerting(): Alerting | undefined {
    return this.work instanceof Alerting ? this.work : undefined;
  }

  /** Evaluates it and stores what it gives; where that fails, the rule says so. */
  async evaluate(group: RuleGroup, at: number, surroundings: Surroundings): Promise<void> {
    const since = performance.now();
    this.lastEvaluation = at;
    try {
      const samples = await this.work.evaluate({
        ...surroundings,
        at,
        queryAt: at - group.queryOffset,
        limit: group.limit,
        // A getter of the surroundings would be lost.
        externalURL: () => surroundings.externalURL(),
      });
      surroundings.storage.record(at, samples, this.#ended(samples));
      this.#given = { at, samples };
      this.health = "ok";
      this.lastError = "";
    } catch (error) {
      this.#failed(group, error as Error);
      this.goOn(at, surroundings);
    }
    this.evaluationTime = (performance.now() - since) / 1000;
  }

  /** A reading at which it is not evaluated: its series do not end there, as they would in a gap. */
  goOn(at: number, { storage }: Surroundings): void {
    if (this.#given && at - this.#given.at < LOOKBACK) storage.record(at, this.#given.samples, []);
  }

  /** Takes over what a rule of before the rules were read anew knows. */
  continue(before: RunningRule): void {
    this.health = before.health;
    this.lastError = before.lastError;
    this.lastEvaluation = before.lastEvaluation;
    this.evaluationTime = before.evaluationTime;
    this.#given = before.#given;
    for (const alert of before.alerting?.all ?? []) this.alerting?.add(alert);
  }

  /** What it gave before, and gives no more. */
  #ended(samples: readonly Recorded[]): Recorded["labels"][] {
    const keys = new Set(samples.map(({ labels }) => LabelSet.of(labels).key));
    return (this.#given?.samples ?? []).map(({ labels }) => labels)
      .filter((labels) => !keys.has(LabelSet.of(labels).key));
  }

  setBack(by: number): void {
    if (this.lastEvaluation !== undefined) this.lastEvaluation -= by;
    if (this.#given) this.#given = { ...this.#given, at: this.#given.at - by };
    for (const alert of this.alerting?.all ?? []) alert.setBack(by);
  }

  #failed({ name }: RuleGroup, { message }: Error): void {
    this.health = "err";
    // One that fails at every evaluation is said once.
    if (message !== this.lastError) {
      getLogger(["hostvitals", "alerts"]).warn("group {group}, rule {rule} failed: {problem}", {
        group: name,
        rule: this.rule.name,
        problem: message,
      });
    }
    this.lastError = message;
  }
}

/** A group and its rules. */
export class RunningGroup {
  readonly rules: readonly RunningRule[];
  lastEvaluation?: number;
  /** Seconds that the last evaluation took. */
  evaluationTime = 0;

  /** @param interval milliseconds, of whole readings */
  constructor(readonly group: RuleGroup, readonly interval: number) {
    this.rules = group.rules.map((rule) => new RunningRule(rule));
  }

  /** Whether a reading of this time is the first one of its interval. */
  isDue(at: number): boolean {
    const { interval, lastEvaluation: last } = this;
    return last === undefined || Math.floor(at / interval) !== Math.floor(last / interval);
  }

  /** Evaluates the rules one after the other, so that one may use what the one before recorded. */
  async evaluate(at: number, surroundings: Surroundings, counts: Counts): Promise<void> {
    const turn = new Turn("patient");
    const since = performance.now();
    this.lastEvaluation = at;
    for (const rule of this.rules) {
      await rule.evaluate(this.group, at, surroundings);
      counts.evaluated(rule.health === "ok");
      if (turn.isOver) await turn.next();
    }
    this.evaluationTime = (performance.now() - since) / 1000;
  }

  setBack(by: number): void {
    if (this.lastEvaluation !== undefined) this.lastEvaluation -= by;
    for (const rule of this.rules) rule.setBack(by);
  }
}
