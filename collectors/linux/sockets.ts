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

const SPACE = 0x20, NEWLINE = 0x0a, COLON = 0x3a;

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

  /** The next piece of the file, cut anywhere. */
  feed(piece: Uint8Array): void {
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i];
      if (byte === NEWLINE) {
        this.#endLine();
      } else if (byte === SPACE) {
        this.#inWord = false;
      } else {
        if (!this.#inWord) {
          this.#inWord = true;
          this.#word++;
        }
        if (this.#word === 4) this.#state = (this.#state << 4) | hex(byte);
        else if (this.#word === 5) {
          if (byte === COLON) {
            this.#transmit = this.#queue;
            this.#queue = 0;
          } else this.#queue = this.#queue * 16 + hex(byte);
        } else if (this.#word > 5) {
          // Nothing more of this line matters.
          const end = piece.indexOf(NEWLINE, i);
          if (end < 0) return;
          i = end - 1;
        }
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

/** The value of a hexadecimal digit's ASCII code. */
const hex = (byte: number) => byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57;
