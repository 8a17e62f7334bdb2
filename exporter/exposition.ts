/**
 * Metric families as text: Prometheus' text format 0.0.4 and OpenMetrics 1.0.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { Labels, type Metric, type MetricFamily, type Sample } from "../collectors/collector.ts";
import { atOnce } from "../collectors/turns.ts";
import { Texts } from "./texts.ts";

/** The formats, by the name that `--format` has for them. */
export type Format = "text" | "openmetrics";

/** What the `Content-Type` of each format is. */
export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  text: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

/** A whole scrape. */
export interface Exposition {
  /** Of a small host it is one: to put a large one's together takes 12 ms and as much memory again. */
  readonly texts: readonly string[];
  /** They have no other characters, so their length is also that of their bytes. */
  readonly ascii: boolean;
}

/** Series after which the encoder lets others work. */
const PIECE = 128;

// deno-lint-ignore no-control-regex -- all of ASCII
const ASCII = /^[\x00-\x7f]*$/;

/** What is known of a family from the time before. */
interface Known {
  /** The last ones, unless they brought new values: those are gone when the scrape is. */
  samples: readonly Sample[] | undefined;
  readonly labels: readonly Labels[];
  readonly suffixes: readonly (string | undefined)[];
  readonly values: number[];
  /**
   * The head, and of each line its name, its labels, which are one text for both formats, and its value.
   * Not whole lines: of a large host they would be 60,000 texts of 100 bytes at each scrape.
   */
  readonly parts: string[];
  /**
   * The parts as one text, if they were so for two scrapes: a text that lives until the next one makes
   * V8 look through all its memory sooner.
   */
  text: string | undefined;
  readonly ascii: boolean;
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
    return atOnce(this.encoding(families)).texts.join("");
  }

  /** The same in pieces, for `inTurns`: a large host has 60,000 series. */
  *encoding(families: readonly MetricFamily[]): Generator<void, Exposition> {
    const texts = new Texts();
    const all: Known[] = [];
    let series = 0, ascii = true;
    for (const family of this.#merged(families)) {
      if (family.samples.length === 0) continue;
      const { metric, samples } = family;
      let known = this.#known.get(metric);
      if (!known || !isOf(known, samples)) known = yield* this.#learn(family);
      texts.add(textOf(known, samples));
      ascii &&= known.ascii;
      all.push(known);
      if ((series += samples.length) >= PIECE) {
        series = 0;
        yield;
      }
    }
    this.#last = all;
    if (this.format === "openmetrics") texts.add("# EOF\n");
    return { texts: texts.end(), ascii };
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

  *#learn({ metric, samples }: MetricFamily): Generator<void, Known> {
    // Half of all families are one series, and nothing stands twice there.
    const unique = samples.length === 1 ? samples : yield* distinct(samples);
    const { name } = metric;
    if (unique.length < samples.length) this.#sayTwice(name);
    const head = this.#head(metric);
    const parts = [head], labels: Labels[] = [], values: number[] = [];
    const suffixes: (string | undefined)[] = [];
    let ascii = ASCII.test(head);
    for (let i = 0; i < unique.length; i++) {
      const { labels: own, suffix, value } = unique[i];
      labels.push(own);
      suffixes.push(suffix);
      values.push(value);
      parts.push(suffix ? name + suffix : name, own.text, ` ${number(value)}\n`);
      ascii &&= own === Labels.none || ASCII.test(own.text);
      if (i % PIECE === PIECE - 1) yield;
    }
    const learned: Known = { samples, labels, suffixes, values, parts, text: undefined, ascii };
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

/** Whether these are the series of the time before, in the same order. */
function isOf({ samples: before, labels, suffixes }: Known, samples: readonly Sample[]): boolean {
  // A collector that keeps its families gives the same samples again.
  if (samples === before) return true;
  if (labels.length !== samples.length) return false;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== samples[i].labels || suffixes[i] !== samples[i].suffix) return false;
  }
  return true;
}

/** The text of a family with the values of these samples, which are the known series. */
function textOf(known: Known, samples: readonly Sample[]): string {
  if (known.samples === samples) return known.text ??= known.parts.join("");
  const { values, parts } = known;
  let changed = false;
  for (let i = 0; i < values.length; i++) {
    const { value } = samples[i];
    if (Object.is(value, values[i])) continue;
    values[i] = value;
    parts[3 * i + 3] = ` ${number(value)}\n`;
    changed = true;
  }
  if (changed) {
    known.samples = known.text = undefined;
    return parts.join("");
  }
  known.samples = samples;
  return known.text ??= parts.join("");
}

/** The samples without those whose name and labels stand before them. */
function* distinct(samples: readonly Sample[]): Generator<void, readonly Sample[]> {
  const seen = new Set<string>();
  const unique: Sample[] = [];
  for (const [i, sample] of samples.entries()) {
    const before = seen.size;
    if (seen.add(`${sample.suffix ?? ""}${sample.labels.key}`).size > before) unique.push(sample);
    if (i % PIECE === PIECE - 1) yield;
  }
  return unique;
}

/**
 * Families of the same name as one, where the first of them stands. One of another type than the first
 * that has samples is left out: its samples would be read as what they are not.
 */
function merged(families: readonly MetricFamily[]): MetricFamily[] {
  const byName = new Map<string, MetricFamily>();
  for (const family of families) {
    const { metric, samples } = family;
    const before = byName.get(metric.name);
    if (!before || before.samples.length === 0) byName.set(metric.name, family);
    else if (before.metric.type === metric.type) {
      byName.set(metric.name, { ...before, samples: [...before.samples, ...samples] });
    }
  }
  return [...byName.values()];
}

/** A value as both formats write it. */
function number(value: number): string {
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  return `${value}`;
}

const escape = (char: string) => char === "\n" ? "\\n" : `\\${char}`;

/** A sample as JSON has it: numbers that JSON lacks are texts. */
interface JsonSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | string;
}

/** A family as `--format json` writes it. */
export interface JsonFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly JsonSample[];
}

/** Families for `--format json`; NaN and the infinities are the texts `NaN`, `+Inf`, `-Inf`. */
export function toJson(families: readonly MetricFamily[]): JsonFamily[] {
  return merged(families).filter(({ samples }) => samples.length > 0).map((
    { metric: { name, type, help }, samples },
  ) => ({
    name,
    type,
    help,
    samples: atOnce(distinct(samples)).map(({ labels, value, suffix }) => ({
      name: name + (suffix ?? ""),
      labels: labels.pairs,
      value: Number.isFinite(value) ? value : number(value),
    })),
  }));
}
