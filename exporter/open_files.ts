import { libc } from "../collectors/linux/libc.ts";
import { parseLimits } from "./process.ts";

/** File descriptors of the runtime. */
const RUNTIME = 64;
/** Files of /proc and /sys that stay open at most: each is 5 kB of the kernel's memory. */
const KEPT = 4096;

/**
 * How many files of /proc and /sys may stay open: those of a host with hundreds of CPUs or interfaces
 * only where the limit of open files leaves most of it to connections.
 *
 * @param limit open files; -1 for any number
 */
export function mostKept(limit: number): number {
  return limit < 0 ? KEPT : Math.min(KEPT, Math.floor(limit / 4));
}

/**
 * How many connections there may be: as many as are wanted, if the limit of open files has room for
 * them beside the program's own; at least a quarter of that limit.
 *
 * @param limit open files; -1 for any number
 */
export function mostConnections(wanted: number, limit: number): number {
  if (limit < 0) return wanted;
  return Math.max(
    1,
    Math.min(wanted, Math.max(limit - RUNTIME - mostKept(limit), Math.floor(limit / 4))),
  );
}

/**
 * The limit of open files of this process; -1 where the system does not say. It becomes what the hard limit allows:
 * `deno` sees to that by itself, a program that it compiled does not.
 */
export function openFilesLimit(): number {
  try {
    const { soft, hard } = parseLimits(Deno.readTextFileSync("/proc/self/limits")).get(
      "Max open files",
    )!;
    if (soft === hard || soft < 0) return soft;
    return libc()?.limitOpenFiles({ soft: hard, hard }) ? hard : soft;
  } catch {
    // Not Linux: its limit is seldom the one that is met first.
    return -1;
  }
}
