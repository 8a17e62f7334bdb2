import { count, malformed } from "./text.ts";

/** A memory zone of a NUMA node. */
export interface Zone {
  readonly node: string;
  readonly zone: string;
  /** By the kernel's name; those of the whole node stand with its first zone. */
  readonly fields: ReadonlyMap<string, number>;
  /** Pages kept back from allocations that would prefer each higher zone. */
  readonly protection: readonly number[];
}

/**
 * Parses /proc/zoneinfo (proc_zoneinfo(5)).
 *
 *     Node 0, zone    DMA32
 *       pages free     772917
 *             min      11161
 *             protection: (0, 0, 1536, 1536, 1536)
 *           nr_free_pages 772917
 *
 * The lists of each CPU (`pagesets`) are left out.
 *
 * @throws {SyntaxError} where a field stands before the first zone or has no number
 */
export function parseZoneinfo(text: string): Zone[] {
  const zones: Zone[] = [];
  let fields: Map<string, number> | undefined;
  let protection: number[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const head = /^Node (\d+), zone +(\w+)$/.exec(line);
    if (head) {
      fields = new Map();
      protection = [];
      zones.push({ node: head[1], zone: head[2], fields, protection });
    } else if (!fields) {
      throw malformed("zoneinfo", line);
    } else if (line.includes("protection:")) {
      const list = /\((.+)\)/.exec(line);
      if (!list) throw malformed("zoneinfo", line);
      protection.push(...list[1].split(", ").map((text) => count(text, line)));
    } else {
      // Headings, the lists of the CPUs and `pages free` (it is nr_free_pages too) look otherwise.
      const field = /^ +([a-z]\w*) +(\S+)$/.exec(line);
      if (field) fields.set(field[1], count(field[2], line));
    }
  }
  return zones;
}
