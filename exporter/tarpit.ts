/** Milliseconds for which the answer to a wrong password is held back, at least and at most. */
const LEAST = 500;
const MOST = 10_000;
/** Milliseconds between two such answers, of all clients together. */
const APART = 5;

/**
 * Slows those who guess passwords down: each gets its answer late, and however many they are, not too
 * many at once. Without it a hundred connections that guess keep the one thread busy, and a scrape
 * waits behind each of them in each round of the event loop.
 */
export class Tarpit {
  #last = -Infinity;

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** Takes the next turn: the milliseconds until then. */
  take(): number {
    const now = this.monotonic();
    // Clients that do not wait for their answers cannot make the others wait without an end.
    this.#last = Math.max(now + LEAST, Math.min(this.#last + APART, now + MOST));
    return this.#last - now;
  }
}
