import { type Samples, type Series, STALE } from "../query/model.ts";
import type { Ring } from "./ring.ts";
import type { StoredSeries } from "./series.ts";
import type { Tier, Window } from "./tier.ts";

/** The tiers, by the name that a series has for its ring. */
export type TierName = "live" | "recent" | "day";

/** What is read; without the seconds, where they do not count. */
export type Tiers = Readonly<Record<"recent" | "day", Tier>> & { readonly live?: Tier };

const NOTHING: Samples = { times: new Float64Array(), values: new Float64Array() };

/**
 * Reads the samples of a span of time. What is looked at together, a window, is of one tier: samples of
 * two are never joined. Where their distance changes, the extrapolation of `rate` would take the coarser
 * part for one that begins late, and show a dip; and of a mean the finer part would be the most.
 *
 * The seconds are read if they have the whole span; else each window comes from the finer of the other
 * two that still has its beginning, or that of the series.
 */
export class Readout {
  readonly #live: Slots | undefined;
  readonly #recent: Slots;
  readonly #day: Slots;
  /** The windows at the end of the span that the day's tier need not answer; undefined if there are none. */
  readonly #late: Slots | undefined;
  #keepsUp: boolean | undefined;

  /**
   * @param from milliseconds
   * @param to milliseconds
   * @param window milliseconds that are looked at together; the whole span
   */
  constructor({ live, recent, day }: Tiers, from: number, to: number, window = to - from) {
    const { oldest } = recent;
    const turns = from < oldest && oldest <= to - window;
    this.#live = live && new Slots("live", live, from, to);
    this.#recent = new Slots("recent", recent, from, to);
    this.#day = new Slots("day", day, from, turns ? Math.min(to, oldest + window) : to);
    if (turns) this.#late = new Slots("recent", recent, oldest, to);
  }

  /** Whether a series has a sample in the span. */
  has(series: StoredSeries): boolean {
    return [this.#live, this.#recent, this.#day].some((slots) => slots?.has(series));
  }

  /** The samples of a series in the span; undefined if there are none. */
  series(series: StoredSeries): Series | undefined {
    const { labels } = series;
    if (this.#live?.cover(series) && this.#isLive) return this.#live.read(series);
    if (this.#recent.cover(series)) return this.#recent.read(series);
    const early = this.#day.read(series);
    const late = this.#late?.read(series);
    if (!late) return early;
    const { times, values } = early ?? NOTHING;
    const finer = { since: this.#late!.start, times: late.times, values: late.values };
    return { labels, times, values, finer };
  }

  /** Whether seconds were read all the time: a host that is too busy for them may still be read. */
  get #isLive(): boolean {
    return this.#keepsUp ??= this.#live!.isBeside(this.#recent);
  }
}

/** The slots of one tier in a span of time. */
class Slots {
  #found: Window | undefined;

  constructor(
    private readonly name: TierName,
    private readonly tier: Tier,
    readonly start: number,
    private readonly end: number,
  ) {}

  get #window(): Window {
    return this.#found ??= this.tier.window(this.start, this.end);
  }

  /** Whether nothing of a series in the span is older than what is kept here. */
  cover(series: StoredSeries): boolean {
    const ring = series[this.name];
    // One that the seconds never gave has its samples in the other tiers.
    if (!ring || ring.last < ring.first) return this.name === "day";
    return this.name === "day" || ring.complete || this.start >= this.tier.oldest;
  }

  /** Whether each reading of another tier has one here that is at most a step of that tier away. */
  isBeside(other: Slots): boolean {
    const { times } = this.#window;
    const { step } = other.tier;
    let i = 0;
    return other.#window.times.every((time) => {
      if (Number.isNaN(time)) return true;
      while (times[i] < time - step || Number.isNaN(times[i])) i++;
      return times[i] <= time + step;
    });
  }

  has(series: StoredSeries): boolean {
    const ring = series[this.name];
    if (!ring) return false;
    const { from, to } = this.#window;
    for (let slot = Math.max(from, ring.first); slot <= Math.min(to, ring.last); slot++) {
      if (ring.get(slot) !== STALE) return true;
    }
    return false;
  }

  read(series: StoredSeries): Series | undefined {
    const ring: Ring = series[this.name]!;
    const { from, to, times } = this.#windowOf(series, ring);
    if (to < from) return undefined;
    if (!ring.filled(from, to)) return this.#gappy(series.labels, ring, from, times);
    // Without a gap: the times are those of all such series.
    return { labels: series.labels, times, values: ring.values(from, to) };
  }

  /** Without the last reading, if it is not known yet what the series' rule makes of it. */
  #windowOf({ metric }: StoredSeries, ring: Ring): Window {
    const window = this.#window;
    const isOpen = metric === undefined && window.to === this.tier.head &&
      ring.last === window.to - 1;
    if (!isOpen) return window;
    return { ...window, to: window.to - 1, times: window.times.subarray(0, -1) };
  }

  /** A gap is one stale marker, behind the sample before it. */
  #gappy(
    labels: Series["labels"],
    ring: Ring,
    from: number,
    read: Float64Array,
  ): Series | undefined {
    const times: number[] = [], values: number[] = [];
    let ended = true;
    for (let i = 0; i < read.length; i++) {
      const value = ring.get(from + i);
      if (value === STALE && ended) continue;
      ended = value === STALE;
      // Where no reading was made, it would have been a step later.
      const time = Number.isNaN(read[i]) ? times[times.length - 1] + this.tier.step : read[i];
      if (time > this.end) break;
      times.push(time);
      values.push(value);
    }
    return times.length === 0 ? undefined : { labels, times, values };
  }
}
