/**
 * What the collectors of devices below /sys share: tables of files that hold a number, and samples
 * gathered by metric.
 *
 * @module
 */
import { type Labels, type Metric, type MetricFamily, NoData, type Sample } from "../collector.ts";
import { isOld } from "../rarely.ts";
import { identity } from "./class.ts";
import type { Files } from "./files.ts";

/** A file of a device that holds a number, its metric, and its unit in the metric's. */
export type Attribute = readonly [file: string, metric: Metric, unit?: number];

/** Rounds, a minute of the usual ones, after which a device is asked again which files it has: drivers add some later. */
const ASKED_AGAIN = 4;

/**
 * The names in a directory that are devices.
 *
 * @throws {NoData} where there are none
 */
export function devices(files: Files, dir: string, device = /./): string[] {
  const names = files.list(dir).filter((name) => device.test(name));
  if (names.length === 0) throw new NoData(`${dir} has no devices`);
  return names;
}

/** Samples, gathered device by device and given out metric by metric. */
export class Gathered {
  readonly #samples = new Map<Metric, Sample[]>();

  /** One sample; none where there is no value. */
  add(metric: Metric, labels: Labels, value: number | undefined): void {
    if (value === undefined) return;
    const samples = this.#samples.get(metric);
    if (samples) samples.push({ labels, value });
    else this.#samples.set(metric, [{ labels, value }]);
  }

  /** Every metric that has a sample, in the order in which they came. */
  families(): MetricFamily[] {
    return Array.from(this.#samples, ([metric, samples]) => metric.of(samples));
  }
}

function plainNumber(text: string): number | undefined {
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** Reads the files of a table. Which of them a device has is remembered: those it lacks cost nothing. */
export class AttributeReader {
  readonly #has = new Map<string, readonly Attribute[]>();
  #rounds = 0;

  constructor(private readonly files: Files, private readonly table: readonly Attribute[]) {}

  /** A new round begins. */
  round(): void {
    if (++this.#rounds % ASKED_AGAIN === 0) this.#has.clear();
  }

  /**
   * The numbers of the device in a directory. A file that is gone, or holds no number (`N/A`), gives
   * no sample.
   *
   * @param parse what the text of a file says, if it is not a plain number
   */
  read(dir: string, labels: Labels, into: Gathered, parse = plainNumber): void {
    for (const [file, metric, unit = 1] of this.#attributes(dir)) {
      const text = this.files.attribute(`${dir}/${file}`);
      const value = text ? parse(text) : undefined;
      if (value !== undefined) into.add(metric, labels, value * unit);
    }
  }

  #attributes(dir: string): readonly Attribute[] {
    // Another device may have its place by now.
    const key = `${dir} ${identity(this.files, dir)}`;
    let has = this.#has.get(key);
    if (!has) {
      const names = new Set(this.files.list(dir));
      has = this.table.filter(([file]) => names.has(file));
      if (names.size > 0) this.#has.set(key, has);
    }
    return has;
  }
}

/** Keeps what is made of the names in a directory until they are other names, or it is old. */
export class WhileSame<T> {
  #names: readonly string[] | undefined;
  #made!: T;
  #at = -Infinity;

  /** @param monotonic milliseconds */
  constructor(
    private readonly monotonic: () => number,
    private readonly make: (names: readonly string[]) => T,
  ) {}

  get(names: readonly string[]): T {
    const known = this.#names;
    const now = this.monotonic();
    if (
      isOld(now - this.#at) || known?.length !== names.length ||
      names.some((name, i) => name !== known[i])
    ) {
      this.#made = this.make(names);
      this.#names = names;
      this.#at = now;
    }
    return this.#made;
  }
}
