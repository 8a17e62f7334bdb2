import type { Clock } from "../../exporter/clock.ts";

/** Milliseconds of each: as the program's own readings, at which more is done than at other ticks. */
const READING = 15_000;
/** Milliseconds for what was called to be done with, at a tick and at a reading. */
const AT_TICK = 0, AT_READING = 8;

/**
 * A clock that goes as fast as the work at its ticks is done: time stands while that is under way, and
 * then leaps to what is due next.
 */
export class SteppedClock implements Clock {
  #timers: { readonly due: number; readonly call: () => void }[] = [];
  #passed = 0;

  /** @param start milliseconds since 1970 */
  constructor(private readonly start: number) {}

  now(): number {
    return this.start + this.#passed;
  }

  monotonic(): number {
    return this.#passed;
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { due: this.#passed + Math.max(0, milliseconds), call };
    this.#timers.push(timer);
    return () => this.#timers = this.#timers.filter((other) => other !== timer);
  }

  /** How many wait for their time. */
  get timers(): number {
    return this.#timers.length;
  }

  /** So many milliseconds pass, with all that is due in them. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#passed + milliseconds;
    for (;;) {
      const next = this.#timers.sort((a, b) => a.due - b.due).at(0);
      if (!next || next.due > end) break;
      this.#passed = Math.max(this.#passed, next.due);
      this.#timers.shift();
      next.call();
      await new Promise((resolve) =>
        setTimeout(resolve, this.now() % READING === 0 ? AT_READING : AT_TICK)
      );
    }
    this.#passed = end;
  }
}
