import { count, malformed } from "./text.ts";

/** What the scheduler did on a CPU since boot. */
export interface CpuSchedule {
  readonly cpu: string;
  /** Seconds in which tasks ran. */
  readonly running: number;
  /** Seconds in which tasks that could run waited; of several that wait, each counts. */
  readonly waiting: number;
  readonly timeslices: number;
}

/**
 * Parses /proc/schedstat (Documentation/scheduler/sched-stats.rst): of a CPU's numbers the last
 * three, in nanoseconds and a count. They stand there in all versions of the file.
 *
 *     cpu0 498494191 0 3533438552 2553969831 3853684107 2465731542 2045936778163039 343796328169361 4767485306
 *
 * @throws {SyntaxError} where a CPU's line has not 9 numbers
 */
export function parseSchedstat(text: string): CpuSchedule[] {
  // Most of the file are the lines of scheduling domains: they are not even taken apart.
  return (text.match(/^cpu\d.*$/gm) ?? []).map((line) => {
    const fields = line.trim().split(" ");
    if (fields.length < 10) throw malformed("schedstat", line);
    return {
      cpu: fields[0].slice(3),
      running: count(fields[7], line) / 1e9,
      waiting: count(fields[8], line) / 1e9,
      timeslices: count(fields[9], line),
    };
  });
}
