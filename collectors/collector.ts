/**
 * The few types that everybody speaks: what a metric family is, what a collector is, and what a
 * collector gets to see of the host.
 *
 * @module
 */
import type { Files } from "./linux/files.ts";
import type { Source } from "./readings.ts";
import type { Flag, FlagValues } from "./flags.ts";

/** The metric types of the Prometheus exposition formats; `unknown` is `untyped` in the text format. */
export type MetricType = "counter" | "gauge" | "histogram" | "summary" | "unknown";

/**
 * The labels of one series, immutable. Collectors keep the object from scrape to scrape, so that
 * the text is rendered once and a series is recognised by identity.
 *
 * @example
 * ```ts
 * import { Labels } from "./collector.ts";
 * const labels = new Labels({ device: "sda", path: 'a"b' });
 * if (labels.text !== '{device="sda",path="a\\"b"}') throw new Error(labels.text);
 * ```
 */
export class Labels {
  /** Of a series without labels. */
  static readonly none: Labels = new Labels({});
  #text: string | undefined;
  #key: string | undefined;

  /** @param pairs label name to value, in the order in which they are shown */
  constructor(readonly pairs: Readonly<Record<string, string>>) {}

  /** As both exposition formats write it: `{name="value",…}` with `\`, `"` and newline escaped; empty without labels. */
  get text(): string {
    return this.#text ??= render(this.pairs);
  }

  /** The same for the same labels in whatever order. */
  get key(): string {
    return this.#key ??= isSorted(this.pairs)
      ? this.text
      : render(Object.fromEntries(Object.entries(this.pairs).sort()));
  }
}

function render(pairs: Readonly<Record<string, string>>): string {
  let text = "";
  for (const name in pairs) {
    text += `${text && ","}${name}="${pairs[name].replace(/[\\"\n]/g, escape)}"`;
  }
  return text && `{${text}}`;
}

/** Most labels are in order already, and two texts of each of 60,000 take 10 MB. */
function isSorted(pairs: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(pairs);
  return names.every((name, i) => i === 0 || names[i - 1] < name);
}

const escape = (char: string) => char === "\n" ? "\\n" : `\\${char}`;

/** One value of one series, at the moment of the reading. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** Of a histogram or summary: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string;
}

/**
 * A metric and its samples: what a collector gives. In columns, because a large host has 60,000 samples, and as
 * objects they would be as many for V8 to carry along. Immutable.
 *
 * @example
 * ```ts
 * import { gauge, Labels } from "./collector.ts";
 * const labels = [new Labels({ device: "sda" }), new Labels({ device: "sdb" })];
 * const family = gauge("node_disk_io_now", "I/Os in progress.", "device").column(labels, [3, NaN]);
 * if (family.values.join() !== "3" || family.labels[0] !== labels[0]) throw new Error("a gap is no sample");
 * ```
 */
export class MetricFamily {
  constructor(
    readonly metric: Metric,
    /** Of each sample. */
    readonly labels: readonly Labels[],
    /** Of each sample. */
    readonly values: readonly number[],
    /** Of each sample, where the family is a histogram or summary. */
    readonly suffixes?: readonly (string | undefined)[],
  ) {}

  /** How many samples there are. */
  get size(): number {
    return this.values.length;
  }

  /** The samples one by one; made at each call. */
  get samples(): Sample[] {
    const { labels, values, suffixes } = this;
    return values.map((value, i) =>
      suffixes?.[i]
        ? { labels: labels[i], value, suffix: suffixes[i] }
        : { labels: labels[i], value }
    );
  }
}

/**
 * What a family is, said once: name, type, help and the names of its labels.
 *
 * @example
 * ```ts
 * import { gauge } from "./collector.ts";
 * const load1 = gauge("node_load1", "1m load average.");
 * load1.one(0.25); // a family with one sample
 * ```
 */
export class Metric {
  constructor(
    /** In full, `_total` included. */
    readonly name: string,
    readonly type: MetricType,
    readonly help: string,
    /** For the reference; the samples carry the labels themselves. */
    readonly labels: readonly string[] = [],
  ) {}

