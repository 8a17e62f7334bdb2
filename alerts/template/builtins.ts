/**
 * Functions that Go's templates have by themselves; `and` and `or` are part of the evaluation.
 *
 * @see https://pkg.go.dev/text/template#hdr-Functions
 * @module
 */
import type { Definition } from "./functions.ts";
import { queryEscape } from "./links.ts";
import { sprint, sprintf, sprintln } from "./printf.ts";
import { isList, isMap, isTrue, print, typeOf, type Value } from "./values.ts";

const NOT_COMPARABLE = "incompatible types for comparison";

function equal(a: Value, ...others: readonly Value[]): boolean {
  if (others.length === 0) throw new TypeError("missing argument for comparison");
  return others.some((b) => {
    if (a === undefined || b === undefined) return a === b;
    if (isComposite(a) || isComposite(b)) throw new TypeError("non-comparable type");
    if (typeof a !== typeof b) throw new TypeError(NOT_COMPARABLE);
    return a === b;
  });
}

function less(a: Value, b: Value): boolean {
  if (typeof a !== typeof b) throw new TypeError(NOT_COMPARABLE);
  if (typeof a !== "number" && typeof a !== "bigint" && typeof a !== "string") {
    throw new TypeError("invalid type for comparison");
  }
  return a < (b as typeof a);
}

const isComposite = (value: Value) => typeof value === "object";

function index(item: Value, ...keys: readonly Value[]): Value {
  return keys.reduce((inner, key) => {
    if (isMap(inner)) {
      if (typeof key !== "string") {
        throw new TypeError(`value has type ${typeOf(key)}; should be string`);
      }
      return inner.get(key) ?? "";
    }
    if (!isList(inner) && typeof inner !== "string") {
      throw new TypeError(`can't index item of type ${typeOf(inner)}`);
    }
    const at = position(key, inner.length - 1);
    return isList(inner) ? inner[at] : BigInt(new TextEncoder().encode(inner)[at]);
  }, item);
}

function slice(item: Value, ...ends: readonly Value[]): Value {
  if (!isList(item) && typeof item !== "string") {
    throw new TypeError(`can't slice item of type ${typeOf(item)}`);
  }
  const to = ends.length > 1 ? position(ends[1], item.length) : item.length;
  const from = ends.length > 0 ? position(ends[0], item.length) : 0;
  if (from > to) throw new RangeError(`invalid slice index: ${from} > ${to}`);
  return item.slice(from, to);
}

function position(key: Value, most: number): number {
  if (typeof key !== "bigint") {
    throw new TypeError(`cannot index slice/array with type ${typeOf(key)}`);
  }
  if (key < 0n || key > most) throw new RangeError(`index out of range: ${key}`);
  return Number(key);
}

function length(item: Value): bigint {
  if (isMap(item)) return BigInt(item.size);
  if (isList(item)) return BigInt(item.length);
  if (typeof item === "string") return BigInt(new TextEncoder().encode(item).length);
  throw new TypeError(`len of type ${typeOf(item)}`);
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "\0": "\uFFFD",
};

/** A text that HTML shows as it is. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"'\0]/g, (char) => HTML[char]);

/** What the escaping functions take: what `print` makes of their arguments. */
const joined = (args: readonly Value[]) => args.length === 1 ? print(args[0]) : sprint(args);

export const builtins: Readonly<Record<string, Definition>> = {
  not: { takes: ["any"], call: (value: Value) => !isTrue(value) },
  eq: { takes: ["any", "any..."], call: equal },
  ne: { takes: ["any", "any"], call: (a: Value, b: Value) => !equal(a, b) },
  lt: { takes: ["any", "any"], call: less },
  le: { takes: ["any", "any"], call: (a: Value, b: Value) => less(a, b) || equal(a, b) },
  gt: { takes: ["any", "any"], call: (a: Value, b: Value) => !(less(a, b) || equal(a, b)) },
  ge: { takes: ["any", "any"], call: (a: Value, b: Value) => !less(a, b) },
  index: { takes: ["any", "any..."], call: index },
  slice: { takes: ["any", "any..."], call: slice },
  len: { takes: ["any"], call: length },
  print: { takes: ["any..."], call: (...args: Value[]) => sprint(args) },
  printf: {
    takes: ["string", "any..."],
    call: (format: string, ...args: Value[]) => sprintf(format, args),
  },
  println: { takes: ["any..."], call: (...args: Value[]) => sprintln(args) },
  html: { takes: ["any..."], call: (...args: Value[]) => escapeHtml(joined(args)) },
  urlquery: { takes: ["any..."], call: (...args: Value[]) => queryEscape(joined(args)) },
};
