import { count, malformed, quote } from "./text.ts";

/**
 * Parses meminfo of a NUMA node below /sys/devices/system/node (Documentation/ABI/stable/sysfs-devices-node):
 * field name to value, kilobytes turned into bytes.
 *
 *     Node 0 Active(anon):     691324 kB
 *     Node 0 HugePages_Total:     0
 *
 * @throws {SyntaxError} where a line is malformed
 */
export function parseNodeMeminfo(text: string): Map<string, number> {
  const fields = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const found = /^Node \d+ (\S+):\s+(\S+)( kB)?\s*$/.exec(line);
    if (!found) throw new SyntaxError(`a node's meminfo has a malformed line: ${quote(line)}`);
    const [, name, value, kilobytes] = found;
    fields.set(name, count(value, line) * (kilobytes ? 1024 : 1));
  }
  return fields;
}

/**
 * Parses numastat of a memory node (Documentation/admin-guide/numastat.rst).
 *
 *     numa_hit 193460335812
 *     numa_miss 12624528
 *
 * @throws {SyntaxError} where a line is not a name and a number, or there is no line
 */
export function parseNumastat(text: string): Map<string, number> {
  const fields = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const space = line.indexOf(" ");
    if (space < 1) throw malformed("numastat", line);
    fields.set(line.slice(0, space), count(line.slice(space + 1).trim(), line));
  }
  if (fields.size === 0) throw malformed("numastat", text);
  return fields;
}
