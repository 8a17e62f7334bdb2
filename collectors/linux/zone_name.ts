/** A zone's rule for now and ever, as POSIX' TZ has it: `CET-1CEST,M3.5.0,M10.5.0/3`, `<+0530>-5:30`. */
const RULE = /^(<[^>]+>|[A-Za-z]+)([+-]?)(\d+)(?::(\d+))?(?::\d+)?(?:(<[^>]+>|[A-Za-z]+)(.*))?$/;

/**
 * The short name that a time zone has now, from its file (tzfile(5)), as the C library and Go tell it.
 * Intl knows it too, but not all short names, and takes 25 ms and 5 MB when it is first asked.
 *
 * @param file the bytes of /etc/localtime, or of the zone that TZ names
 * @param offset minutes west of Greenwich now, as Date has it
 * @returns undefined where the file's last rule does not give this offset
 */
export function zoneName(file: Uint8Array, offset: number): string | undefined {
  // The rule is the last line, since version 2 of the format.
  const lines = new TextDecoder("latin1").decode(file.subarray(-256)).split("\n");
  const rule = RULE.exec(lines.at(-2) ?? "");
  if (!rule || lines.at(-1) !== "") return undefined;
  const [, standard, sign, hours, minutes = "0", summer] = rule;
  const west = (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(minutes));
  const name = west === offset ? standard : summer;
  return name?.replace(/^<|>$/g, "");
}
