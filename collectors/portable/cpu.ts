import type { CpuInfo } from "node:os";
import { CPU_MODES, type CpuTimes } from "../readings.ts";

/** What `os.cpus()` really counts; the rest of its modes are a constant 0. */
const COUNTED: Readonly<Record<string, readonly (typeof CPU_MODES)[number][]>> = {
  darwin: ["user", "nice", "system", "idle"],
  win32: ["user", "system", "idle", "irq"],
};
const COUNTED_ELSEWHERE = ["user", "nice", "system", "idle", "irq"];

/**
 * CPU times of `os.cpus()`, milliseconds since boot.
 *
 * It is what `currentLoad()` of systeminformation reads too; that one gives no counters but what was
 * added since it was last called (by anybody), takes half a second at first, and on Linux starts a
 * shell for steal and guest, which it adds in hundredths of a second to milliseconds.
 */
export function cpuTimesOf(cpus: readonly CpuInfo[], platform: string): CpuTimes[] {
  const counted = COUNTED[platform] ?? COUNTED_ELSEWHERE;
  return cpus.map(({ times }, i) => {
    const milliseconds: Partial<Record<string, number>> = {
      user: times.user,
      nice: times.nice,
      // Windows counts the time of interrupts in that of the system too.
      system: platform === "win32" ? Math.max(0, times.sys - times.irq) : times.sys,
      idle: times.idle,
      irq: times.irq,
    };
    return {
      cpu: String(i),
      seconds: CPU_MODES.map((mode) => counted.includes(mode) ? milliseconds[mode]! / 1000 : NaN),
      guest: NaN,
      guestNice: NaN,
    };
  });
}
