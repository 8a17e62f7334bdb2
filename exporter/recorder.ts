/**
 * Fills the history.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { MetricFamily } from "../collectors/collector.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { History } from "./history.ts";
import type { Work } from "./sampler.ts";
import type { Scraper } from "./scrape.ts";

/** Milliseconds that a reading of the live collectors may take, and its step. */
const LIVE = { budget: 900, step: 1000 };
/** The same of a reading of everything: the budget is what Prometheus allows a scrape by default. */
const ALL = { budget: 9500, step: 15_000 };

/** What the recorder needs. */
export interface RecorderOptions {
  readonly scraper: Pick<Scraper, "tick" | "scrape">;
  /** What hostvitals measures of itself. */
  readonly own: () => Promise<MetricFamily[]>;
  readonly history: Pick<History, "second" | "reading" | "missed" | "setBack">;
  /** The collectors that are asked every second. */
  readonly live: readonly string[];
  readonly clock?: Clock;
}

/**
 * Puts readings of the host into the history. One of which it is not known at what time it was made is
 * left out, and is a gap: the process may have been stopped in its middle, or the clock set.
 */
export class Recorder implements Work {
  readonly #clock: Clock;
  readonly #log = getLogger(["hostvitals", "history"]);

  constructor(private readonly options: RecorderOptions) {
    this.#clock = options.clock ?? systemClock;
  }

  async second(at: number): Promise<void> {
    const { scraper, history, live } = this.options;
    await scraper.tick();
    if (live.length === 0) return;
    const made = await this.#timed(LIVE.step, () => scraper.scrape(LIVE.budget, live));
    if (made.problem) this.#log.debug("a second is left out: {problem}", { problem: made.problem });
    else history.second(at, made.found.families);
  }

  async reading(at: number): Promise<void> {
    const { scraper, history, own } = this.options;
    const { found, seconds, problem } = await this.#timed(
      ALL.step,
      () => Promise.all([own(), scraper.scrape(ALL.budget)]),
    );
    if (problem) {
      history.missed(at, seconds, problem);
      this.#log.warn("a reading is left out of the history: {problem}", { problem });
      return;
    }
    const [families, scrape] = found;
    history.reading(at, [...families, ...scrape.families], seconds);
  }

  setBack(by: number): void {
    this.#log.warn("the clock was set back by {seconds} s: the history goes back with it", {
      seconds: by / 1000,
    });
    this.options.history.setBack(by);
  }

  /** Makes a reading, and says what is wrong with its time. */
  async #timed<T>(step: number, make: () => Promise<T>) {
    const wall = this.#clock.now();
    const since = this.#clock.monotonic();
    const making = make();
    // What has not been read by now answers in its own time, in Prometheus' scrapes as well.
    const atOnce = this.#clock.monotonic() - since;
    const found = await making;
    const took = this.#clock.monotonic() - since;
    const clockSet = this.#clock.now() - wall - took;
    const problem = Math.abs(clockSet) > step / 10
      ? `the clock was set by ${clockSet / 1000} s, or the host was suspended`
      : atOnce > step / 10 || took > step
      ? `it took ${took / 1000} s: was the process stopped?`
      : "";
    return { found, seconds: took / 1000, problem };
  }
}
