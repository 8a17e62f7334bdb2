/**
 * Numbers, durations and strings as PromQL writes them.
 *
 * @see https://prometheus.io/docs/prometheus/2.55/querying/basics/#literals
 * @module
 */
import { DIALECT } from "./dialect.ts";

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Milliseconds of the units of a duration, in the order that they are to stand in. */
const UNITS = { y: 365 * DAY, w: 7 * DAY, d: DAY, h: DAY / 24, m: 60 * SECOND, s: SECOND, ms: 1 };
const DURATION = new RegExp(`^${Object.keys(UNITS).map((unit) => `(?:(\\d+)${unit})?`).join("")}$`);

/** Prometheus counts nanoseconds in 64 bits. */
const LONGEST = 2 ** 63 / 1e6;

/**
 * `1h30m` in milliseconds.
 *
 * @throws {SyntaxError} no duration, 0, or more than 292 years
 */
export function parseDuration(text: string): number {
  const found = DURATION.exec(text);
  if (!found || text === "") {
    throw new SyntaxError(`not a valid duration: ${JSON.stringify(text)} (as in 1h30m)`);
  }
  const duration = Object.values(UNITS)
    .reduce((sum, unit, i) => sum + unit * Number(found[i + 1] ?? 0), 0);
  if (duration === 0 && !DIALECT.zeroDurations) {
    throw new SyntaxError("duration must be greater than 0");
  }
  if (duration > LONGEST) throw new SyntaxError("duration out of range");
  return duration;
}

/**
 * A number without a sign. A leading 0 is octal where it can be, as Go has it.
 *
 * @throws {SyntaxError}
 */
export function parseNumber(text: string): number {
  const lower = text.toLowerCase();
  if (lower === "inf") return Infinity;
  if (lower === "nan") return NaN;
  if (/^0[0-7]+$/.test(text)) return parseInt(text, 8);
  if (/^(?:0x[\da-f]+|(?:\d*\.)?\d+(?:e[+-]?\d+)?)$/.test(lower)) {
    const number = Number(lower);
    if (number < Infinity) return number;
    throw new SyntaxError(`number out of range: ${JSON.stringify(text)}`);
  }
  throw new SyntaxError(`bad number: ${JSON.stringify(text)}`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** A string, or one without its end: else each quote in that would be tried as another one's begin. */
const STRING = /"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`[^`]*`?/;

/** Finds strings, which may hold anything, and what else is looked for outside of them. */
export const stringsAnd = (others: RegExp): RegExp =>
  new RegExp(`${STRING.source}|${others.source}`, "g");

/** What may follow a backslash: bytes (several together are UTF-8), a code point, one character. */
const ESCAPE =
  /((?:\\x[\da-fA-F]{2}|\\[0-3][0-7]{2})+)|\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})|\\([^])|\\$/g;

/**
 * The text of a string in its quotes: "a\n", 'a' or `a`.
 *
 * @throws {SyntaxError} no closing quote, or an escape that there is not
 */
export function unquote(quoted: string): string {
  const quote = quoted[0];
  const text = quoted.slice(1, -1);
  if (
    quoted.length < 2 || !quoted.endsWith(quote) ||
    quote !== "`" && /(?<!\\)(?:\\\\)*\\$/.test(text)
  ) {
    throw new SyntaxError("unterminated quoted string");
  }
  if (quote === "`" || !text.includes("\\")) return text;
  return text.replace(ESCAPE, (whole, bytes, short, long, char) => {
    if (bytes) return utf8(bytes);
    if (short || long) return codePoint(whole, parseInt(short ?? long, 16));
    const meant = char === quote ? char : ESCAPES[char];
    if (meant === undefined) throw new SyntaxError(`unknown escape sequence ${whole}`);
    return meant;
  });
}

function codePoint(escape: string, code: number): string {
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  if (code > 0x10ffff || isSurrogate) {
    throw new SyntaxError(`escape sequence ${escape} is an invalid Unicode code point`);
  }
  return String.fromCodePoint(code);
}

function utf8(escapes: string): string {
  const codes = escapes.slice(1).split("\\")
    .map((code) => code[0] === "x" ? parseInt(code.slice(1), 16) : parseInt(code, 8));
  return new TextDecoder().decode(Uint8Array.from(codes));
}
