import { receiveAt, stateAt, transmitAt } from "./sockets.ts";
import { malformed } from "./text.ts";

/** Bytes that wait in the queues of all sockets. */
export interface Queues {
  readonly tx: number;
  readonly rx: number;
}

const NEWLINE = 0x0a;
const decoder = new TextDecoder();

/**
 * Adds up the queues in /proc/net/udp or udp6 (proc_net(5)), which are in hexadecimal.
 *
 *       sl  local_address rem_address   st tx_queue rx_queue tr tm->when …
 *        0: 00000000:0016 00000000:0000 0A 00000015:00000000 00:00000000 …
 *
 * A server of names has thousands of these lines: they are read as bytes, piece by piece.
 */
export class UdpQueues {
  #tx = 0;
  #rx = 0;
  #head = true;
  /** The begin of a line whose end is in the next piece. */
  #begun = new Uint8Array();

  /**
   * The next piece of the file, cut anywhere.
   *
   * @throws {SyntaxError} where a line has no queues
   */
  feed(piece: Uint8Array): void {
    let start = 0;
    for (let end; (end = piece.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
      if (this.#begun.length === 0) this.#line(piece, start, end);
      else this.#endOfBegun(piece.subarray(0, end));
    }
    this.#begun = joined(this.#begun, piece.subarray(start));
  }

  /**
   * What there was, when the file is at its end.
   *
   * @throws {SyntaxError} where its last line has no queues
   */
  end(): Queues {
    if (this.#begun.length > 0) this.#endOfBegun(new Uint8Array());
    return { tx: this.#tx, rx: this.#rx };
  }

  #endOfBegun(rest: Uint8Array): void {
    const line = joined(this.#begun, rest);
    this.#begun = new Uint8Array();
    this.#line(line, 0, line.length);
  }

  #line(bytes: Uint8Array, start: number, end: number): void {
    if (this.#head) return void (this.#head = false);
    if (start === end) return;
    const state = stateAt(bytes, start, end);
    const [tx, rx] = state < 0
      ? wordsOf(bytes.subarray(start, end))
      : [transmitAt(bytes, state), receiveAt(bytes, state)];
    if (Number.isNaN(tx + rx)) {
      throw malformed("net/udp", decoder.decode(bytes.subarray(start, end)));
    }
    this.#tx += tx;
    this.#rx += rx;
  }
}

/** The queues of a line whose words stand where the kernel does not put them; NaN where it has none. */
function wordsOf(line: Uint8Array): readonly number[] {
  const queues = /^\s*\d+: \S+ \S+ \S+ ([0-9A-F]+):([0-9A-F]+) /.exec(decoder.decode(line));
  return queues ? [parseInt(queues[1], 16), parseInt(queues[2], 16)] : [NaN, NaN];
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
