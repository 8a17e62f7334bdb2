import { count, malformed } from "./text.ts";

/** The free memory of a zone. */
export interface BuddyZone {
  readonly node: string;
  readonly zone: string;
  /** Free blocks of 2^i pages, at index i. */
  readonly blocks: readonly number[];
}

/**
 * Parses /proc/buddyinfo (Documentation/filesystems/proc.rst section 1.2).
 *
 *     Node 0, zone   Normal   4381   1093    185   1530    567    102      4      0      0
 *
 * @throws {SyntaxError} where a line is malformed
 */
export function parseBuddyinfo(text: string): BuddyZone[] {
  return text.split("\n").filter((line) => line !== "").map((line) => {
    const found = /^Node (\d+), zone +(\w+) +(\d.*)$/.exec(line);
    if (!found) throw malformed("buddyinfo", line);
    const [, node, zone, counts] = found;
    return { node, zone, blocks: counts.trim().split(/ +/).map((text) => count(text, line)) };
  });
}
