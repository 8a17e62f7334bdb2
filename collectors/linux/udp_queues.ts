import { malformed } from "./text.ts";

/** Bytes that wait in the queues of all sockets. */
export interface Queues {
  readonly tx: number;
  readonly rx: number;
}

/**
 * Adds up the queues in /proc/net/udp or udp6 (proc_net(5)), which are in hexadecimal.
 *
 *       sl  local_address rem_address   st tx_queue rx_queue tr tm->when …
 *        0: 00000000:0016 00000000:0000 0A 00000015:00000000 00:00000000 …
 *
 * @throws {SyntaxError} where a line has no queues
 */
export function parseUdpQueues(text: string): Queues {
  let tx = 0, rx = 0;
  const lines = text.split("\n");
  for (let i = 1; i < lines.length; i++) {
    if (lines[i] === "") continue;
    const found = /^\s*\d+: \S+ \S+ \S+ ([0-9A-F]+):([0-9A-F]+) /.exec(lines[i]);
    if (!found) throw malformed("net/udp", lines[i]);
    tx += parseInt(found[1], 16);
    rx += parseInt(found[2], 16);
  }
  return { tx, rx };
}
