import type { Clock } from "../../../exporter/clock.ts";
import { settled } from "../../settled.ts";

/** A clock that stands until it is moved. */
export class HeldClock implements Clock {
  #timers: { readonly due: number; readonly call: () => void }[] = [];
  #monotonic = 5_000;

  /** @param wall milliseconds since 1970 */
  constructor(public wall: number) {}

  now(): number {
    return this.wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { due: this.#monotonic + milliseconds, call };
    this.#timers.push(timer);
    return () => this.#timers = this.#timers.filter((other) => other !== timer);
  }

  /** Time passes, and with it what timers call and what comes of that. */
  async run(milliseconds: number): Promise<void> {
    const end = this.#monotonic + milliseconds;
    await settled();
    for (;;) {
      const next = this.#timers.sort((a, b) => a.due - b.due).at(0);
      if (!next || next.due > end) break;
      this.#pass(Math.max(0, next.due - this.#monotonic));
      this.#timers.shift();
      next.call();
      await settled();
    }
    this.#pass(end - this.#monotonic);
  }

  /** Time passes while nothing of this process runs: it was stopped, or the event loop was held. */
  stop(milliseconds: number): void {
    this.#pass(milliseconds);
  }

  #pass(milliseconds: number): void {
    this.wall += milliseconds;
    this.#monotonic += milliseconds;
  }
}
