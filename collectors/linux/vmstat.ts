import { count, malformed } from "./text.ts";

/**
 * Parses /proc/vmstat (proc_vmstat(5)), and any other file of a name and a number a line.
 *
 *     pgpgin 7344136
 *     pgpgout 1541180581
 *
 * @param wanted whether a field is to be taken; all without it
 * @throws {SyntaxError} where a line is not a name and a number, or there is no line
 */
export function parseVmstat(
  text: string,
  wanted: (name: string) => boolean = () => true,
): Map<string, number> {
  if (text === "") throw malformed("vmstat", text);
  const fields = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const space = line.indexOf(" ");
    if (space < 1) throw malformed("vmstat", line);
    const name = line.slice(0, space);
    if (wanted(name)) fields.set(name, count(line.slice(space + 1).trim(), line));
  }
  return fields;
}
