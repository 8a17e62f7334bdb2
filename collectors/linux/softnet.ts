import { malformed } from "./text.ts";

/** What the network stack of a CPU did. */
export interface CpuSoftnet {
  readonly cpu: string;
  /** In the order of {@linkcode SOFTNET_COLUMNS}; 0 where an old kernel does not count it. */
  readonly values: readonly number[];
}

/** Where in a line the counts stand that a kernel still keeps. */
export const SOFTNET_COLUMNS = {
  processed: 0,
  dropped: 1,
  time_squeeze: 2,
  cpu_collision: 8,
  received_rps: 9,
  flow_limit: 10,
  backlog: 11,
} as const;

const COLUMNS = Object.values(SOFTNET_COLUMNS);

/** Since 5.10 a line tells its CPU; before that the CPUs that are off made the numbers slip. */
const CPU = 12;

/**
 * Parses /proc/net/softnet_stat (softnet_seq_show in net/core/net-procfs.c): a line for each CPU that
 * is on, in hexadecimal.
 *
 *     000dfb82 00000029 0000000a 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001
 *
 * @throws {SyntaxError} where a line has fewer than 9 numbers, which kernels had since 2.6
 */
export function parseSoftnet(text: string): CpuSoftnet[] {
  const lines = text.trim().split("\n");
  return lines.map((line, i) => {
    const fields = line.trim().split(" ").map((field) => parseInt(field, 16));
    if (fields.length < 9 || fields.some(Number.isNaN)) throw malformed("net/softnet_stat", line);
    return {
      cpu: String(fields[CPU] ?? i),
      values: COLUMNS.map((column) => fields[column] ?? 0),
    };
  });
}
