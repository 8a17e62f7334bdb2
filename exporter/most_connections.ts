import { parseLimits } from "./process.ts";

/** File descriptors that hostvitals itself wants: files of /proc and /sys that stay open, and the runtime's. */
const OWN = 256;

/**
 * How many connections there may be: as many as are wanted, if the limit of open files has room for
 * them beside the program's own; at least a quarter of that limit.
 *
 * @param limit open files; -1 for any number
 */
export function mostConnections(wanted: number, limit: number): number {
  if (limit < 0) return wanted;
  return Math.max(1, Math.min(wanted, Math.max(limit - OWN, Math.floor(limit / 4))));
}

/** The limit of open files of this process; -1 where the system does not say. */
export function openFilesLimit(): number {
  try {
    return parseLimits(Deno.readTextFileSync("/proc/self/limits")).get("Max open files") ?? -1;
  } catch {
    // Not Linux: its limit is seldom the one that is met first.
    return -1;
  }
}
