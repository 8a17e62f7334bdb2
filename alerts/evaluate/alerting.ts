/**
 * Alerting rules while they are evaluated.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { Turn } from "../../collectors/turns.ts";
import type { Recorded } from "../../exporter/history.ts";
import { LabelSet } from "../../exporter/query/labels.ts";
import type { VectorSeries } from "../../exporter/query/results.ts";
import type { AlertRule, Templates } from "../rules/model.ts";
import { expander, type Template } from "../template/mod.ts";
import { samplesOf } from "../template/functions.ts";
import { Alert } from "./alert.ts";
import { type Evaluation, vectorOf } from "./model.ts";

/** Milliseconds for which an alert that ended is told of. */
export const RESOLVED_FOR = 15 * 60_000;

/** What an evaluation gives. */
type Given = Pick<Alert, "labels" | "annotations" | "value">;

/** The alerts of one rule. */
export class Alerting {
  /** By their labels; those that ended not long ago as well. */
  #alerts = new Map<string, Alert>();
  /** Why a template could not be expanded: the first of this evaluation, and what was said. */
  #problem = "";
  #said = "";

  constructor(readonly rule: AlertRule) {}

  get all(): readonly Alert[] {
    return [...this.#alerts.values()];
  }

  /** Pending and firing ones. */
  get active(): Alert[] {
    return this.all.filter(({ state }) => state !== "inactive");
  }

  /** Takes over an alert of before. */
  add(alert: Alert): void {
    this.#alerts.set(LabelSet.of(alert.labels).key, alert);
  }

  /**
   * Brings the alerts to what the expression says now.
   *
   * @returns the samples of `ALERTS` and `ALERTS_FOR_STATE`
   * @throws {QueryError | RangeError} then the alerts stay as they are; over the limit there are none
   */
  async evaluate(evaluation: Evaluation): Promise<Recorded[]> {
    const { engine, storage, queryAt, at, limit } = evaluation;
    const result = vectorOf(await engine.instantSoon(this.rule.query, queryAt, storage));
    const given = await this.#given(result, evaluation);
    for (const [key, one] of given) {
      const alert = this.#alerts.get(key);
      if (alert && alert.state !== "inactive") {
        alert.value = one.value;
        alert.annotations = one.annotations;
      } else {
        this.#alerts.set(key, new Alert({ ...one, activeAt: at }));
      }
    }
    for (const [key, alert] of this.#alerts) this.#step(key, alert, given.has(key), at);
    const active = this.active;
    if (limit > 0 && active.length > limit) {
      this.#alerts.clear();
      throw new RangeError(`exceeded limit of ${limit} with ${active.length} alerts`);
    }
    return active.flatMap((alert) => alert.samples());
  }

  /** In turns: the texts of thousands of alerts take longer than one. */
  async #given(
    result: readonly VectorSeries[],
    evaluation: Evaluation,
  ): Promise<Map<string, Given>> {
    const turn = new Turn("patient");
    const given = new Map<string, Given>();
    this.#problem = "";
    for (const series of result) {
      if (turn.isOver) await turn.next();
      const one = this.#alertOf(series, evaluation);
      const { key } = LabelSet.of(one.labels);
      if (given.has(key)) {
        throw new RangeError(
          "vector contains metrics with the same labelset after applying alert labels",
        );
      }
      given.set(key, one);
    }
    this.#sayOnce();
    return given;
  }

  #alertOf({ metric, value }: VectorSeries, evaluation: Evaluation): Given {
    const { rule } = this;
    const { queryAt, engine, storage, externalLabels } = evaluation;
    const expand = expander({
      labels: metric,
      externalLabels,
      externalURL: evaluation.externalURL(),
      value,
      now: evaluation.at / 1000,
      query: (text) => samplesOf(vectorOf(engine.instantNow(text, queryAt, storage))),
    });
    const safely = (template: Template) => this.#expanded(template, expand);
    const labels = new Map(Object.entries(metric));
    labels.delete("__name__");
    for (const [name, template] of rule.labels) labels.set(name, safely(template));
    labels.set("alertname", rule.name);
    return {
      labels: LabelSet.of(Object.fromEntries(labels)).record,
      annotations: expandedAll(rule.annotations, safely),
      value,
    };
  }

  /** A template that cannot be expanded says so in its place: the alert itself matters more. */
  #expanded(template: Template, expand: (template: Template) => string): string {
    try {
      return expand(template);
    } catch (error) {
      const { name } = this.rule;
      const problem = `error executing template __alert_${name}: ${(error as Error).message}`;
      this.#problem ||= problem;
      return `<error expanding template: ${problem}>`;
    }
  }

  /** What fails at every evaluation, and for each alert, is said once. */
  #sayOnce(): void {
    const { name } = this.rule;
    const problem = this.#problem;
    if (problem !== "" && problem !== this.#said) {
      getLogger(["hostvitals", "alerts"]).warn("alert {name}: {problem}", { name, problem });
    }
    this.#said = problem;
  }

  #step(key: string, alert: Alert, isGiven: boolean, at: number): void {
    if (isGiven) {
      // It is held all the same: half a history may give it now, and not a little later.
      alert.keepFiringSince = undefined;
      if (alert.state === "pending" && at - alert.activeAt >= this.rule.holdFor) {
        alert.state = "firing";
        alert.firedAt = at;
      }
      return;
    }
    if (alert.heldUntil !== undefined && at < alert.heldUntil) return;
    if (alert.state === "firing" && this.rule.keepFiringFor > 0) {
      alert.keepFiringSince ??= at;
      if (at - alert.keepFiringSince < this.rule.keepFiringFor) return;
    }
    const isOver = alert.resolvedAt !== undefined && at - alert.resolvedAt > RESOLVED_FOR;
    if (alert.state === "pending" || isOver) {
      this.#alerts.delete(key);
    } else if (alert.state === "firing") {
      alert.state = "inactive";
      alert.resolvedAt = at;
    }
  }
}

function expandedAll(
  templates: Templates,
  expand: (template: Template) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...templates].map(([name, template]) => [name, expand(template)]));
}
