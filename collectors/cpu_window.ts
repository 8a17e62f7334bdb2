import { CPU_MODES, type CpuTimes } from "./readings.ts";

/** Milliseconds over which percentages are computed. */
const WINDOW = 15_000;
/** Milliseconds below which the kernel's ticks of 10 ms are too coarse for a percentage. */
const SHORTEST = 900;
/** Seconds by which a mode may seem to go back without the CPU having been taken out and put in again. */
const JITTER = 3;

interface Reading {
  /** Milliseconds, monotonic. */
  readonly at: number;
  readonly cpus: ReadonlyMap<string, CpuTimes>;
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
   * between. A CPU that was not there then is left out.
   */
  percentages(cpus: readonly CpuTimes[]): CpuShares[] {
    const at = this.monotonic();
    const from = this.#readings.find((reading) => at - reading.at <= WINDOW + SHORTEST);
    if (!from || at - from.at < SHORTEST) return [];
    return cpus.flatMap((now) => {
      const then = from.cpus.get(now.cpu);
      const found = then && shares(then.seconds, now.seconds);
      return found ? [{ cpu: now.cpu, ...found }] : [];
    });
  }

  /**
   * The same readings without small steps back: on some kernels idle and iowait do that, and every
   * step back of a counter looks like a restart. A large one is a CPU that came back: taken as it is.
   */
  steady(cpus: readonly CpuTimes[]): CpuTimes[] {
    const steady = cpus.map((now) => {
      const before = this.#steady.get(now.cpu);
      if (!before || !now.seconds.some((value, i) => value < before.seconds[i])) return now;
      const restarted = now.seconds.some((value, i) => before.seconds[i] - value > JITTER);
      if (restarted) return now;
      return { ...now, seconds: now.seconds.map((value, i) => Math.max(value, before.seconds[i])) };
    });
    this.#steady = byName(steady);
    return steady;
  }
}

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
