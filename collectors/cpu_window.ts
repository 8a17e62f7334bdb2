import { CPU_MODES, type CpuTimes } from "./readings.ts";

/** Milliseconds over which percentages are computed. */
const WINDOW = 15_000;
/** Milliseconds below which the kernel's ticks of 10 ms are too coarse for a percentage. */
const SHORTEST = 900;
/** Seconds by which idle time goes back where a CPU was taken out and put in again. */
const RESTARTED = 3;

interface Reading {
  /** Milliseconds, monotonic. */
  readonly at: number;
  readonly cpus: Map<string, CpuTimes>;
}

/** The shares of the modes of one CPU. */
export interface CpuShares {
  readonly cpu: string;
  /** Share of the time in which it was neither idle nor idle for want of a disk, 0 to 100. */
  readonly busy: number;
  /** In the order of `CPU_MODES`, adding up to 100; NaN where not counted. */
  readonly percent: readonly number[];
}

/**
 * The readings of the last 15 seconds, taken once a second: percentages come from here, so that they
 * do not depend on who scrapes and when.
 */
export class CpuWindow {
  #readings: Reading[] = [];
  #steady = new Map<string, CpuTimes>();

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number) {}

  /** Remembers a reading of now. After a pause (a suspended laptop) the window begins anew. */
  add(cpus: readonly CpuTimes[]): void {
    const at = this.monotonic();
    const last = this.#readings.at(-1);
    if (last && at - last.at > WINDOW) this.#readings = [];
    this.#readings.push({ at, cpus: byName(this.steady(cpus)) });
    // The oldest reading that is kept begins the window.
    while (this.#readings.length > 2 && at - this.#readings[1].at >= WINDOW) this.#readings.shift();
  }

  /**
   * The shares between the oldest reading of the window and this one; none until there is a second in
   * between. Of a CPU that came later it is the oldest that has it.
   */
  percentages(cpus: readonly CpuTimes[]): CpuShares[] {
    const at = this.monotonic();
    const readings = this.#readings.filter((reading) => {
      const age = at - reading.at;
      return age >= SHORTEST && age <= WINDOW + SHORTEST;
    });
    return cpus.flatMap((now) => {
      const then = readings.find(({ cpus }) => cpus.has(now.cpu))?.cpus.get(now.cpu);
      const found = then && shares(then.seconds, now.seconds);
      return found ? [{ cpu: now.cpu, ...found }] : [];
    });
  }

  /**
   * The same readings without steps back: every step back of a counter looks like a restart. Kernels take iowait
   * back, by many seconds where a CPU had slept for long. Where idle time goes back the CPU has come anew: it is
   * taken as it is, and has no percentages until there is a second of it.
   */
  steady(cpus: readonly CpuTimes[]): CpuTimes[] {
    const steady = cpus.map((now) => {
      const before = this.#steady.get(now.cpu);
      if (!before || !hasGoneBack(before, now)) return now;
      if (before.seconds[IDLE] - now.seconds[IDLE] >= RESTARTED) {
        for (const { cpus } of this.#readings) cpus.delete(now.cpu);
        return now;
      }
      return {
        cpu: now.cpu,
        seconds: now.seconds.map((value, i) => Math.max(value, before.seconds[i])),
        guest: Math.max(now.guest, before.guest),
        guestNice: Math.max(now.guestNice, before.guestNice),
      };
    });
    this.#steady = byName(steady);
    return steady;
  }
}

const hasGoneBack = (before: CpuTimes, now: CpuTimes): boolean =>
  now.guest < before.guest || now.guestNice < before.guestNice ||
  now.seconds.some((value, i) => value < before.seconds[i]);

const byName = (cpus: readonly CpuTimes[]) => new Map(cpus.map((times) => [times.cpu, times]));

const IDLE = CPU_MODES.indexOf("idle");
const IOWAIT = CPU_MODES.indexOf("iowait");

function shares(then: readonly number[], now: readonly number[]) {
  // In microseconds, so that the noise of fractions does not show.
  const spent = now.map((value, i) => Math.max(0, Math.round(1e6 * (value - then[i]))));
  const all = spent.reduce((sum, value) => sum + (value || 0), 0);
  if (all === 0) return undefined;
  return {
    busy: 100 * (all - spent[IDLE] - (spent[IOWAIT] || 0)) / all,
    percent: spent.map((value) => 100 * value / all),
  };
}
