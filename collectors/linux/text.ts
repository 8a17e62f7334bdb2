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
