import { count, malformed } from "./text.ts";

/** The time that tasks lost to a lack of one resource, in seconds since boot. */
export interface Pressure {
  /** At least one task waited. */
  readonly some?: number;
  /** All tasks waited at once; CPU has none on older kernels, interrupts have only this. */
  readonly full?: number;
}

/**
 * Parses /proc/pressure/* (Documentation/accounting/psi.rst).
 *
 *     some avg10=0.00 avg60=0.00 avg300=0.00 total=14036781
 *     full avg10=0.00 avg60=0.00 avg300=0.00 total=0
 *
 * @throws {SyntaxError} where a line has no total, or there is no line
 */
export function parsePressure(text: string): Pressure {
  const seconds: Record<string, number> = {};
  for (const line of text.split("\n")) {
    const space = line.indexOf(" ");
    if (space < 0) continue;
    const total = line.indexOf(" total=");
    if (total < 0) throw malformed("pressure", line);
    seconds[line.slice(0, space)] = count(line.slice(total + 7), line) / 1e6;
  }
  const { some, full } = seconds;
  if (some === undefined && full === undefined) throw malformed("pressure", text);
  return { some, full };
}
