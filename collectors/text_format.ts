/**
 * Reads Prometheus' text format 0.0.4, as strictly as Prometheus' own library does.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 * @module
 */
import { Labels, type MetricType, type Sample } from "./collector.ts";
import { readFloat } from "./go_float.ts";
import { quote } from "./linux/text.ts";
import { bySeries, pointLabel } from "./text_series.ts";

/** A family as a text says it. */
export interface TextFamily {
  readonly name: string;
  readonly type: MetricType;
  /** Undefined where the text has none. */
  readonly help?: string;
  /**
   * In the order of the text; those of a histogram or summary by series, and each of them with its
   * sum and count. Labels are sorted, without those whose value is empty: that is the same series.
   */
  readonly samples: readonly Sample[];
}

/** What a text says. */
export interface TextFormat {
  readonly families: TextFamily[];
  /** The line of the first sample with a timestamp. */
  readonly timestampLine?: number;
}

/** A family while it is read. */
interface Draft {
  readonly name: string;
  type?: MetricType;
  help?: string;
  readonly samples: Sample[];
}

/** A sample's family, and what of it the name says. */
interface Place {
  readonly draft: Draft;
  readonly suffix?: string;
}

const TYPES: ReadonlyMap<string, MetricType> = new Map([
  ["COUNTER", "counter"],
  ["GAUGE", "gauge"],
  ["HISTOGRAM", "histogram"],
  ["SUMMARY", "summary"],
  ["UNTYPED", "unknown"],
]);

/** What stands behind the family's name in the samples of these types. */
const SUFFIXES: Readonly<Partial<Record<MetricType, readonly string[]>>> = {
  summary: ["_count", "_sum"],
  histogram: ["_count", "_sum", "_bucket"],
};

/** Every name that samples of a family can have. */
export const sampleNames = (name: string, type: MetricType): string[] => [
  name,
  ...(SUFFIXES[type] ?? []).map((suffix) => name + suffix),
];

const COMMENT = /^#[ \t]*(HELP|TYPE)[ \t]+(.*)$/s;
const COMMENTED = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:[ \t]+(.*))?$/s;
const SAMPLE_NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL =
  /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"([^"\\]*(?:\\["\\n][^"\\]*)*)"[ \t]*([,}])/y;
const LABELS_END = /[ \t]*}/y;
const VALUE = /[ \t]*([^ \t]*)(?:[ \t]+(.*))?$/sy;

/** In a text that was bytes of another encoding this stands for them. */
const NOT_UTF8 = "\ufffd";

/**
 * Parses a text in format 0.0.4.
 *
 *     # HELP backup_seconds How long the last backup took.
 *     # TYPE backup_seconds gauge
 *     backup_seconds{host="db1",path="C:\\data"} 12.5
 *
 * Metric names in quotes (UTF-8 names of Prometheus 3) are refused: 0.0.4 has no words for them on
 * the way out.
 *
 * @throws {SyntaxError} `line 3: …`, with the text that is wrong; nothing of a text with an error counts
 */
export function parseTextFormat(text: string): TextFormat {
  const reader = new Reader();
  let start = 0, line = 0;
  for (let end; (end = text.indexOf("\n", start)) >= 0; start = end + 1) {
    at(++line, () => reader.line(text.slice(start, end), line));
  }
  if (/[^ \t]/.test(text.slice(start))) {
    at(line + 1, () => fail(`the last line does not end: ${quote(text.slice(start))}`));
  }
  return { families: reader.families(), timestampLine: reader.timestampLine };
}

/** Puts the line in front of what is wrong with it. */
function at(line: number, read: () => void): void {
  try {
    read();
  } catch (error) {
    throw new SyntaxError(`line ${line}: ${(error as Error).message}`);
  }
}

function fail(problem: string): never {
  throw new SyntaxError(problem);
}

class Reader {
  timestampLine: number | undefined;
  readonly #drafts = new Map<string, Draft>();

