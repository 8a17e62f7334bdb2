import type { Mount } from "../readings.ts";
import { malformed } from "./text.ts";

/** A line of mountinfo. */
export interface MountinfoEntry extends Mount {
  /** The device's major and minor number: `98:0`. */
  readonly number: string;
  /** Mounted, or its super block, read-only. */
  readonly readonly: boolean;
  /** Its super block has project quotas on. */
  readonly quotas: boolean;
}

/**
 * Parses /proc/PID/mountinfo (proc_pid_mountinfo(5)).
 *
 *     36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
 *
 * Space, tab, newline and backslash stand as octal escapes in it; in devices they stay, as node_exporter's label has
 * them.
 *
 * @throws {SyntaxError} where a line lacks fields
 */
export function parseMountinfo(text: string): MountinfoEntry[] {
  const entries: MountinfoEntry[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const fields = line.split(" ");
    // Between the 6th field and the dash stand optional ones, in any number.
    const dash = fields.indexOf("-", 6);
    if (dash < 0 || fields.length < dash + 4) throw malformed("PID/mountinfo", line);
    entries.push({
      device: fields[dash + 2],
      mountpoint: unescape(fields[4]),
      fstype: fields[dash + 1],
      number: fields[2],
      readonly: hasRo(fields[5]) || hasRo(fields[dash + 3]),
      quotas: /(^|,)p(rj)?quota/.test(fields[dash + 3]),
    });
  }
  return entries;
}

const hasRo = (options: string) =>
  options === "ro" || options.startsWith("ro,") || /,ro(,|$)/.test(options);

/** The text of a field of mountinfo or fstab: `\040` is a space. */
function unescape(field: string): string {
  if (!field.includes("\\")) return field;
  return field.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
