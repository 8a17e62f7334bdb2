/**
 * Headers from a file, for what must not stand on a command line.
 *
 * @module
 */

/** The longest such file, bytes. */
const LONGEST = 16_384;
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * The headers of a file: a line each, `Authorization: Bearer …`; empty lines and those that begin with #
 * say nothing.
 *
 * @throws {Error} where it cannot be read or is wrong; the message has no value of it
 */
export function headersFrom(path: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (Deno.statSync(path).size > LONGEST) throw new RangeError(`${path} is too large for headers`);
  for (const [i, line] of Deno.readTextFileSync(path).split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (colon < 1 || !NAME.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw new SyntaxError(`${path}:${i + 1}: must be a header like Authorization: Bearer …`);
    }
    headers[name] = value;
  }
  return headers;
}
