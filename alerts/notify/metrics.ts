/**
 * What is counted of telling.
 *
 * @module
 */
import { Counter, Gauge, Histogram, type Registry } from "../../exporter/prom_client.ts";

/** A kind of receiver. */
export type Kind = "alertmanager" | "webhook";

/** What one receiver counts. */
export interface ReceiverMetrics {
  /** A request that the receiver took. */
  sent(): void;
  /** A request that it did not. */
  failed(): void;
  /** So many alerts that it will not hear of. */
  dropped(alerts: number): void;
  /** Seconds that a request took, taken or not. */
  took(seconds: number): void;
  /** So many alerts are to be told now. */
  waiting(alerts: number): void;
}

/** The metrics of all receivers. Labels are a kind and a number: no URL. */
export class NotificationMetrics {
  readonly #sent: Counter<"kind" | "number">;
  readonly #failed: Counter<"kind" | "number">;
  readonly #dropped: Counter<"kind" | "number">;
  readonly #queue: Gauge<"kind" | "number">;
  readonly #seconds: Histogram<"kind" | "number">;

  constructor(registry: Registry) {
    const labelNames = ["kind", "number"] as const;
    const registers = [registry];
    const counter = (name: string, help: string) =>
      new Counter({ name, help, labelNames, registers });
    this.#sent = counter(
      "hostvitals_notifications_sent_total",
      "Requests with alerts that the receiver took.",
    );
    this.#failed = counter(
      "hostvitals_notifications_failed_total",
      "Requests with alerts that the receiver did not take.",
    );
    this.#dropped = counter(
      "hostvitals_notifications_dropped_total",
      "Alerts that the receiver is not told of: it refused them, or too many were waiting.",
    );
    this.#queue = new Gauge({
      name: "hostvitals_notifications_queue_length",
      help: "Alerts that wait for the receiver.",
      labelNames,
      registers,
    });
    this.#seconds = new Histogram({
      name: "hostvitals_notifications_duration_seconds",
      help: "Seconds that requests with alerts took, whether taken or not.",
      labelNames,
      buckets: [0.01, 0.1, 1, 10],
      registers,
    });
  }

  /** Those of one receiver, at 0. @param number its place among those of its kind, from 1 */
  of(kind: Kind, number: number): ReceiverMetrics {
    const labels = { kind, number: String(number) };
    for (const counter of [this.#sent, this.#failed, this.#dropped]) counter.inc(labels, 0);
    this.#queue.set(labels, 0);
    this.#seconds.zero(labels);
    return {
      sent: () => this.#sent.inc(labels),
      failed: () => this.#failed.inc(labels),
      dropped: (alerts) => this.#dropped.inc(labels, alerts),
      took: (seconds) => this.#seconds.observe(labels, seconds),
      waiting: (alerts) => this.#queue.set(labels, alerts),
    };
  }
}
