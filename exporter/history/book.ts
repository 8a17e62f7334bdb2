import type { Labels, Metric, MetricFamily } from "../../collectors/collector.ts";
import { Turn } from "../../collectors/turns.ts";
import type { Matcher } from "../query/model.ts";
import type { TierName } from "./readout.ts";
import { keyOf, type Pairs, storedLabels, type StoredSeries, type Target } from "./series.ts";
import type { Tier } from "./tier.ts";

/** What is known of a family from the time before. */
interface Known {
  readonly labels: Labels[];
  readonly suffixes: (string | undefined)[];
  /** The series of each; undefined for one that found no place. */
  readonly series: (StoredSeries | undefined)[];
  /** The family that is being placed piece by piece, until it is kept; and whether all was looked for. */
  placing?: MetricFamily;
  placed: boolean;
}

/** What a book is told. */
export interface BookOptions {
  readonly maxSeries: number;
  readonly target: () => Target;
  /** The number of the reading that is made now. */
  readonly reading: () => number;
  readonly make: (labels: Pairs, metric?: Metric) => StoredSeries;
  /** No place was found for a series. */
  readonly onFull: () => void;
}

/**
 * All series, by their labels and by the samples that they come from. Collectors keep `Metric` and
 * `Labels` objects from scrape to scrape, so a series is known again by them; its labels are looked at
 * only where they are new.
 *
 * Where there is no place, the one of the series that has been away for the longest goes to the new one;
 * if none is away, the new one is left out.
 */
