/**
 * What all parsers of kernel text share.
 *
 * @module
 */

/**
 * A count in decimal.
 *
 * @throws {SyntaxError} with the line, where it is none
 */
export function count(text: string, line: string): number {
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) {
    throw new SyntaxError(`${quote(text)} is not a number, in ${quote(line)}`);
  }
  return value;
}

const BLANK = " ".charCodeAt(0), ZERO = "0".charCodeAt(0);
/** Digits of the longest count that is exact, however it is put together. */
const EXACT = 15;

/**
 * The counts between two places of a text, with blanks between them. Of a host with a thousand interfaces there are
 * 16,000, and a text for each would be most of the work.
 *
 * @throws {SyntaxError} as {@linkcode count}, with all between the places
 */
export function counts(text: string, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = from; at < to; at++) {
    if (text.charCodeAt(at) === BLANK) continue;
    const begin = at;
    let value = 0, isPlain = true;
    for (let char; at < to && (char = text.charCodeAt(at)) !== BLANK; at++) {
      const digit = char - ZERO;
      if (digit < 0 || digit > 9) isPlain = false;
      value = 10 * value + digit;
    }
    isPlain &&= at - begin <= EXACT;
    found.push(isPlain ? value : count(text.slice(begin, at), text.slice(from, to)));
  }
  return found;
}

/** Where the line ends that begins at a place of a text: at its break, or at the end of all. */
export function lineEnd(text: string, begin: number): number {
  const end = text.indexOf("\n", begin);
  return end < 0 ? text.length : end;
}

/** The error for a line of a file below /proc that is known but not as it should be. */
export const malformed = (file: string, line: string): SyntaxError =>
  new SyntaxError(`/proc/${file} has a malformed line: ${quote(line)}`);

/** A name that the kernel decides, as a part of a metric's: what cannot stand in one becomes `_`. */
export const inMetricName = (text: string): string => text.replace(/[^a-zA-Z0-9_]/g, "_");

/** A text for a message: in quotes, with escapes, and not longer than a line. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** The number that a text is; undefined where it is none. Hexadecimal with `0x` too. */
export function numberIn(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}
