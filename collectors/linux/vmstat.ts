import { count, malformed } from "./text.ts";

/**
 * Parses /proc/vmstat (proc_vmstat(5)), and any other file of a name and a number a line.
 *
 *     pgpgin 7344136
 *     pgpgout 1541180581
 *
 * @throws {SyntaxError} where a line is not a name and a number, or there is no line
 */
export function parseVmstat(text: string): Map<string, number> {
  const fields = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const space = line.indexOf(" ");
    if (space < 1) throw malformed("vmstat", line);
    fields.set(line.slice(0, space), count(line.slice(space + 1).trim(), line));
  }
  if (fields.size === 0) throw malformed("vmstat", text);
  return fields;
}
