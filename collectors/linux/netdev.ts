import { type InterfaceCounters, NETDEV_COUNTERS } from "../readings.ts";
import { atOnce } from "../turns.ts";
import { count, malformed } from "./text.ts";

/** Interfaces that are read before others may work. */
const PIECE = 100;

/**
 * Parses /proc/net/dev (proc_net(5)); in pieces, for `inTurns`.
 *
 *     Inter-|   Receive                                                |  Transmit
 *      face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
 *        lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0
 *
 * @throws {SyntaxError} where the two lines of the head are missing, or a line has not 16 numbers
 */
export function* parsingNetdev(text: string): Generator<void, InterfaceCounters[]> {
  const lines = text.split("\n");
  if (!lines[1]?.includes("|bytes")) throw malformed("net/dev", text);
  const interfaces: InterfaceCounters[] = [];
  for (let i = 2; i < lines.length; i++) {
    const line = lines[i];
    if (line === "") continue;
    // An alias (eth0:1) has a colon of its own, and a large number may touch the colon.
    const colon = line.lastIndexOf(":");
    const fields = line.slice(colon + 1).trim().split(/ +/);
    if (colon < 0 || fields.length !== NETDEV_COUNTERS.length) throw malformed("net/dev", line);
    interfaces.push({
      device: line.slice(0, colon).trim(),
      values: fields.map((text) => count(text, line)),
    });
    if (interfaces.length % PIECE === 0) yield;
  }
  return interfaces;
}

/** The same in one piece. */
export const parseNetdev = (text: string): InterfaceCounters[] => atOnce(parsingNetdev(text));
