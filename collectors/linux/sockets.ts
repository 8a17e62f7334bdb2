import type { ConnectionCount } from "../readings.ts";

/** TCP states by the number in /proc/net/tcp (include/net/tcp_states.h). */
const TCP_STATES = [
  "",
  "established",
  "syn_sent",
  "syn_recv",
  "fin_wait1",
  "fin_wait2",
  "time_wait",
  "close",
  "close_wait",
  "last_ack",
  "listen",
  "closing",
  "new_syn_recv",
];

const SPACE = 0x20, NEWLINE = 0x0a, COLON = 0x3a, ZERO = 0x30;

/** How long an address with its port is: of IPv4, of IPv6. */
const ADDRESSES = [13, 37];

const LISTEN = TCP_STATES.indexOf("listen");

/**
 * Counts the sockets of /proc/net/tcp, tcp6, udp or udp6 by state (proc_net(5)).
 *
 *       sl  local_address rem_address   st tx_queue rx_queue …
 *        0: 00000000:238C 00000000:0000 0A 00000000:00000000 …
 *
 * A busy host has 100,000 of these lines, 15 MB: they are counted as bytes, piece by piece, without
 * making a text of them. Only the 4th and 5th word of a line matter.
 */
export class SocketStates {
  readonly #counts = new Array<number>(TCP_STATES.length).fill(0);
  #word = 0;
  #inWord = false;
  #state = 0;
  #queue = 0;
  #transmit = 0;
  #head = true;
  #queuedTransmit = 0;
  #queuedReceive = 0;

  /** @param withQueues whether what waits in the queues is added up, too */
  constructor(private readonly withQueues = false) {}

  /** The next piece of the file, cut anywhere. */
  feed(piece: Uint8Array): void {
    let start = 0;
    for (let end; (end = piece.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
      if (this.#word > 0 || this.#head || !this.#wholeLine(piece, start, end)) {
        this.#words(piece, start, end);
        this.#endLine();
      }
    }
    this.#words(piece, start, piece.length);
  }

  /** Counts a line by the places where the kernel puts its words; false where they stand elsewhere. */
  #wholeLine(piece: Uint8Array, start: number, end: number): boolean {
    const state = stateAt(piece, start, end);
    if (state < 0) return false;
    this.#state = HEX[piece[state]] << 4 | HEX[piece[state + 1]];
    if (this.withQueues) {
      this.#transmit = transmitAt(piece, state) || 0;
      this.#queue = receiveAt(piece, state) || 0;
    }
    this.#word = 5;
    this.#endLine();
    return true;
  }

  /** Reads a part of a line, word by word. */
  #words(piece: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end; i++) {
      const byte = piece[i];
      if (byte === SPACE) {
        this.#inWord = false;
        continue;
      }
      if (!this.#inWord) {
        this.#inWord = true;
        this.#word++;
      }
      if (this.#word === 4) this.#state = (this.#state << 4) | HEX[byte];
      else if (this.#word > 5) return;
      else if (this.#word === 5) {
        if (byte === COLON) {
          this.#transmit = this.#queue;
          this.#queue = 0;
        } else this.#queue = this.#queue * 16 + HEX[byte];
      }
    }
  }

  /** Sockets by state, of which there are any; those in the way of listening or open always. */
  counts(protocol: string): ConnectionCount[] {
    if (protocol.startsWith("udp")) {
      return [{ protocol, state: "open", count: this.#counts.reduce((sum, n) => sum + n, 0) }];
    }
    return TCP_STATES.flatMap((state, i) =>
      state ? [{ protocol, state, count: this.#counts[i] }] : []
    );
  }

  /**
   * Bytes that wait to be acknowledged, and to be read. Without listening sockets: what stands there
   * in their lines is how many connections wait.
   */
  get queued(): { transmit: number; receive: number } {
    return { transmit: this.#queuedTransmit, receive: this.#queuedReceive };
  }

  #endLine(): void {
    if (!this.#head && this.#word >= 4 && this.#state < TCP_STATES.length) {
      this.#counts[this.#state]++;
      if (this.#state !== LISTEN) {
        this.#queuedTransmit += this.#transmit;
        this.#queuedReceive += this.#queue;
      }
    }
    this.#head = false;
    this.#word = 0;
    this.#inWord = false;
    this.#state = 0;
    this.#queue = 0;
    this.#transmit = 0;
  }
}

/** Where the state of a socket stands in its line, and its queues behind it; -1 if not where the kernel puts them. */
export function stateAt(piece: Uint8Array, start: number, end: number): number {
  const colon = piece.indexOf(COLON, start);
  if (colon < 0) return -1;
  for (const address of ADDRESSES) {
    const state = colon + 4 + 2 * address;
    const queues = state + 3;
    if (
      queues + 17 <= end && piece[state - 1] === SPACE && piece[state - 2 - address] === SPACE &&
      piece[state + 2] === SPACE && piece[queues + 8] === COLON
    ) return state;
  }
  return -1;
}

/** Bytes that wait to be acknowledged, by the place of the state; NaN for a word that is no number. */
export const transmitAt = (piece: Uint8Array, state: number): number => number(piece, state + 3);

/** The same of bytes that wait to be read. */
export const receiveAt = (piece: Uint8Array, state: number): number => number(piece, state + 12);

/** The hexadecimal number of eight digits; NaN where one is none. */
function number(piece: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 8; i++) {
    const digit = HEX[piece[i]];
    if (digit === 0 && piece[i] !== ZERO) return NaN;
    value = value * 16 + digit;
  }
  return value;
}

/** The value of a hexadecimal digit by its ASCII code. A table, because on a busy host it is asked at once, and cold. */
const HEX = new Uint8Array(256);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  HEX[digit.charCodeAt(0)] = HEX[digit.toUpperCase().charCodeAt(0)] = value;
}
