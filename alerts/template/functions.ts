/**
 * The functions of templates: Go's own, and those that Prometheus adds.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 * @module
 */
import { RE2JS } from "re2js";
import { isDecimal } from "../../collectors/go_float.ts";
import { parseDuration } from "../../exporter/query/lexical.ts";
import { builtins } from "./builtins.ts";
import { graphPath, queryEscape, tablePath } from "./links.ts";
import * as human from "./humanize.ts";
import { replaceAll, stripDomain, stripPort, title } from "./strings.ts";
import { Args, isList, mapOf, Sample, typeOf, type Value } from "./values.ts";

/** A function: what it takes, and what it makes of that. */
export interface Definition {
  /** The types of its arguments; the last may stand any number of times: `any...`. */
  readonly takes: readonly Argument[];
  // deno-lint-ignore no-explicit-any -- checked against `takes` before
  readonly call: (...args: any[]) => Value;
}

export type Argument = "any" | "any..." | "string" | "number" | "sample" | "list";

/** The functions of one expansion. */
export interface Functions {
  /** @throws {Error} wrong arguments, or no result */
  call(name: string, args: readonly Value[]): Value;
}

/** What Prometheus' functions need to know. */
export interface Surroundings {
  /** Without a slash at its end. */
  readonly externalURL: string;
  /** Evaluates a query at the time of the rule. @throws {QueryError} */
  query(text: string): readonly Sample[];
  /** Of the evaluation, seconds since 1970. */
  readonly now: number;
}

/** The pattern at the beginning of a text is sought with. */
const compiled = new Map<string, RE2JS>();

function expression(pattern: string): RE2JS {
  let known = compiled.get(pattern);
  if (!known) {
    known = RE2JS.compile(pattern);
    // One that a label is put into is another each time.
    if (compiled.size >= 100) compiled.clear();
    compiled.set(pattern, known);
  }
  return known;
}

const identity = (text: string) => text;

/** Those that need nothing else. */
const PURE: Readonly<Record<string, Definition>> = {
  ...builtins,
  humanize: { takes: ["number"], call: human.humanize },
  humanize1024: { takes: ["number"], call: human.humanize1024 },
  humanizeDuration: { takes: ["number"], call: human.humanizeDuration },
  humanizePercentage: { takes: ["number"], call: human.humanizePercentage },
  humanizeTimestamp: { takes: ["number"], call: human.humanizeTimestamp },
  toTime: {
    takes: ["number"],
    call: (value: number) => Number.isFinite(value) ? human.timeOf(value) : undefined,
  },
  title: { takes: ["string"], call: title },
  toUpper: { takes: ["string"], call: (text: string) => text.toUpperCase() },
  toLower: { takes: ["string"], call: (text: string) => text.toLowerCase() },
  stripPort: { takes: ["string"], call: stripPort },
  stripDomain: { takes: ["string"], call: stripDomain },
  match: {
    takes: ["string", "string"],
    call: (pattern: string, text: string) => expression(pattern).matcher(text).find(),
  },
  reReplaceAll: {
    takes: ["string", "string", "string"],
    call: (pattern: string, replacement: string, text: string) =>
      replaceAll(expression(pattern), replacement, text),
  },
  safeHtml: { takes: ["string"], call: identity },
  tableLink: { takes: ["string"], call: tablePath },
  graphLink: { takes: ["string"], call: graphPath },
  parseDuration: { takes: ["string"], call: (text: string) => parseDuration(text) / 1000 },
  urlQueryEscape: { takes: ["string"], call: queryEscape },
  first: {
    takes: ["list"],
    call: (list: readonly Value[]) => {
      if (list.length > 0) return list[0];
      throw new RangeError("first() called on vector with no elements");
    },
  },
  label: {
    takes: ["string", "sample"],
    call: (name: string, { labels }: Sample) => labels.get(name) ?? "",
  },
  value: { takes: ["sample"], call: ({ value }: Sample) => value },
  strvalue: { takes: ["sample"], call: ({ labels }: Sample) => labels.get("__value__") ?? "" },
  sortByLabel: {
    takes: ["string", "list"],
    call: (name: string, list: readonly Value[]) => {
      const key = (sample: Value) => (sample as Sample).labels.get(name) ?? "";
      return list.toSorted((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
    },
  },
  args: {
    takes: ["any..."],
    call: (...args: readonly Value[]) => new Args(args.map((value, i) => [`arg${i}`, value])),
  },
};

/** Those that need {@linkcode Surroundings}. */
const BOUND = ["query", "externalURL", "pathPrefix", "now"];

/** Whether there is such a function. */
export function isFunction(name: string): boolean {
  return Object.hasOwn(PURE, name) || BOUND.includes(name) || name === "and" || name === "or";
}

/** The functions of one expansion. */
export function functionsIn({ externalURL, query, now }: Surroundings): Functions {
  const bound: Readonly<Record<string, Definition>> = {
    query: { takes: ["string"], call: query },
    externalURL: { takes: [], call: () => externalURL },
    pathPrefix: {
      takes: [],
      call: () => URL.parse(externalURL)?.pathname.replace(/\/$/, "") ?? "",
    },
    now: { takes: [], call: () => now },
  };
  return {
    call(name, args) {
      const { takes, call } = Object.hasOwn(bound, name) ? bound[name] : PURE[name];
      return call(...checked(name, takes, args));
    },
  };
}

function checked(name: string, takes: readonly Argument[], args: readonly Value[]): unknown[] {
  const isOpen = takes.at(-1) === "any...";
  const least = takes.length - (isOpen ? 1 : 0);
  if (isOpen ? args.length < least : args.length !== least) {
    const want = isOpen ? `at least ${least}` : least;
    throw new TypeError(`wrong number of args for ${name}: want ${want} got ${args.length}`);
  }
  return args.map((value, i) => argument(takes[i] ?? "any", value));
}

function argument(wanted: Argument, value: Value): unknown {
  switch (wanted) {
    case "number":
      return numberOf(value);
    case "string":
      if (typeof value === "string") return value;
      break;
    case "sample":
      if (value instanceof Sample) return value;
      break;
    case "list":
      if (isList(value)) return value;
      break;
    default:
      return value;
  }
  throw new TypeError(`wrong type for value; expected ${wanted}; got ${typeOf(value)}`);
}

/** Texts of numbers count as numbers, too. */
function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") {
    throw new TypeError(`can't convert ${typeOf(value)} to float`);
  }
  const word = /^[+-]?(?:inf|infinity|nan)$/i.exec(value)?.[0].toLowerCase();
  if (word) return word.endsWith("nan") ? NaN : word[0] === "-" ? -Infinity : Infinity;
  if (!isDecimal(value)) {
    throw new SyntaxError(`parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  return Number(value);
}

/** A query's result as templates have it. */
export function samplesOf(
  result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: number }[],
): Sample[] {
  return result.map(({ metric, value }) => new Sample(mapOf(metric), value));
}
