import { count, malformed } from "./text.ts";

/** A control group controller. */
export interface CgroupSubsystem {
  readonly name: string;
  /** Control groups of its hierarchy. */
  readonly cgroups: number;
  /** 1 or 0. */
  readonly enabled: number;
}

/**
 * Parses /proc/cgroups (cgroups(7)).
 *
 *     #subsys_name	hierarchy	num_cgroups	enabled
 *     memory	7	234	1
 *
 * @throws {SyntaxError} where a line is malformed
 */
export function parseCgroups(text: string): CgroupSubsystem[] {
  return text.split("\n").filter((line) => line !== "" && line[0] !== "#").map((line) => {
    const fields = line.split(/\s+/);
    if (fields.length < 4) throw malformed("cgroups", line);
    return { name: fields[0], cgroups: count(fields[2], line), enabled: count(fields[3], line) };
  });
}
