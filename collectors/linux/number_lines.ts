import { count, quote } from "./text.ts";

/**
 * Parses files whose lines are a name and numbers: /proc/net/rpc/nfs and nfsd (net/sunrpc/stats.c of
 * the kernel), /sys/fs/xfs/DEVICE/stats/stats (fs/xfs/xfs_stats.c), `commit_stats` of btrfs.
 *
 *     net 70 70 69 45
 *     extent_alloc 4260849 125170297 4618726 131131897
 *
 * @throws {SyntaxError} where something else than a number stands behind a name
 */
export function parseNumberLines(text: string): Map<string, readonly number[]> {
  const lines = new Map<string, readonly number[]>();
  for (const line of text.split("\n")) {
    const [name, ...numbers] = line.trim().split(/\s+/);
    if (name !== "") lines.set(name, numbers.map((number) => count(number, line)));
  }
  return lines;
}

/**
 * The numbers of a line; undefined where the kernel does not give that line.
 *
 * @param least how many numbers a line has at least
 * @throws {SyntaxError} where it has fewer
 */
export function numbersOf(
  lines: ReadonlyMap<string, readonly number[]>,
  name: string,
  least: number,
): readonly number[] | undefined {
  const numbers = lines.get(name);
  if (numbers && numbers.length < least) {
    const line = quote(`${name} ${numbers.join(" ")}`);
    throw new SyntaxError(`${line} has ${numbers.length} numbers, expected ${least} or more`);
  }
  return numbers;
}
