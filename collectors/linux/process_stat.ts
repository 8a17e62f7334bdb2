import { count, malformed } from "./text.ts";

/** What /proc/PID/stat tells of a process or thread. */
export interface ProcessStat {
  /** One letter: `R` runs or could, `S` sleeps, `D` waits for I/O, `Z` is a zombie, `I` is idle, … */
  readonly state: string;
  readonly threads: number;
}

/** Where the number of threads stands behind the name: it is field 20, the state is field 3. */
const THREADS = 17;

/**
 * Parses /proc/PID/stat (proc_pid_stat(5)).
 *
 *     1 (systemd) S 0 1 1 0 -1 4194560 9061 9416027 94 2620 36 98 54406 13885 20 0 1 0 29 …
 *
 * @throws {SyntaxError} where fields are missing
 */
export function parseProcessStat(text: string): ProcessStat {
  // A name may have spaces and parentheses in it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ", THREADS + 1);
  if (fields.length <= THREADS) throw malformed("PID/stat", text);
  return { state: fields[0], threads: count(fields[THREADS], text) };
}

/** What a process has used. */
export interface ProcessUse {
  /** Without arguments, at most 15 characters; a kernel thread's may be longer. */
  readonly name: string;
  /** Ticks of 1/100 s on the CPU, in user and kernel mode, so far. */
  readonly ticks: number;
  /** When it began, ticks since boot: tells a process from a later one of the same number. */
  readonly start: number;
  /** Pages of memory that it holds now. */
  readonly pages: number;
}

/** Where the fields stand behind the name; utime is field 14. */
const UTIME = 11, STIME = 12, START = 19, RSS = 21;

/**
 * The same file for what a process uses.
 *
 * @throws {SyntaxError} where fields are missing
 */
export function parseProcessUse(text: string): ProcessUse {
  const end = text.lastIndexOf(")");
  const fields = text.slice(end + 2).split(" ", RSS + 1);
  if (fields.length <= RSS) throw malformed("PID/stat", text);
  return {
    name: text.slice(text.indexOf("(") + 1, end),
    ticks: count(fields[UTIME], text) + count(fields[STIME], text),
    start: count(fields[START], text),
    pages: count(fields[RSS], text),
  };
}
