/**
 * Fills the history.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { MetricFamily } from "../collectors/collector.ts";
import { inTurns, round, Turn } from "../collectors/turns.ts";
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
  readonly history: Pick<
    History,
    "live" | "second" | "prepareSecond" | "prepare" | "reading" | "missed" | "setBack"
  >;
  /** Told of each reading, made or left out, when the history has it or not. Never throws, never waits. */
  readonly told?: Told;
  readonly clock?: Clock;
  /** Lets the event loop turn. */
  readonly pause?: () => Promise<void>;
}

/** Who works on from readings. */
export interface Told {
  /** @param at milliseconds since 1970 */
  reading(at: number, made: boolean): void;
  /** Everything is dated back by so many milliseconds. */
  setBack(by: number): void;
}

/**
 * Puts readings of the host into the history. One of which it is not known at what time it was made is
 * left out, and is a gap: the process may have been stopped in its middle, or the clock set.
 */
export class Recorder implements Work {
  readonly #clock: Clock;
  readonly #log = getLogger(["hostvitals", "history"]);
  /** Whether the last reading was left out. */
  #missed = false;

  constructor(private readonly options: RecorderOptions) {
    this.#clock = options.clock ?? systemClock;
  }

  async second(at: number): Promise<void> {
    const { scraper, history } = this.options;
    const live = history.live.collectors;
    if (live.length > 0) {
      const made = await this.#timed(at, LIVE.step, async () => {
        const turn = new Turn("patient");
        const { families } = await scraper.scrape(LIVE.budget, live, turn);
        await history.prepareSecond(families);
        if (turn.isOver) await turn.next();
        return families;
      });
      const { found, problem } = made;
      if (problem) this.#log.debug("a second is left out of the history: {problem}", { problem });
      else history.second(at, found);
    }
    await scraper.tick();
  }

  async reading(at: number): Promise<void> {
    const { scraper, history, own, pause = round } = this.options;
    const { found, seconds, problem } = await this.#timed(
      at,
      ALL.step,
      async () => {
        // Nobody waits for it, and a scrape that comes meanwhile goes first.
        const reading = scraper.scrape(ALL.budget, undefined, new Turn("patient"));
        const [families, scrape] = await Promise.all([own(), reading]);
        const all = [...families, ...scrape.families];
        await history.prepare(at, all);
        return all;
      },
    );
    if (problem) {
      history.missed(at, seconds, problem);
      // On a host that is too busy for it, one line is enough.
      const level = this.#missed ? "debug" : "warn";
      this.#log[level]("a reading is left out of the history: {problem}", { problem });
      this.#missed = true;
      this.options.told?.reading(at, false);
      return;
    }
    this.#missed = false;
    // A reading is written as a whole, so it gets a turn for itself.
    await pause();
    const made = await inTurns(history.reading(at, found, seconds));
    await pause();
    this.options.told?.reading(at, made);
  }

  setBack(by: number): void {
    // A clock that is being corrected bit by bit goes back at every tick.
    const level = by < 1000 ? "debug" : "warn";
    this.#log[level]("the clock was set back by {seconds} s: the history goes back with it", {
      seconds: by / 1000,
    });
    this.options.history.setBack(by);
    this.options.told?.setBack(by);
  }

  /** Makes a reading that is to be of this time, and says why it is not, if it is not. */
  async #timed<T>(at: number, step: number, make: () => Promise<T>) {
    const since = this.#clock.monotonic();
    const making = make();
    // What is not read by now answers in its own time: Prometheus takes that as it comes, too.
    const wall = this.#clock.now();
    const begun = this.#clock.monotonic();
    const found = await making;
    const ended = this.#clock.monotonic();
    const clockSet = this.#clock.now() - wall - (ended - begun);
    const took = ended - since;
    let problem = "";
    if (Math.abs(wall - at) > step / 10) problem = `it was made ${wall - at} ms after its time`;
    else if (took > step) problem = `it took ${Math.round(took)} ms`;
    else if (Math.abs(clockSet) > step / 10) {
      problem = `the host was suspended, or its clock set, by ${Math.round(clockSet)} ms`;
    }
    return { found, seconds: took / 1000, problem };
  }
}
