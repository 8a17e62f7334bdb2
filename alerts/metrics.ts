/**
 * What is counted of rules and alerts.
 *
 * @module
 */
import { Counter, Gauge, type Registry } from "../exporter/prom_client.ts";
import type { ManagerCounts } from "./evaluate/manager.ts";

/** The metrics of rules, of which a reading has the last ones. */
export class RuleMetrics implements ManagerCounts {
  readonly #evaluations: Counter;
  readonly #failures: Counter;
  readonly #seconds: Gauge;
  readonly #alerts: Gauge<"state">;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#evaluations = new Counter({
      name: "hostvitals_rule_evaluations_total",
      help: "Evaluations of rules.",
      registers,
    });
    this.#failures = new Counter({
      name: "hostvitals_rule_evaluation_failures_total",
      help: "Evaluations of rules that failed.",
      registers,
    });
    this.#seconds = new Gauge({
      name: "hostvitals_rules_last_duration_seconds",
      help: "Seconds from the start to the end of the last evaluation of all rules.",
      registers,
    });
    this.#alerts = new Gauge({
      name: "hostvitals_alerts",
      help: "Alerts, by state: pending or firing.",
      labelNames: ["state"],
      registers,
    });
    this.alerts(0, 0);
  }

  evaluated(ok: boolean): void {
    this.#evaluations.inc();
    if (!ok) this.#failures.inc();
  }

  took(seconds: number): void {
    this.#seconds.set(seconds);
  }

  alerts(pending: number, firing: number): void {
    this.#alerts.set({ state: "pending" }, pending);
    this.#alerts.set({ state: "firing" }, firing);
  }
}
