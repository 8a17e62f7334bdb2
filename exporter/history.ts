/**
 * What was measured, remembered: bounded, in memory.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Metric, MetricFamily } from "../collectors/collector.ts";
import { Turn } from "../collectors/turns.ts";
import { Book } from "./history/book.ts";
import { FEW, inOrder } from "./history/importance.ts";
import { type Live, NOT_LIVE } from "./history/live.ts";
import { ownFamilies } from "./history/own_families.ts";
import { Readout, type TierName } from "./history/readout.ts";
import { type Memory, Ring } from "./history/ring.ts";
import type { Pairs, StoredSeries, Target } from "./history/series.ts";
import { HOUR, TIERS } from "./history/spans.ts";
import { Tier } from "./history/tier.ts";
import type { HistoryView } from "./history_view.ts";
import { type Matcher, type Queryable, type Series, STALE } from "./query/model.ts";

/** One in so many series may be in the live tier, whose ring is nearly as large as the others together. */
const LIVE_SHARE = 4;

/** Series that are given their places before others may work. */
const PIECE = 64;

/** What the history is told. */
export interface HistoryOptions {
  /** `<hostname>:<port>`, the label of every series; asked at the first reading. */
  readonly instance: () => string;
  /** Milliseconds, 10 minutes or more; 24 hours. */
  readonly retention?: number;
  /** Series at the same time; 10,000. */
  readonly maxSeries?: number;
  /** What is read every second; nothing. */
  readonly live?: Live;
}

/** A sample that a rule made. */
export interface Recorded {
  /** With `__name__`; the same object for the same series, as far as that can be. */
  readonly labels: Pairs;
  readonly value: number;
}

/**
 * The last values of every series, in three tiers: the last minutes by the second, the last two hours
 * every 15 s, the whole retention every two minutes. A counter stays a counter: of each step the first
 * reading is kept, not a mean. A series that a reading does not give has a gap there, and so has every
 * series where no reading was made.
 *
 * A series has a place for as long as it has samples. At the cap, that of the series which has been away
 * for the longest goes to a new one; where all are there, the new one is left out.
 */
export class History implements HistoryView {
  readonly #tiers: Readonly<Record<TierName, Tier>>;
  readonly #memory: Memory = { bytes: 0 };
  readonly #book: Book;
  /** What is read every second. */
  readonly live: Live;
  readonly #maxSeries: number;
  /** How many readings of everything were made. */
  #readings = 0;
  #dropped = 0;
  #saidFull = false;
  #last = { at: 0, seconds: 0, error: "no reading was made yet" };