export class Book {
  readonly #byKey = new Map<string, StoredSeries>();
  readonly #byName = new Map<string, Set<StoredSeries>>();
  readonly #known = new WeakMap<Metric, Known>();
  /** Those of a reading: V8 follows a WeakMap only at the end of its marking, when the program stands still. */
  #held: { readonly reading: number; readonly known: Set<Known> } = {
    reading: -1,
    known: new Set(),
  };
  /** Series of rules by the object of their labels, which a rule keeps as long as it gives them. */
  readonly #recorded = new WeakMap<Pairs, StoredSeries>();
  /** How many are read every second. */
  #live = 0;
  /** Series that were away at a reading, the longest first. */
  #away: { readonly reading: number; readonly series: StoredSeries[] } = {
    reading: -1,
    series: [],
  };

  constructor(private readonly options: BookOptions) {}

  get size(): number {
    return this.#byKey.size;
  }

  /** How many have a ring in the live tier. */
  get live(): number {
    return this.#live;
  }

  all(): Iterable<StoredSeries> {
    return this.#byKey.values();
  }

  /** The series of each sample of a family, in order; undefined for one that found no place. */
  seriesOf(family: MetricFamily): readonly (StoredSeries | undefined)[] {
    return this.place(family, 0, family.size);
  }

  /**
   * The same of the samples in [from, to) only; of the others it is what was known before, of other samples
   * perhaps. To place a new series takes 5 µs.
   */
  place(family: MetricFamily, from: number, to: number): readonly (StoredSeries | undefined)[] {
    const { metric, size } = family;
    let known = this.#known.get(metric);
    if (!known) {
      this.#known.set(metric, known = { labels: [], suffixes: [], series: [], placed: false });
    }
    this.#hold(known);
    if (known.placed && known.placing === family) return this.#again(known, family);
    // The same metric of another reading may come between two pieces.
    if (from === 0) known.placing = family;
    known.labels.length = known.suffixes.length = known.series.length = size;
    for (let i = from; i < to; i++) {
      const labels = family.labels[i], suffix = family.suffixes?.[i];
      let series = known.series[i];
      const same = known.labels[i] === labels && known.suffixes[i] === suffix;
      if (!same || (series ? series.gone : !this.#full)) {
        known.labels[i] = labels;
        known.suffixes[i] = suffix;
        known.series[i] = series = this.#find(family, i);
      }
      if (series) series.seen = this.options.reading();
    }
    // Pieces come in order.
    known.placed = to === size && known.placing === family;
    return known.series;
  }

  /** Of a family that was just placed; only who lost its place since then is looked for. */
  #again(known: Known, family: MetricFamily): readonly (StoredSeries | undefined)[] {
    const reading = this.options.reading();
    const { series } = known;
    known.placing = undefined;
    for (let i = 0; i < series.length; i++) {
      let one = series[i];
      if (one?.gone) one = series[i] = this.#find(family, i);
      if (one) one.seen = reading;
    }
    return series;
  }

  /**
   * The series of exactly these labels, which are those of no target: a rule recorded it. Undefined if it
   * finds no place.
   */
  recorded(labels: Pairs): StoredSeries | undefined {
    let series = this.#recorded.get(labels);
    if (!series || series.gone) {
      series = this.#of(labels);
      if (series) this.#recorded.set(labels, series);
    }
    if (series) series.seen = this.options.reading();
    return series;
  }

  /** The series whose labels pass all the matchers. */
  matching(matchers: readonly Matcher[]): StoredSeries[] {
    const ofName = matchers.filter(({ name }) => name === "__name__");
    const ofLabels = matchers.filter(({ name }) => name !== "__name__");
    const found: StoredSeries[] = [];
    for (const [name, named] of this.#named(ofName)) {
      if (!ofName.every((matcher) => matcher.matches(name))) continue;
      for (const series of named) {
        const { labels } = series;
        // A label may be called like what every object has.
        const value = (name: string) => Object.hasOwn(labels, name) ? labels[name] : "";
        if (ofLabels.every((matcher) => matcher.matches(value(matcher.name)))) found.push(series);
      }
    }
    return found;
  }

  /** Gives a series' place and its memory away. */
  remove(series: StoredSeries): void {
    series.gone = true;
    for (const ring of [series.live, series.recent, series.day]) ring?.clear();
    if (series.live) this.#live--;
    this.#byKey.delete(keyOf(series.labels));
    const name = series.labels.__name__;
    const named = this.#byName.get(name)!;
    named.delete(series);
    if (named.size === 0) this.#byName.delete(name);
  }

  /** Lets go of what no tier has any more, in turns: all series are looked at. */
  async sweep(tiers: Readonly<Record<TierName, Pick<Tier, "tail">>>): Promise<void> {
    const names = Object.keys(tiers) as TierName[];
    const turn = new Turn("patient");
    for (const series of this.all()) {
      let kept = false;
      for (const name of names) {
        const ring = series[name];
        if (ring && ring.last >= tiers[name].tail) kept = true;
        else ring?.clear();
      }
      if (!kept) this.remove(series);
      if (turn.isOver) await turn.next();
    }
  }

  #hold(known: Known): void {
    const reading = this.options.reading();
    if (this.#held.reading !== reading) this.#held = { reading, known: new Set() };
    this.#held.known.add(known);
  }

  /** The series of a sample. */
  #find({ metric, labels, suffixes }: MetricFamily, i: number): StoredSeries | undefined {
    if (this.options.reading() === 0 && this.#full) {
      // Before the first reading all are new, and to look for 50,000 that find no place takes 200 ms.
      this.options.onFull();
      return undefined;
    }
    const name = metric.name + (suffixes?.[i] ?? "");
    return this.#of(storedLabels(name, labels[i], this.options.target()), metric);
  }

  /** The series of these labels: the one that has a place, or a new one. */
  #of(labels: Pairs, metric?: Metric): StoredSeries | undefined {
    const key = keyOf(labels);
    const found = this.#byKey.get(key);
    if (found) return found;
    if (this.size >= this.options.maxSeries && !this.#makeRoom()) {
      this.options.onFull();
      return undefined;
    }
    const series = this.options.make(labels, metric);
    this.#byKey.set(key, series);
    if (series.live) this.#live++;
    const named = this.#byName.get(labels.__name__);
    if (named) named.add(series);
    else this.#byName.set(labels.__name__, new Set([series]));
    return series;
  }

  get #full(): boolean {
    return this.size >= this.options.maxSeries && this.#awayNow().length === 0;
  }

  #makeRoom(): boolean {
    for (let oldest; (oldest = this.#awayNow().shift());) {
      // It may have come back with this very reading.
      if (oldest.gone || !this.#isAway(oldest)) continue;
      this.remove(oldest);
      return true;
    }
    return false;
  }

  #awayNow(): StoredSeries[] {
    const reading = this.options.reading();
    if (this.#away.reading !== reading) {
      const series = [...this.all()].filter((series) => this.#isAway(series));
      this.#away = { reading, series: series.sort((a, b) => a.seen - b.seen) };
    }
    return this.#away.series;
  }

  /** Whether neither of the last two readings gave the series, nor this one so far. */
  #isAway({ seen }: StoredSeries): boolean {
    return seen < this.options.reading() - 2;
  }

  #named(matchers: readonly Matcher[]): Iterable<[string, Set<StoredSeries>]> {
    const exact = matchers.find(({ type }) => type === "=");
    if (!exact) return this.#byName;
    const named = this.#byName.get(exact.value);
    return named ? [[exact.value, named]] : [];
  }
}
