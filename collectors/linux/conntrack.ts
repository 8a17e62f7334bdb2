import { malformed } from "./text.ts";

/**
 * Parses /proc/net/stat/nf_conntrack (net/netfilter/nf_conntrack_standalone.c): a line for each CPU,
 * in hexadecimal. Which columns there are differs from kernel to kernel; their names tell.
 *
 *     entries  searched found new invalid ignore delete …
 *     00000021  00000000 00000000 00000000 00000003 0000588a 00000000 …
 *
 * @returns each column's sum over all CPUs; `entries` is not one: each CPU tells the host's number
 * @throws {SyntaxError} where there is no CPU, or a line has another number of columns than the head
 */
export function parseConntrackStat(text: string): Map<string, number> {
  const lines = text.trim().split("\n");
  const names = lines[0].trim().split(/ +/);
  if (lines.length < 2) throw malformed("net/stat/nf_conntrack", text);
  const sums = names.map(() => 0);
  for (const line of lines.slice(1)) {
    const columns = line.trim().split(/ +/);
    if (columns.length !== names.length) throw malformed("net/stat/nf_conntrack", line);
    for (let i = 0; i < columns.length; i++) {
      const value = parseInt(columns[i], 16);
      if (Number.isNaN(value)) throw malformed("net/stat/nf_conntrack", line);
      sums[i] += value;
    }
  }
  return new Map(names.map((name, i) => [name, sums[i]]));
}
