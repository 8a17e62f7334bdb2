import { malformed } from "./text.ts";

/**
 * Counts the entries of /proc/net/arp by device (proc_net(5)).
 *
 *     IP address       HW type     Flags       HW address            Mask     Device
 *     192.168.1.1      0x1         0x2         cc:aa:dd:ee:aa:bb     *        eth0
 *
 * A device without hardware addresses (a tunnel) leaves that column blank.
 *
 * @throws {SyntaxError} where the head is missing, or a line lacks columns
 */
export function parseArp(text: string): Map<string, number> {
  const lines = text.split("\n");
  if (!lines[0].startsWith("IP address")) throw malformed("net/arp", lines[0]);
  const entries = new Map<string, number>();
  for (let i = 1; i < lines.length; i++) {
    if (lines[i] === "") continue;
    const columns = lines[i].split(/ +/);
    if (columns.length < 5) throw malformed("net/arp", lines[i]);
    const device = columns[columns.length - 1];
    entries.set(device, (entries.get(device) ?? 0) + 1);
  }
  return entries;
}
