import { Counter, Gauge, type Registry } from "./prom_client.ts";
import type { History } from "./history.ts";
import type { Ticks } from "./sampler.ts";

/** What a history tells of itself. */
type Told = Pick<History, "size" | "bytes" | "dropped">;

/** What is told of the sampler and of the history. A tick only adds numbers: there is one a second. */
export class SamplerMetrics implements Ticks {
  /** What is told of; without it, its metrics are 0. */
  history: Told | undefined;
  /** Since the last update. */
  #ticks = 0;
  #late = 0;
  #seconds = 0;
  #dropped = 0;
  readonly #add: () => void;

  constructor(registry: Registry) {
    const registers = [registry];
    const counter = (name: string, help: string) => new Counter({ name, help, registers });
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
    const ticks = counter("hostvitals_sampler_ticks_total", "Ticks of the sampler, one a second.");
    const late = counter(
      "hostvitals_sampler_tick_late_total",
      "Ticks that came more than 100 ms after their time.",
    );
    const seconds = counter("hostvitals_sampler_tick_seconds_total", "Seconds that ticks took.");
    const series = gauge("hostvitals_history_series", "Series in the history.");
    const dropped = counter(
      "hostvitals_history_series_dropped_total",
      "Series left out of the history's readings for want of a place, added up over readings.",
    );
    const bytes = gauge("hostvitals_history_bytes", "Memory of the history's values in bytes.");
    this.#add = () => {
      ticks.inc(this.#ticks);
      late.inc(this.#late);
      seconds.inc(this.#seconds);
      this.#ticks = this.#late = this.#seconds = 0;
      if (!this.history) return;
      series.set(this.history.size);
      bytes.set(this.history.bytes);
      dropped.inc(this.history.dropped - this.#dropped);
      this.#dropped = this.history.dropped;
    };
  }

  came(isLate: boolean): void {
    this.#ticks++;
    if (isLate) this.#late++;
  }

  took(seconds: number): void {
    this.#seconds += seconds;
  }

  /** Brings the registry up to date. */
  update(): void {
    this.#add();
  }
}
