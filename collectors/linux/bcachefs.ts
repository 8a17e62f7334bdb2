/**
 * The files of /sys/fs/bcachefs/UUID (fs/bcachefs/sysfs.c; Documentation/filesystems/bcachefs). They are
 * written for people: columns, and sizes rounded to three digits.
 *
 * @module
 */
import { quote } from "./text.ts";

const UNITS = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"];

/**
 * A count or size: `4415`, `28.2k`, `44.5T`, in steps of 1024.
 *
 * @returns without a fraction
 * @throws {SyntaxError}
 */
export function parseBcachefsSize(text: string): number {
  text = text.trim();
  const found = /^(-?\d+(?:\.\d+)?)([kMGTPEZY]?)$/.exec(text);
  if (!found) throw new SyntaxError(`${quote(text)} is not a size, expected one like 28.2k`);
  return Math.trunc(Number(found[1]) * 1024 ** UNITS.indexOf(found[2]));
}

/**
 * Parses a file of `counters`; undefined where it has no such line.
 *
 *     since mount:                   475G
 *     since filesystem creation:     44.5T
 *
 * @returns since the file system was made
 * @throws {SyntaxError}
 */
export function parseBcachefsCounter(text: string): number | undefined {
  const found = /^since filesystem creation:(.*)$/m.exec(text);
  return found ? parseBcachefsSize(found[1]) : undefined;
}

/** A row of a file of columns: its name, and the numbers behind it. */
export type BcachefsRow = readonly [name: string, ...numbers: number[]];

/**
 * Parses files of rows: `compression_stats`, `btree_write_stats`, `errors`. A line whose second column
 * is not a number is a heading.
 *
 *     type              compressed    uncompressed     average extent size
 *     lz4                    48.9G           71.2G                   62.5k
 *     initial:           3298401   100k
 *     subvol_missing                                  194     1761076737
 *
 * @param columns how many numbers a row has
 * @throws {SyntaxError} where a row has fewer, or something else
 */
export function parseBcachefsRows(text: string, columns: number): BcachefsRow[] {
  const rows: BcachefsRow[] = [];
  for (const line of text.split("\n")) {
    const [name, ...cells] = line.trim().split(/\s+/);
    if (name === "" || !/^\d/.test(cells[0] ?? "")) continue;
    if (cells.length < columns) {
      throw new SyntaxError(`${quote(line)} has too few columns, expected ${columns}`);
    }
    rows.push([name.replace(/:$/, ""), ...cells.slice(0, columns).map(parseBcachefsSize)]);
  }
  return rows;
}

/** A number in a section of a file. */
export type BcachefsEntry = readonly [section: string, name: string, value: number];

/**
 * Parses files of sections: `io_done` and `io_errors` of a device.
 *
 *     read:
 *     journal     :           0
 *     write:
 *     journal     :       86016
 *
 *     IO errors since filesystem creation
 *       read:    197416
 *
 * @throws {SyntaxError} where something else than a number stands behind a colon
 */
export function parseBcachefsSections(text: string): BcachefsEntry[] {
  const entries: BcachefsEntry[] = [];
  let section = "";
  for (const line of text.split("\n")) {
    const found = /^\s*(\S+)\s*:\s*(\S.*)$/.exec(line);
    if (found) entries.push([section, found[1], parseBcachefsSize(found[2])]);
    else if (line.trim() !== "") section = line.trim().replace(/:$/, "");
  }
  return entries;
}
