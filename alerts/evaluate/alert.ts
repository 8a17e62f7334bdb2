/**
 * One alert.
 *
 * @module
 */
import type { Recorded } from "../../exporter/history.ts";
import { LabelSet } from "../../exporter/query/labels.ts";

type Pairs = Readonly<Record<string, string>>;

/** What it is as long as it is there. An alert that has ended is inactive for a while. */
export type AlertState = "pending" | "firing" | "inactive";

/** What of an alert outlives the program. Times are milliseconds since 1970. */
export interface AlertFacts {
  readonly labels: Pairs;
  readonly annotations: Pairs;
  readonly state: AlertState;
  /** Of its expression, when that gave it last. */
  readonly value: number;
  /** Since when its expression gives it. */
  readonly activeAt: number;
  readonly firedAt?: number;
  /** Since when it fires without its expression. */
  readonly keepFiringSince?: number;
  readonly resolvedAt?: number;
}

/** An alert of a rule. */
export class Alert implements AlertFacts {
  readonly labels: Pairs;
  annotations: Pairs;
  state: AlertState = "pending";
  value: number;
  activeAt: number;
  firedAt?: number;
  keepFiringSince?: number;
  resolvedAt?: number;
  /** Until when it stays although its expression does not give it: after a restart. */
  heldUntil?: number;
  #series: { readonly state: AlertState; readonly labels: readonly [Pairs, Pairs] } | undefined;

  constructor(facts: Pick<AlertFacts, "labels" | "annotations" | "value" | "activeAt">) {
    this.labels = facts.labels;
    this.annotations = facts.annotations;
    this.value = facts.value;
    this.activeAt = facts.activeAt;
  }

  /** One of an earlier run. */
  static from(facts: AlertFacts): Alert {
    return Object.assign(new Alert({ ...facts, labels: LabelSet.of(facts.labels).record }), {
      state: facts.state,
      firedAt: facts.firedAt,
      keepFiringSince: facts.keepFiringSince,
      resolvedAt: facts.resolvedAt,
    });
  }

  /** Plain data. */
  get facts(): AlertFacts {
    const { labels, annotations, state, value, activeAt } = this;
    const { firedAt, keepFiringSince, resolvedAt } = this;
    return { labels, annotations, state, value, activeAt, firedAt, keepFiringSince, resolvedAt };
  }

  /** The series `ALERTS` and `ALERTS_FOR_STATE`. */
  samples(): Recorded[] {
    if (this.#series?.state !== this.state) {
      const forState = { ...this.labels, __name__: "ALERTS_FOR_STATE" };
      const alerts = { ...this.labels, __name__: "ALERTS", alertstate: this.state };
      this.#series = { state: this.state, labels: [alerts, forState] };
    }
    const [alerts, forState] = this.#series.labels;
    return [
      { labels: alerts, value: 1 },
      { labels: forState, value: Math.floor(this.activeAt / 1000) },
    ];
  }

  /** Dates it back by so many milliseconds. */
  setBack(by: number): void {
    this.activeAt -= by;
    for (const name of ["firedAt", "keepFiringSince", "resolvedAt", "heldUntil"] as const) {
      const time = this[name];
      if (time !== undefined) this[name] = time - by;
    }
  }
}
