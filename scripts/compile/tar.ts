/**
 * Writes archives in POSIX' ustar format (pax(1)), the same bytes for the same files.
 *
 * @module
 */
import type { Entry } from "./entry.ts";

const BLOCK = 512;

/**
 * An archive of files.
 *
 * @param time seconds since 1970, of all files
 * @throws {RangeError} for a path longer than 100 bytes
 */
export function tar(entries: readonly Entry[], time: number): Uint8Array<ArrayBuffer> {
  const sizes = entries.map(({ bytes }) => BLOCK + Math.ceil(bytes.length / BLOCK) * BLOCK);
  // Two empty blocks end it.
  const all = new Uint8Array(sizes.reduce((sum, size) => sum + size, 2 * BLOCK));
  let at = 0;
  for (const [i, entry] of entries.entries()) {
    all.set(header(entry, time), at);
    all.set(entry.bytes, at + BLOCK);
    at += sizes[i];
  }
  return all;
}

function header({ path, bytes, executable }: Entry, time: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => block.set(new TextEncoder().encode(text), at);
  if (new TextEncoder().encode(path).length > 100) {
    throw new RangeError(
      `a path in a tar must have 100 bytes at most, got ${JSON.stringify(path)}`,
    );
  }
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  put(0, path);
  put(100, executable ? "0000755" : "0000644");
  put(108, octal(0, 7)); // owner
  put(116, octal(0, 7)); // group
  put(124, octal(bytes.length, 11));
  put(136, octal(time, 11));
  put(148, " ".repeat(8)); // the sum, as if it were spaces
  put(156, "0"); // a regular file
  put(257, "ustar\x0000");
  const sum = block.reduce((sum, byte) => sum + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return block;
}
