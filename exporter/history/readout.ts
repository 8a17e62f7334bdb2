import { type Series, STALE } from "../query/model.ts";
import type { Ring } from "./ring.ts";
import type { StoredSeries } from "./series.ts";
import type { Tier, Window } from "./tier.ts";

/** The tiers, by the name that a series has for its ring. */
export type TierName = "live" | "recent" | "day";

/** The finest first. */
const NAMES: readonly TierName[] = ["live", "recent", "day"];

/**
 * Reads the samples of a span of time, all of a series from one tier: the finest that still has the
 * beginning of the span, or of the series. Samples of two tiers are never joined: where their distance
 * changes, the extrapolation of `rate` would take the coarser part for one that begins late, and show a
 * dip.
 */
export class Readout {
  readonly #slots: readonly Slots[];

  /**
   * @param from milliseconds
   * @param to milliseconds
   * @param names the tiers that are looked at, the finest first, the day at the end
   */
  constructor(
    tiers: Readonly<Record<TierName, Tier>>,
    from: number,
    to: number,
    names: readonly TierName[] = NAMES,
  ) {
    this.#slots = names.map((name) => new Slots(name, tiers[name], from, to));
  }

  /** Whether a series has a sample in the span. */
  has(series: StoredSeries): boolean {
    return this.#slots.some((slots) => slots.has(series));
  }

  /** The samples of a series in the span; undefined if there are none. */
  series(series: StoredSeries): Series | undefined {
    return this.#slots.find((slots) => slots.cover(series))!.read(series);
  }
}

/** The slots of one tier in a span of time. */
class Slots {
  #found: Window | undefined;

  constructor(
    private readonly name: TierName,
    private readonly tier: Tier,
    private readonly start: number,
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
