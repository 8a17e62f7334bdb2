import { type InterfaceCounters, NETDEV_COUNTERS } from "../readings.ts";
import { atOnce } from "../turns.ts";
import { counts, lineEnd, malformed } from "./text.ts";

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
  const second = text.indexOf("\n") + 1;
  const head = lineEnd(text, second);
  if (!text.slice(second, head).includes("|bytes")) throw malformed("net/dev", text);
  const interfaces: InterfaceCounters[] = [];
  for (let begin = head + 1, end; begin < text.length; begin = end + 1) {
    end = lineEnd(text, begin);
    if (end === begin) continue;
    // An alias (eth0:1) has a colon of its own, and a large number may touch the colon.
    const colon = text.lastIndexOf(":", end - 1);
    const values = colon < begin ? [] : counts(text, colon + 1, end);
    if (values.length !== NETDEV_COUNTERS.length) {
      throw malformed("net/dev", text.slice(begin, end));
    }
    interfaces.push({ device: text.slice(begin, colon).trim(), values });
    if (interfaces.length % PIECE === 0) yield;
  }
  return interfaces;
}

/** The same in one piece. */
export const parseNetdev = (text: string): InterfaceCounters[] => atOnce(parsingNetdev(text));
