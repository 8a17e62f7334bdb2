import type { ConnectionEvents, Reason } from "./connections.ts";
import { Counter, Gauge, type Registry } from "./prom_client.ts";

/** What is told of connections. */
export class ConnectionMetrics implements ConnectionEvents {
  readonly #open: Gauge;
  readonly #closed: Counter<"reason">;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#open = new Gauge({
      name: "hostvitals_http_connections",
      help: "Connections of clients that are open.",
      registers,
    });
    this.#closed = new Counter({
      name: "hostvitals_http_connections_closed_total",
      help:
        "Connections that were closed on a client: slow to ask or to read, idle, or full, to make " +
        "room for a new one; refused where there was no room.",
      labelNames: ["reason"],
      registers,
    });
    for (const reason of ["slow", "idle", "full", "refused"]) this.#closed.inc({ reason }, 0);
  }

  opened(): void {
    this.#open.inc();
  }

  closed(reason?: Reason): void {
    this.#open.dec();
    if (reason) this.#closed.inc({ reason });
  }

  refused(): void {
    this.#closed.inc({ reason: "refused" });
  }
}