  constructor({ instance, retention = 24 * HOUR, maxSeries = 10_000, live }: HistoryOptions) {
    const tier = (name: TierName) => {
      const { step, span } = TIERS[name];
      return new Tier(step, Math.ceil(Math.min(span, retention) / step));
    };
    this.#tiers = { live: tier("live"), recent: tier("recent"), day: tier("day") };
    this.#maxSeries = maxSeries;
    this.live = live ?? NOT_LIVE;
    let target: Target | undefined;
    this.#book = new Book({
      maxSeries,
      target: () => target ??= { job: "node", instance: instance() },
      reading: () => this.#readings,
      make: (labels, metric) => this.#make(labels, metric),
      onFull: () => this.#sayFull(),
    });
  }

  /** Series that have a place. */
  get size(): number {
    return this.#book.size;
  }

  /** Samples that were left out because there was no place for their series, so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Of the values, in memory. */
  get bytes(): number {
    return this.#memory.bytes;
  }

  /** A reading of what is read every second, made at this time, milliseconds. */
  second(at: number, families: readonly MetricFamily[]): void {
    const slot = this.#tiers.live.open(at);
    if (slot === undefined) return;
    for (const family of this.#ofSecond(families)) {
      const found = this.#book.seriesOf(family);
      for (let i = 0; i < found.length; i++) {
        const ring = found[i]?.live;
        if (ring && ring.last < slot) ring.put(slot, family.values[i]);
      }
    }
  }

  /**
   * Gives the series of a coming reading their places and memory, in pieces: for 60,000 that takes 300 ms.
   * What it finds no place for, the reading looks for again. Every two minutes it lets go of what no tier has
   * any more before that.
   *
   * @param at milliseconds, as the reading will have it
   */
  async prepare(at: number, families: readonly MetricFamily[]): Promise<void> {
    const isOfDay = this.#tiers.day.isDue(at);
    const tiers: TierName[] = isOfDay ? ["recent", "day"] : ["recent"];
    if (isOfDay) await this.#book.sweep(this.#tiers);
    // First, so that there is always a place for them.
    await this.#place([...ownFamilies(0, 0), ...inOrder(families)], tiers);
  }

  /** The same for a reading of what is read every second. */
  prepareSecond(families: readonly MetricFamily[]): Promise<void> {
    return this.#place(this.#ofSecond(families), ["live"]);
  }

  /** Those that are kept every second; until the first reading gave out the places, no large ones. */
  #ofSecond(families: readonly MetricFamily[]): MetricFamily[] {
    const most = this.#readings > 0 ? Infinity : FEW;
    return families.filter((one) => this.live.has(one.metric) && one.size <= most);
  }

  async #place(families: readonly MetricFamily[], tiers: readonly TierName[]): Promise<void> {
    const turn = new Turn("patient");
    for (const family of families) {
      const { size, values } = family;
      for (let from = 0; from < size; from += PIECE) {
        const to = Math.min(from + PIECE, size);
        const found = this.#book.place(family, from, to);
        for (let i = from; i < to; i++) {
          for (const tier of tiers) found[i]?.[tier]?.prepare(values[i]);
        }
        if (turn.isOver) await turn.next();
      }
    }
  }

  /**
   * A reading of everything, which began at this time, milliseconds. It is written in one go, so that nobody
   * sees half of it; the first one, of which half is more than there was, in turns: nothing of this code has
   * run before, and it takes 15 ms.
   *
   * @param seconds that it took
   * @returns whether there was a place for it: a clock that was set back may come to a step again
   */
  *reading(
    at: number,
    families: readonly MetricFamily[],
    seconds: number,
  ): Generator<void, boolean> {
    this.#last = { at, seconds, error: "" };
    const { recent, day } = this.#tiers;
    const slot = recent.open(at);
    if (slot === undefined) return false;
    const daySlot = day.open(at) ?? -1;
    const isFirst = this.#readings++ === 0;
    const samples = families.reduce((sum, { size }) => sum + size, 0);
    for (const family of [...ownFamilies(seconds, samples), ...inOrder(families)]) {
      this.#keep(family, slot, daySlot);
      if (isFirst) yield;
    }
    return true;
  }

  #keep(family: MetricFamily, slot: number, daySlot: number): void {
    const found = this.#book.seriesOf(family);
    for (let i = 0; i < found.length; i++) {
      const series = found[i];
      if (!series) this.#dropped++;
      // Of two samples of one series the first counts.
      if (!series || series.recent.last >= slot) continue;
      const value = family.values[i];
      series.recent.put(slot, value);
      if (daySlot >= 0) series.day.put(daySlot, value);
    }
  }

  /**
   * What a rule made of the reading of this time, milliseconds; nothing, if that is not the last one. Its
   * series have the labels that the rule gives them and no others. They end where it says so, and where it
   * says nothing until the next reading.
   *
   * @param ended labels of those that it gave before and gives no more
   */
  record(at: number, samples: readonly Recorded[], ended: readonly Pairs[] = []): void {
    const { recent, day } = this.#tiers;
    if (recent.newest !== at) return;
    const markers = ended.map((labels) => ({ labels, value: STALE }));
    for (const { labels, value } of [...samples, ...markers]) {
      const series = this.#book.recorded(labels);
      if (!series) this.#dropped++;
      if (!series || series.recent.last >= recent.head) continue;
      series.recent.put(recent.head, value);
      if (day.newest === at) series.day.put(day.head, value);
    }
  }

  /** The reading that was due at this time, milliseconds, is not there; why is for people. */
  missed(at: number, seconds: number, error: string): void {
    this.#last = { at, seconds, error };
  }

  /**
   * The system's clock was set back by so many milliseconds. What was measured is dated back with it:
   * so no time stands twice, nothing is lost, and the rate over that moment is the true one.
   */
  setBack(by: number): void {
    for (const tier of Object.values(this.#tiers)) tier.redate(by);
  }

  #make(labels: Pairs, metric?: Metric): StoredSeries {
    const ring = (tier: TierName) => new Ring(this.#tiers[tier].size, this.#memory);
    const live = metric && this.live.has(metric) && this.#book.live < this.#maxSeries / LIVE_SHARE;
    return {
      labels,
      metric,
      live: live ? ring("live") : undefined,
      recent: ring("recent"),
      day: ring("day"),
      seen: this.#readings,
      gone: false,
    };
  }

  #sayFull(): void {
    if (this.#saidFull) return;
    this.#saidFull = true;
    getLogger(["hostvitals", "history"]).warn(
      "the history has no place for more than {series} series: new ones are left out of queries; " +
        "--history.max-series makes room",
      { series: this.#maxSeries },
    );
  }

  select(
    matchers: readonly Matcher[],
    from: number,
    to: number,
    window?: number,
  ): readonly Series[] {
    return this.#select(matchers, new Readout(this.#tiers, from, to, window));
  }

  /**
   * The same without the seconds: what a Prometheus that scrapes every 15 s would have. So rules give here
   * what they give there, and cost as little.
   */
  readonly readings: Queryable = {
    select: (matchers, from, to, window) => {
      const { recent, day } = this.#tiers;
      return this.#select(matchers, new Readout({ recent, day }, from, to, window));
    },
  };

  #select(matchers: readonly Matcher[], readout: Readout): readonly Series[] {
    return this.#book.matching(matchers).map((series) => readout.series(series))
      .filter((series) => series !== undefined);
  }

  series(matchers: readonly Matcher[], from: number, to: number): readonly Pairs[] {
    const readout = new Readout(this.#tiers, from, to);
    return this.#book.matching(matchers).filter((series) => readout.has(series))
      .map(({ labels }) => labels);
  }

  metadata(): ReadonlyMap<string, { readonly type: string; readonly help: string }> {
    const found = new Map<string, Metric>();
    for (const { metric } of this.#book.all()) {
      if (metric && !found.has(metric.name)) found.set(metric.name, metric);
    }
    return found;
  }

  lastScrape(): { readonly at: number; readonly seconds: number; readonly error: string } {
    return this.#last;
  }
}
