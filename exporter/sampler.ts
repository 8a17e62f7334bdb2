/**
 * When the host is measured.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { type Clock, systemClock } from "./clock.ts";

/** Milliseconds between ticks. */
const TICK = 1000;
/** Milliseconds between readings of everything. */
const READING = 15_000;
/** Milliseconds by which a timer may miss its time and is still taken to be right on it. */
const EXACT = 5;
/** Milliseconds after which a tick counts as late. */
const LATE = 100;
/** Milliseconds by which the two clocks may differ from tick to tick: they are not read at once. */
const JITTER = 20;

/** What is done at the ticks. */
export interface Work {
  /** Every second. @param at milliseconds since 1970 */
  second(at: number): Promise<void>;
  /** Every 15 s, behind what is done every second, which does not wait for it. */
  reading?(at: number): Promise<void>;
  /** The system's clock was set back by so many milliseconds. */
  setBack?(by: number): void;
}

/** What is told of the ticks. */
export interface Ticks {
  /** A tick came; late by more than a tenth of a second, or not. */
  came(isLate: boolean): void;
  /** It was worked on for so many seconds. */
  took(seconds: number): void;
}

/**
 * Ticks at every full second of the system's clock, until it is closed. Between them runs the monotonic
 * clock; at each tick both are compared:
 *
 * - a tick that comes late (a stopped process, a busy host) has the time at which it came, and those
 *   that it missed are left out;
 * - where the system's clock ran ahead (a suspended laptop, a clock set forward), the ticks in between
 *   are left out;
 * - where it was set back, that is told, and the ticks go on from there.
 *
 * A tick that is still under way when the next is due is waited for, not doubled.
 */
export class Sampler implements Disposable {
  #stop = () => {};
  #ended = false;
  #ticking = false;
  #reading = false;
  /** The second and the 15 s of the last ones. */
  #second = NaN;
  #quarter = NaN;
  /** What the clocks showed at the last tick. */
  #wall = NaN;
  #monotonic = NaN;
  /** When the next is due, on the monotonic clock. */
  #due = NaN;
  #said = "";

  /** @param first milliseconds until the first tick; at once without it */
  constructor(
    private readonly work: Work,
    private readonly ticks: Ticks = { came() {}, took() {} },
    private readonly clock: Clock = systemClock,
    first = 0,
  ) {
    if (first > 0) this.#stop = clock.after(first, () => this.#fire());
    else this.#fire();
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#stop();
  }

  #fire(): void {
    const { wall, monotonic } = this.#clocks();
    const back = (monotonic - this.#monotonic) - (wall - this.#wall);
    if (back > JITTER) {
      this.work.setBack?.(back);
      this.#second = this.#quarter = NaN;
    }
    this.#wall = wall;
    this.#monotonic = monotonic;
    const second = Math.floor((wall + EXACT) / TICK);
    // A timer may also be early.
    if (second !== this.#second) {
      this.ticks.came(monotonic - this.#due > LATE);
      this.#second = second;
      const start = second * TICK;
      this.#tick(Math.abs(wall - start) <= EXACT ? start : wall);
    }
    const wait = (second + 1) * TICK - wall;
    this.#due = monotonic + wait;
    // The work that was done at once took its time.
    const left = Math.max(0, this.#due - this.clock.monotonic());
    if (!this.#ended) this.#stop = this.clock.after(left, () => this.#fire());
  }

  /** Both clocks at the same moment. */
  #clocks(): { readonly wall: number; readonly monotonic: number } {
    for (;;) {
      const monotonic = this.clock.monotonic();
      const wall = this.clock.now();
      // The process may have been stopped between the two.
      if (this.clock.monotonic() - monotonic < EXACT) return { wall, monotonic };
    }
  }

  async #tick(at: number): Promise<void> {
    if (this.#ticking) return;
    this.#ticking = true;
    const since = this.clock.monotonic();
    await this.#safely(() => this.work.second(at));
    this.#ticking = false;
    this.ticks.took((this.clock.monotonic() - since) / 1000);
    const { reading } = this.work;
    const quarter = Math.floor(at / READING);
    if (!reading || quarter === this.#quarter || this.#reading || this.#ended) return;
    this.#quarter = quarter;
    this.#reading = true;
    await this.#safely(() => reading.call(this.work, at));
    this.#reading = false;
  }

  /** A fault of one tick is not one of the next; one that lasts is said once. */
  async #safely(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#said = "";
    } catch (error) {
      const problem = String(error);
      if (problem === this.#said) return;
      this.#said = problem;
      getLogger(["hostvitals", "sampler"]).error("a tick failed: {problem}", { problem });
    }
  }
}
