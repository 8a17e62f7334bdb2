import { quote } from "./text.ts";

const UNITS = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"];

/**
 * Parses a size as bcache writes it (`bch_hprint`, drivers/md/bcache/util.c): `0`, `20.4G`, `1.1M/sec`,
 * `-3.5k`. The digit behind the point counts hundreds of the next smaller unit.
 *
 * @returns bytes
 * @throws {SyntaxError}
 */
export function parseBcacheSize(text: string): number {
  text = text.trim();
  const found = /^(-?)(\d+)(?:\.(\d))?([kMGTPEZY]?)(?:\/sec)?$/.exec(text);
  if (!found) throw new SyntaxError(`${quote(text)} is not a size, expected one like 20.4G`);
  const [, sign, whole, tenth = "0", unit] = found;
  const size = 1024 ** UNITS.indexOf(unit);
  const bytes = +whole * size + (unit ? +tenth * 100 * size / 1024 : 0);
  return sign ? -bytes : bytes;
}

/** `writeback_rate_debug` of a backing device, in bytes, or bytes a second. */
export type WritebackRate = ReadonlyMap<string, number>;

/**
 * Parses `writeback_rate_debug` of a backing device (drivers/md/bcache/sysfs.c).
 *
 *     rate:           1.1M/sec
 *     proportional:   427.5k
 *     next io:        17ms
 *
 * @throws {SyntaxError} where a line that is known is not a size
 */
export function parseWritebackRate(text: string): WritebackRate {
  const rates = new Map<string, number>();
  for (
    const [, name, size] of text.matchAll(/^(rate|target|proportional|integral|change):(.*)$/gm)
  ) {
    rates.set(name, parseBcacheSize(size));
  }
  return rates;
}

/** `priority_stats` of a cache device, in percent; undefined where it does not tell. */
export interface PriorityStats {
  readonly unused: number | undefined;
  readonly metadata: number | undefined;
}

/**
 * Parses `priority_stats` of a cache device (Documentation/admin-guide/bcache.rst).
 *
 *     Unused:		99%
 *     Metadata:	0%
 */
export function parsePriorityStats(text: string): PriorityStats {
  const percent = (name: string) => {
    const found = new RegExp(`^${name}:\\s*(\\d+)%`, "m").exec(text);
    return found ? Number(found[1]) : undefined;
  };
  return { unused: percent("Unused"), metadata: percent("Metadata") };
}