  line(raw: string, number: number): void {
    const line = raw.replace(/^[ \t]+/, "");
    if (line === "") return;
    if (line.startsWith("#")) this.#comment(line);
    else if (this.#sample(line)) this.timestampLine ??= number;
  }

  /** The families that have samples. */
  families(): TextFamily[] {
    return [...this.#drafts.values()].filter(({ samples }) => samples.length > 0).map(
      ({ name, type = "unknown", help, samples }) => ({
        name,
        type,
        help,
        samples: type in SUFFIXES ? bySeries(type, samples) : samples,
      }),
    );
  }

  #comment(line: string): void {
    const [, keyword, rest] = COMMENT.exec(line) ?? [];
    if (!rest) return;
    const [, name, said] = COMMENTED.exec(rest) ??
      fail(`not the name of a metric: ${quote(rest)}`);
    if (said === undefined) return;
    const { draft } = this.#place(name);
    if (said === "") return;
    if (keyword === "HELP") {
      if (draft.help !== undefined) fail(`a second HELP of ${name}`);
      draft.help = unescape(said);
    } else {
      if (draft.type !== undefined) fail(`a second TYPE of ${name}, or one behind its samples`);
      draft.type = TYPES.get(said.toUpperCase()) ??
        fail(
          `no such type: ${quote(said)}, there are ${[...TYPES.keys()].join(" ").toLowerCase()}`,
        );
    }
  }

  /** Whether the sample has a timestamp. */
  #sample(line: string): boolean {
    const name = match(SAMPLE_NAME, line, 0)?.[0] ?? fail(`not a sample: ${quote(line)}`);
    const { draft, suffix } = this.#place(name);
    draft.type ??= "unknown";
    let end = name.length;
    while (line[end] === " " || line[end] === "\t") end++;
    const pairs = new Map<string, string>();
    if (line[end] === "{") end = readLabels(line, end + 1, pointLabel(draft.type), pairs);
    const [, value, rest] = match(VALUE, line, end)!;
    draft.samples.push({ labels: labelsOf(pairs), value: float(value), suffix });
    if (rest === undefined) return false;
    if (!/^[+-]?\d+$/.test(rest)) {
      fail(`not a timestamp in whole milliseconds behind the value: ${quote(rest)}`);
    }
    return true;
  }

  /** The family that a name belongs to; a new one if none is known. */
  #place(name: string): Place {
    const known = this.#drafts.get(name);
    if (known) return { draft: known };
    const suffix = /_(?:count|sum|bucket)$/.exec(name)?.[0];
    if (suffix) {
      const draft = this.#drafts.get(name.slice(0, -suffix.length));
      if (draft?.type && SUFFIXES[draft.type]?.includes(suffix)) return { draft, suffix };
    }
    const draft = { name, samples: [] };
    this.#drafts.set(name, draft);
    return { draft };
  }
}

/**
 * Reads labels from behind the brace on.
 *
 * @param numeric the label of this type whose value must be a number
 * @returns where the labels end
 */
function readLabels(
  line: string,
  from: number,
  numeric: string | undefined,
  into: Map<string, string>,
): number {
  let end = from;
  for (;;) {
    if (match(LABELS_END, line, end)) return LABELS_END.lastIndex;
    const label = match(LABEL, line, end);
    if (!label) fail(`labels are to be {name="value",…}: ${quote(line.slice(end))}`);
    const [, name, escaped, last] = label;
    const value = unescape(escaped);
    if (name === "__name__") fail("the label name __name__ is not allowed");
    if (into.has(name)) fail(`the label ${name} stands twice`);
    if (value.includes(NOT_UTF8)) fail(`the value of the label ${name} is not UTF-8`);
    if (name === numeric) float(value);
    into.set(name, value);
    end = LABEL.lastIndex;
    if (last === "}") return end;
  }
}

/** A sticky expression at a place. */
function match(expression: RegExp, line: string, start: number): RegExpExecArray | null {
  expression.lastIndex = start;
  return expression.exec(line);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\", n: "\n", '"': '"' };

/** The text without its escapes, of which there are `\\`, `\n` and `\"`. */
function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(.?)/gs,
    (found, char) => ESCAPES[char] ?? fail(`no such escape: ${quote(found)}`),
  );
}

const float = (text: string) => readFloat(text) ?? fail(`not a number: ${quote(text)}`);

function labelsOf(pairs: Map<string, string>): Labels {
  const kept = [...pairs].filter(([, value]) => value !== "").sort(([a], [b]) => a < b ? -1 : 1);
  return kept.length > 0 ? new Labels(Object.fromEntries(kept)) : Labels.none;
}
