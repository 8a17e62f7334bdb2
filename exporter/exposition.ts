/**
 * Metric families as text: Prometheus' text format 0.0.4 and OpenMetrics 1.0.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Labels, Metric, MetricFamily } from "../collectors/collector.ts";
import { atOnce } from "../collectors/turns.ts";
import { Bytes, type Lines } from "./bytes.ts";
import { distinct, merged } from "./distinct.ts";

/** The formats, by the name that `--format` has for them. */
export type Format = "text" | "openmetrics";

/** What the `Content-Type` of each format is. */
export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  text: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

/** Series after which the encoder lets others work. */
const PIECE = 128;

/** What OpenMetrics ends with. */
const END = new TextEncoder().encode("# EOF\n");

/** What is known of a family from the time before. */
interface Known {
  /** The last ones, unless one was new: those are gone when the scrape is. */
  last: readonly number[] | undefined;
  readonly labels: readonly Labels[];
  readonly suffixes: MetricFamily["suffixes"];
  readonly values: Float64Array;
  /** The head is the first line's. */
  readonly lines: Lines;
  /** All of it, once two scrapes had the same values. */
  whole: Uint8Array | undefined;
}

/**
 * Turns families into text. Keeps the lines of known series, so that at the next scrape only those
 * are made anew whose value is new; one encoder a format, for as long as the program runs.
 *
 * Two series with the same name and labels never leave it: of those the first is taken, and a log line
 * names the family once.
 *
 * @example
 * ```ts
 * import { gauge } from "../collectors/collector.ts";
 * import { Encoder } from "./exposition.ts";
 * const text = new Encoder("text").encode([gauge("node_load1", "1m load average.").one(0.25)]);
 * if (text !== "# HELP node_load1 1m load average.\n# TYPE node_load1 gauge\nnode_load1 0.25\n") {
 *   throw new Error(text);
 * }
 * ```
 */
export class Encoder {
  readonly #saidTwice = new Set<string>();
  readonly #known = new WeakMap<Metric, Known>();
  /** Memory for a scrape; whoever works with it takes it away. */
  #spare: Uint8Array<ArrayBuffer> | undefined;
  /**
   * Those of the last scrape. V8 follows a WeakMap only at the end of its marking, when the program
   * stands still: by this list it has been there before.
   */
  #last: readonly Known[] = [];
  /** The metrics of the last families, if no two of them had the same name. */
  #distinct: readonly Metric[] = [];
  /** Counters that keep their names in OpenMetrics, because another family has the one without `_total`. */
  #clashing: ReadonlySet<Metric> = new Set();

  constructor(readonly format: Format) {}

  /** The text of a whole scrape. Families without samples are left out; of one name they become one. */
  encode(families: readonly MetricFamily[]): string {
    return new TextDecoder().decode(atOnce(this.encoding(families)));
  }

  /** The same as bytes, and in pieces, for `inTurns`: a large host has 60,000 series. */
  *encoding(families: readonly MetricFamily[]): Generator<void, Uint8Array<ArrayBuffer>> {
    const bytes = new Bytes(this.#spare);
    this.#spare = undefined;
    const all: Known[] = [];
    let series = 0;
    for (const family of this.#merged(families)) {
      if (family.size === 0) continue;
      let known = this.#known.get(family.metric);
      if (known && isOf(known, family)) write(known, family.values, bytes);
      else {
        known = yield* this.#learn(family);
        bytes.addLines(known.lines, known.values);
      }
      all.push(known);
      if ((series += family.size) >= PIECE) {
        series = 0;
        yield;
      }
    }
    this.#last = all;
    if (this.format === "openmetrics") bytes.add(END);
    return bytes.end();
  }

  /** Nobody needs these bytes any more: their memory is there for the next scrape. */
  reuse(bytes: Uint8Array<ArrayBuffer>): void {
    this.#spare = new Uint8Array(bytes.buffer);
  }

  #merged(families: readonly MetricFamily[]): Iterable<MetricFamily> {
    const before = this.#distinct;
    if (
      families.length === before.length &&
      families.every(({ metric }, i) => metric === before[i])
    ) return families;
    const byName = merged(families);
    this.#distinct = byName.length === families.length ? families.map(({ metric }) => metric) : [];
    if (this.format === "openmetrics") this.#keepApart(clashing(byName));
    return byName;
  }

