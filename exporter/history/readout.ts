import { type Series, STALE } from "../query/model.ts";
import type { Ring } from "./ring.ts";
import type { StoredSeries } from "./series.ts";
import type { Tier, Window } from "./tier.ts";

/** The tiers, by the name that a series has for its ring. */
export type TierName = "live" | "recent" | "day";

/** Slots of one tier that a query reads. */
interface Piece extends Window {
  readonly tier: TierName;
  readonly step: number;
}

/** A piece of a tier, but for an empty one. */
function piece(tier: TierName, of: Tier, from: number, to: number): Piece[] {
  const window = of.window(from, to);
  return window.to < window.from ? [] : [{ ...window, tier, step: of.step }];
}

/** What lies before this time, milliseconds, has been lost from a tier. */
const before = (time: number) => time - 1e-3;

/**
 * Reads the samples of a span of time.
 *
 * From the recent tier, and what is older than that from the day tier. If the live tier covers the span,
 * but for the look-back in front of it, its series come from there: so a graph of minutes has a sample
 * every second, and one of an hour does not change its nature ten minutes before its end.
 */
export class Readout {
  readonly #slow: Plan;
  readonly #live: Plan | undefined;

  /**
   * @param from milliseconds
   * @param to milliseconds
   * @param lookback milliseconds for which a span may begin before the live tier
   */
  constructor(
    tiers: Readonly<Record<TierName, Tier>>,
    from: number,
    to: number,
    lookback: number,
  ) {
    const { live, recent, day } = tiers;
    const slow = (end: number) => [
      ...piece("day", day, from, Math.min(end, before(recent.oldest))),
      ...piece("recent", recent, Math.max(from, recent.oldest), end),
    ];
    this.#slow = new Plan(slow(to), to);
    if (live.head < 0 || from < live.oldest - lookback) return;
    const start = Math.max(from, live.oldest);
    this.#live = new Plan(
      [...slow(Math.min(to, before(start))), ...piece("live", live, start, to)],
      to,
    );
  }

  /** Whether a series has a sample in the span. */
  has(series: StoredSeries): boolean {
    return this.#planOf(series).has(series);
  }

  /** The samples of a series in the span; undefined if there are none. */
  series(series: StoredSeries): Series | undefined {
    return this.#planOf(series).read(series);
  }

  #planOf({ live }: StoredSeries): Plan {
    return this.#live && live && live.last >= live.first ? this.#live : this.#slow;
  }
}

/** The pieces of tiers that make up a span, one after the other. */
class Plan {
  readonly #count: number;
  #times: Float64Array | undefined;

  constructor(private readonly pieces: readonly Piece[], private readonly to: number) {
    this.#count = pieces.reduce((sum, { times }) => sum + times.length, 0);
  }

  has(series: StoredSeries): boolean {
    return this.pieces.some(({ tier, from, to }) => {
      const ring: Ring = series[tier]!;
      for (let slot = Math.max(from, ring.first); slot <= Math.min(to, ring.last); slot++) {
        if (ring.get(slot) !== STALE) return true;
      }
      return false;
    });
  }

  read(series: StoredSeries): Series | undefined {
    if (this.#count === 0) return undefined;
    const whole = this.pieces.every(({ tier, from, to }) => series[tier]!.filled(from, to));
    return whole ? this.#whole(series) : this.#gappy(series);
  }

  /** A series without a gap: the times are those of the others, too. */
  #whole(series: StoredSeries): Series {
    const values = new Float64Array(this.#count);
    let offset = 0;
    for (const { tier, from, to, times } of this.pieces) {
      series[tier]!.copy(from, to, values, offset);
      offset += times.length;
    }
    return { labels: series.labels, times: this.#allTimes(), values };
  }

  #allTimes(): Float64Array {
    if (this.#times) return this.#times;
    const all = this.#times = new Float64Array(this.#count);
    let offset = 0;
    for (const { times } of this.pieces) {
      all.set(times, offset);
      offset += times.length;
    }
    return all;
  }

  /** A gap is one stale marker, behind the sample before it. */
  #gappy(series: StoredSeries): Series | undefined {
    const times: number[] = [], values: number[] = [];
    let ended = true;
    for (const { tier, from, step, times: read } of this.pieces) {
      const ring: Ring = series[tier]!;
      for (let i = 0; i < read.length; i++) {
        const value = ring.get(from + i);
        if (value === STALE && ended) continue;
        ended = value === STALE;
        // Where no reading was made, it would have been a step later.
        const time = Number.isNaN(read[i]) ? times[times.length - 1] + step : read[i];
        if (time > this.to) break;
        times.push(time);
        values.push(value);
      }
    }
    return times.length === 0 ? undefined : { labels: series.labels, times, values };
  }
}
