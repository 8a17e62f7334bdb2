import { malformed } from "./text.ts";

/** The counters of a protocol, still as the kernel wrote them: only a few of the hundreds are wanted. */
export interface ProtocolCounters {
  /** `Tcp`, `TcpExt` */
  readonly protocol: string;
  /** The names, a space between them; the same from scrape to scrape. */
  readonly names: string;
  /** As many numbers. */
  readonly values: string;
}

/**
 * Parses /proc/net/netstat and /proc/net/snmp (proc_net(5)): of each protocol a line of names and a
 * line of numbers.
 *
 *     Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
 *     Udp: 88542 120 0 53028 9 8 0
 *
 * @param file its name below /proc, for messages
 * @throws {SyntaxError} where a line has not its pair, or there is none
 */
export function parseNetstat(text: string, file: string): ProtocolCounters[] {
  const lines = text.split("\n");
  const protocols: ProtocolCounters[] = [];
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const protocol = lines[i].slice(0, lines[i].indexOf(": "));
    if (!protocol || !lines[i + 1].startsWith(`${protocol}: `)) throw malformed(file, lines[i]);
    const from = protocol.length + 2;
    protocols.push({
      protocol,
      names: lines[i].slice(from),
      values: lines[i + 1].slice(from),
    });
  }
  if (protocols.length === 0) throw malformed(file, text);
  return protocols;
}
