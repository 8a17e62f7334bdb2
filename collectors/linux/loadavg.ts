import type { LoadAverage } from "../readings.ts";
import { count, malformed } from "./text.ts";

/**
 * Parses /proc/loadavg (proc_loadavg(5)).
 *
 *     0.21 0.37 0.39 1/719 19737
 *
 * @throws {SyntaxError} where there are fewer than three numbers
 */
export function parseLoadavg(text: string): LoadAverage {
  const [one, five, fifteen] = text.split(" ");
  if (fifteen === undefined) throw malformed("loadavg", text);
  return [count(one, text), count(five, text), count(fifteen, text)];
}