  /** Their heads are made anew where that changes them. */
  #keepApart(now: ReadonlySet<Metric>): void {
    for (const metric of now.symmetricDifference(this.#clashing)) this.#known.delete(metric);
    this.#clashing = now;
  }

  *#learn(family: MetricFamily): Generator<void, Known> {
    // Half of all families are one series, and nothing stands twice there.
    const unique = family.size === 1 ? family : yield* distinct(family);
    const { metric, labels, suffixes } = unique;
    if (unique.size < family.size) this.#sayTwice(metric.name);
    const texts: string[] = [];
    for (let i = 0; i < labels.length; i++) {
      texts.push((i === 0 ? this.#head(metric) : "") + nameOf(unique, i) + labels[i].text);
      if (i % PIECE === PIECE - 1) yield;
    }
    const values = Float64Array.from(unique.values);
    const lines = linesOf(texts);
    const learned: Known = {
      last: family.values,
      labels,
      suffixes,
      values,
      lines,
      whole: undefined,
    };
    this.#known.set(metric, learned);
    return learned;
  }

  #sayTwice(name: string): void {
    if (this.#saidTwice.has(name)) return;
    this.#saidTwice.add(name);
    getLogger(["hostvitals", "exposition"])
      .warn("of series of {name} that stand twice only the first is served", { name });
  }

  #head(metric: Metric): string {
    const { name, type, help } = metric;
    if (this.format === "text") {
      const text = help.replace(/[\\\n]/g, escape);
      return `# HELP ${name} ${text}\n# TYPE ${name} ${type === "unknown" ? "untyped" : type}\n`;
    }
    // A counter's family is its name without `_total`. One that has none, or shares it with another family, keeps
    // its name, which every rule and dashboard knows, and loses its type.
    const isCounter = hasTotal({ name, type }) && !this.#clashing.has(metric);
    const family = isCounter ? name.slice(0, -TOTAL.length) : name;
    const said = type === "counter" && !isCounter ? "unknown" : type;
    return `# HELP ${family} ${help.replace(/[\\\n"]/g, escape)}\n# TYPE ${family} ${said}\n`;
  }
}

const TOTAL = "_total";

const hasTotal = ({ name, type }: Pick<Metric, "name" | "type">) =>
  type === "counter" && name.endsWith(TOTAL);

/** Counters whose names of OpenMetrics, that of the family and that of its `_created`, are other families'. */
function clashing(families: readonly MetricFamily[]): ReadonlySet<Metric> {
  const names = new Set(families.map(({ metric }) => metric.name));
  const found = families.filter(({ metric }) => {
    const family = metric.name.slice(0, -TOTAL.length);
    return hasTotal(metric) && (names.has(family) || names.has(`${family}_created`));
  });
  return new Set(found.map(({ metric }) => metric));
}

/** The name of a sample. */
function nameOf({ metric: { name }, suffixes }: MetricFamily, i: number): string {
  const suffix = suffixes?.[i];
  return suffix ? name + suffix : name;
}

/** Whether these are the series of the time before, in the same order. */
function isOf(before: Known, { labels, values, suffixes }: MetricFamily): boolean {
  // A collector that keeps its families gives the same values again.
  if (values === before.last) return true;
  if (before.labels.length !== labels.length) return false;
  if (before.labels !== labels) {
    for (let i = 0; i < labels.length; i++) if (before.labels[i] !== labels[i]) return false;
  }
  if (!before.suffixes && !suffixes) return true;
  return labels.every((_, i) => before.suffixes?.[i] === suffixes?.[i]);
}

/** Texts that stay the same, as bytes. */
function linesOf(texts: readonly string[]): Lines {
  const whole = texts.join("");
  const fixed = new TextEncoder().encode(whole);
  // Nearly always all of it is ASCII, and each character a byte.
  const bytes = fixed.length === whole.length
    ? (text: string) => text.length
    : (text: string) => new TextEncoder().encode(text).length;
  let end = 0;
  return { fixed, ends: Int32Array.from(texts, (text) => end += bytes(text)) };
}

/** Writes a known family with these values. */
function write(known: Known, values: readonly number[], bytes: Bytes): void {
  const changed = known.last !== values && take(known, values);
  known.last = changed ? undefined : values;
  if (changed) known.whole = undefined;
  if (known.whole) return bytes.add(known.whole);
  const begin = bytes.length;
  bytes.addLines(known.lines, known.values);
  if (!changed) known.whole = bytes.since(begin);
}

/** Takes over the values. @returns whether one is new */
function take({ values: known }: Known, values: readonly number[]): boolean {
  let changed = false;
  for (let i = 0; i < known.length; i++) {
    // Both zeros are written alike.
    if (values[i] === known[i] || Number.isNaN(values[i]) && Number.isNaN(known[i])) continue;
    known[i] = values[i];
    changed = true;
  }
  return changed;
}

const escape = (char: string) => char === "\n" ? "\\n" : `\\${char}`;
