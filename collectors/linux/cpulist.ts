import { quote } from "./text.ts";

/** What some kernels 4.x write in `isolated` where no CPU is: they print a list that they never made. */
const NO_LIST = "(null)";

/** More CPUs than any kernel can have (NR_CPUS is 8192 at most). */
const MOST = 65_536;

/**
 * Parses a list of CPUs (Documentation/admin-guide/cputopology.rst), as /sys/devices/system/cpu/online has it.
 *
 *     0-3,8
 *
 * @throws {SyntaxError} where it is none
 * @throws {RangeError} where a number is that of no CPU
 */
export function parseCpuList(text: string): number[] {
  const cpus: number[] = [];
  for (const range of text.trim().split(",")) {
    if (range === "" || range === NO_LIST) continue;
    const found = /^(\d+)(?:-(\d+))?$/.exec(range);
    if (!found) throw new SyntaxError(`not a list of CPUs: ${quote(text)}`);
    const last = Number(found[2] ?? found[1]);
    if (last >= MOST) throw new RangeError(`no CPU has such a number: ${quote(range)}`);
    for (let cpu = Number(found[1]); cpu <= last; cpu++) cpus.push(cpu);
  }
  return cpus;
}
