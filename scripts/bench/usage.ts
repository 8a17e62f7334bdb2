/**
 * What a process and its children use, from the kernel of Linux.
 *
 * @module
 */

/** `USER_HZ`: ticks a second of the times in /proc/PID/stat, the same on all that Deno runs on. */
const TICKS = 100;

const LIBC = {
  clock_getcpuclockid: { parameters: ["i32", "buffer"], result: "i32" },
  clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
} as const;

/** One process, as /proc/PID/stat has it. */
export interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Seconds, user and system, of itself, in steps of 10 ms. */
  readonly own: number;
  /** Seconds, user and system, of its children that have ended and been waited for. */
  readonly reaped: number;
}

/**
 * Reads CPU times and memory of processes.
 *
 * The ticks of /proc/PID/stat are 10 ms, as much as ten scrapes. /proc/PID/schedstat has nanoseconds
 * but only of the first thread, and /proc/PID/task loses the threads that have ended (Deno ends those
 * that had nothing to do for a while). The CPU clock of a process, clock_getcpuclockid(3), counts all
 * of its threads, ended ones too, in nanoseconds; so each process that runs is read there. What ended
 * children used only stands in their parent's ticks: those the scheduler adds up in nanoseconds and
 * rounds once, when they are read.
 */
export class Usage implements Disposable {
  readonly #libc = Deno.dlopen("libc.so.6", LIBC);

  /** Seconds of CPU that a process, its children, and theirs, have used. */
  cpuSeconds(pid: number): number {
    let sum = 0;
    for (const process of tree(pid)) sum += this.#clock(process) + process.reaped;
    return sum;
  }

  /** Bytes of memory that a process and its children hold. */
  residentBytes(pid: number): number {
    let sum = 0;
    for (const process of tree(pid)) sum += residentBytes(process.pid);
    return sum;
  }

  /** How many a process and its children are. */
  processes(pid: number): number {
    return tree(pid).length;
  }

  [Symbol.dispose](): void {
    this.#libc.close();
  }

  #clock({ pid, own }: Stat): number {
    const clock = new Int32Array(1);
    const time = new BigInt64Array(2);
    const { clock_getcpuclockid, clock_gettime } = this.#libc.symbols;
    // A child may have ended since it was listed.
    if (clock_getcpuclockid(pid, clock) !== 0 || clock_gettime(clock[0], time) !== 0) return own;
    return Number(time[0]) + Number(time[1]) / 1e9;
  }
}

/** A process, its children, and theirs. */
export function tree(pid: number): Stat[] {
  const all = [...processes()];
  const found = all.filter((process) => process.pid === pid);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

function* processes(): Generator<Stat> {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const text = readIfThere(`/proc/${name}/stat`);
    if (text) yield parseStat(text);
  }
}

/**
 * Parses /proc/PID/stat (proc_pid_stat(5)).
 *
 *     1234 (a (b) c) S 1 1234 1234 0 -1 4194560 1861 0 3 0 39 10 2 1 20 0 12 0 …
 *
 * @throws {SyntaxError}
 */
export function parseStat(text: string): Stat {
  // The name may hold anything, parentheses too: the last one ends it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number);
  const stat = {
    pid: parseInt(text, 10),
    parent: Number(fields[1]),
    own: (utime + stime) / TICKS,
    reaped: (cutime + cstime) / TICKS,
  };
  if (Object.values(stat).some(Number.isNaN)) {
    throw new SyntaxError(
      `/proc/PID/stat must have 15 fields or more, got ${JSON.stringify(text)}`,
    );
  }
  return stat;
}

function residentBytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readIfThere(`/proc/${pid}/status`));
  return found ? 1024 * Number(found[1]) : 0;
}

function readIfThere(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // It has ended since it was listed.
    return "";
  }
}
