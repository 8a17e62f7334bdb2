import { CPU_MODES, type CpuTimes } from "../readings.ts";
import { count, malformed, quote } from "./text.ts";

/** /proc/stat, without the CPUs. */
export interface Stat {
  /** Interrupts serviced since boot. */
  readonly interrupts: number;
  readonly contextSwitches: number;
  /** Unix time in seconds. */
  readonly bootTime: number;
  readonly forks: number;
  readonly running: number;
  readonly blocked: number;
  /** Soft interrupts since boot by their vector, in the order of {@linkcode SOFTIRQS}. */
  readonly softirqs: readonly number[];
}

/** The vectors of the line `softirq`, in the kernel's order. */
export const SOFTIRQS = [
  "hi",
  "timer",
  "net_tx",
  "net_rx",
  "block",
  "block_iopoll",
  "tasklet",
  "sched",
  "hrtimer",
  "rcu",
] as const;

/** Ticks a second in which the kernel counts CPU time for programs: fixed at 100 on every architecture that Deno runs on. */
const USER_HZ = 100;

/**
 * Parses the lines of the CPUs in /proc/stat (proc_stat(5), Documentation/filesystems/proc.rst section
 * 1.7), without the line that adds them up.
 *
 *     cpu0 10132153 290696 3084719 46828483 16683 0 25195 0 175628 0
 *
 * Old kernels give fewer modes; those are NaN.
 *
 * @throws {SyntaxError} where a line is malformed, or there is no CPU at all
 */
export function parseCpus(text: string): CpuTimes[] {
  const cpus: CpuTimes[] = [];
  for (let at = 0; text.startsWith("cpu", at);) {
    const found = text.indexOf("\n", at);
    const end = found < 0 ? text.length : found;
    if (text[at + 3] !== " ") cpus.push(parseCpu(text.slice(at, end)));
    at = end + 1;
  }
  if (cpus.length === 0) throw new SyntaxError(`/proc/stat has no line of a CPU: ${quote(text)}`);
  return cpus;
}

/**
 * Parses the other lines of /proc/stat.
 *
 *     intr 8885917 17 0 0 0 …
 *     softirq 5057579 250191 1481983 …
 *
 * @throws {SyntaxError} where a line that is known has no number, or none of them is there
 */
export function parseStat(text: string): Stat {
  const first = new Map<string, number>();
  let softirqs: number[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("cpu")) continue;
    if (line.startsWith("softirq ")) {
      softirqs = line.split(" ", SOFTIRQS.length + 2).slice(2).map((text) => count(text, line));
      continue;
    }
    // `intr` has a number for each of hundreds of lines: only its first, the sum, is taken.
    const end = line.indexOf(" ");
    if (end > 0) first.set(line.slice(0, end), parseInt(line.slice(end + 1), 10));
  }
  if (!first.has("ctxt") && !first.has("btime")) {
    throw new SyntaxError(`/proc/stat has no ctxt and no btime: ${quote(text)}`);
  }
  return {
    softirqs,
    interrupts: known(first, "intr"),
    contextSwitches: known(first, "ctxt"),
    bootTime: known(first, "btime"),
    forks: known(first, "processes"),
    running: known(first, "procs_running"),
    blocked: known(first, "procs_blocked"),
  };
}

function parseCpu(line: string): CpuTimes {
  const fields = line.split(" ");
  const cpu = fields[0].slice(3);
  const ticks = (at: number) =>
    at < fields.length && fields[at] !== "" ? count(fields[at], line) / USER_HZ : NaN;
  const seconds = CPU_MODES.map((_, i) => ticks(i + 1));
  // Since kernel 2.4 there are these four; fewer is a line that was cut off.
  if (Number.isNaN(seconds[3]) || !/^\d+$/.test(cpu)) throw malformed("stat", line);
  return { cpu, seconds, guest: ticks(9), guestNice: ticks(10) };
}

function known(values: Map<string, number>, name: string): number {
  const value = values.get(name);
  if (value === undefined) return NaN;
  if (Number.isNaN(value)) throw malformed("stat", name);
  return value;
}
