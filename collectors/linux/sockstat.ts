import { count, malformed } from "./text.ts";

/** A line of /proc/net/sockstat. */
export interface ProtocolSockets {
  /** `TCP`, `TCP6`; `sockets` for all together. */
  readonly protocol: string;
  readonly fields: readonly (readonly [name: string, value: number])[];
}

/**
 * Parses /proc/net/sockstat and sockstat6 (proc_net(5)).
 *
 *     TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1
 *
 * @throws {SyntaxError} where a line is not a protocol and pairs of a name and a number
 */
export function parseSockstat(text: string): ProtocolSockets[] {
  const protocols: ProtocolSockets[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const words = line.trim().split(" ");
    if (!words[0].endsWith(":") || words.length % 2 === 0) throw malformed("net/sockstat", line);
    const fields: [string, number][] = [];
    for (let i = 1; i < words.length; i += 2) fields.push([words[i], count(words[i + 1], line)]);
    protocols.push({ protocol: words[0].slice(0, -1), fields });
  }
  return protocols;
}
