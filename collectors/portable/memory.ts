import type { Systeminformation } from "systeminformation";
import type { Memory } from "../readings.ts";

/** The fields of `mem()` that tell something; elsewhere they are a constant 0 or a guess. */
const TOLD: Readonly<Record<string, { readonly caches: boolean; readonly swap: boolean }>> = {
  linux: { caches: true, swap: true },
  // Its `free` has the inactive pages in it, and so what it calls cache is only a difference.
  darwin: { caches: false, swap: true },
  win32: { caches: false, swap: true },
};
const TOLD_ELSEWHERE = { caches: false, swap: false };

/**
 * Memory of `mem()`, in bytes.
 *
 * @throws {RangeError} where it found no memory at all
 */
export function memoryOf(mem: Systeminformation.MemData, platform: string): Memory {
  if (!(mem.total > 0)) throw new RangeError(`mem() found no memory: total is ${mem.total}`);
  const { caches, swap } = TOLD[platform] ?? TOLD_ELSEWHERE;
  return {
    total: mem.total,
    free: mem.free,
    available: mem.available,
    buffers: caches ? mem.buffers : NaN,
    cached: caches ? mem.cached + mem.reclaimable : NaN,
    shared: NaN,
    swapTotal: swap ? mem.swaptotal : NaN,
    swapFree: swap ? mem.swapfree : NaN,
  };
}