  /** The family with a single sample without labels. */
  one(value: number): MetricFamily {
    return new MetricFamily(this, NO_LABELS, [value]);
  }

  /** The family with these samples. */
  of(samples: readonly Sample[]): MetricFamily {
    const labels = samples.map(({ labels }) => labels);
    const values = samples.map(({ value }) => value);
    const isPlain = samples.every(({ suffix }) => suffix === undefined);
    const suffixes = isPlain ? undefined : samples.map(({ suffix }) => suffix);
    return new MetricFamily(this, labels, values, suffixes);
  }

  /** The family with a sample for each of these labels, but where the value is NaN. */
  column(labels: readonly Labels[], values: readonly number[]): MetricFamily {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isNaN(values[i])) continue;
      const has = (_: unknown, i: number) => !Number.isNaN(values[i]);
      return new MetricFamily(this, labels.filter(has), values.filter(has));
    }
    return new MetricFamily(this, labels, values);
  }
}

/** Of a family with one sample without labels. */
const NO_LABELS: readonly Labels[] = [Labels.none];

/** A value that only grows, as the kernel counts it. */
export const counter = (name: string, help: string, ...labels: string[]): Metric =>
  new Metric(name, "counter", help, labels);

/** A value that goes up and down. */
export const gauge = (name: string, help: string, ...labels: string[]): Metric =>
  new Metric(name, "gauge", help, labels);

/** A value of which the source does not say what it is; node_exporter's `untyped`. */
export const unknown = (name: string, help: string, ...labels: string[]): Metric =>
  new Metric(name, "unknown", help, labels);

/**
 * Thrown by a collector where the host has nothing of its kind: not an error, logged at debug. It is
 * not asked again for half a minute.
 */
export class NoData extends Error {
  override name = "NoData";

  /** @param success whether `node_scrape_collector_success` is 1 all the same, as node_exporter has it */
  constructor(message: string, readonly success = false) {
    super(message);
  }
}

/** The part of a logger that collectors use. */
export interface Log {
  debug(message: string, properties?: Record<string, unknown>): void;
  info(message: string, properties?: Record<string, unknown>): void;
  warn(message: string, properties?: Record<string, unknown>): void;
}

/** What a collector gets to see. */
export interface Host {
  /** Readings that every system has, from /proc or from systeminformation. */
  readonly source: Source;
  /** The files below the proc, sys and root directories. */
  readonly files: Files;
  /** The values of the collector's flags. */
  readonly flags: FlagValues;
  readonly log: Log;
  /** Milliseconds, monotonic. */
  readonly monotonic: () => number;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** A collector that runs. */
export interface Running {
  /**
   * One reading as families. What it throws, or a promise that settles later than the scrape's
   * deadline, costs only this collector's samples.
   *
   * @param budget milliseconds that this scrape can wait
   */
  collect(budget: number): MetricFamily[] | Promise<MetricFamily[]>;
  /** Called once a second: for values over a window, which must not depend on who scrapes. */
  tick?(): void | Promise<void>;
}

/** What a collector does, without what the command line says of it. */
export interface Reader {
  /** Every family that it can give; `<field>` stands for a name that the kernel decides. For METRICS.md. */
  readonly metrics: readonly Metric[];
  start(host: Host): Running;
}

/** One resource of the host. File name, name and flag are one word: node_exporter's, where it has one. */
export interface Collector extends Omit<Reader, "metrics"> {
  readonly name: string;
  /** One line for `--help`. */
  readonly help: string;
  /** Runs only if asked for by `--collector.NAME`. */
  readonly offByDefault?: boolean;
  /** Which systems have it: `linux` reads files that only Linux has. */
  readonly system: "any" | "linux";
  /** Its families, or what loads them. */
  readonly metrics: readonly Metric[] | (() => Promise<readonly Metric[]>);
  /** Its own flags. */
  readonly flags?: readonly Flag[];
}
