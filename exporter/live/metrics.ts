import { Counter, Gauge, type Registry } from "../prom_client.ts";

/** What is told of the live page. */
export class LiveMetrics {
  /** Pages that are open. */
  readonly viewers: Gauge;
  /** Pages whose stream was ended because they did not read it. */
  readonly dropped: Counter;
  /** Seconds that the evaluation of their values took. */
  readonly seconds: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.viewers = new Gauge({
      name: "hostvitals_live_viewers",
      help: "Live pages that are open.",
      registers,
    });
    this.dropped = new Counter({
      name: "hostvitals_live_dropped_total",
      help: "Live pages whose stream was ended because they did not read it.",
      registers,
    });
    this.seconds = new Counter({
      name: "hostvitals_live_tick_seconds_total",
      help: "Seconds that evaluating the live pages' values took, once for all of them.",
      registers,
    });
  }
}
