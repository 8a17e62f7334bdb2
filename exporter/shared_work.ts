import { setImmediate } from "node:timers";

/** Milliseconds after a piece of work within which who asks for one may be one of a crowd. */
const CROWD = 20;

/**
 * Work that is done once for all who ask for the same at the same time.
 *
 * Work that needs no waiting is done before the next request is looked at: of a crowd each would get its
 * own, and the last would wait for those of all others. So where work was done a moment ago, all who have
 * come are let in first. Who comes alone need not wait.
 */
export class SharedWork<T> {
  readonly #results = new Map<string, Promise<T>>();
  /** Those whose work has not begun. */
  readonly #gathering = new Set<string>();
  #ended = -Infinity;

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** Whether whoever asks for this now is one of a crowd that is gathering, and costs no work. */
  isGathering(key: string): boolean {
    return this.#gathering.has(key);
  }

  /** The result of the work that is under way for this, or of new work. */
  of(key: string, work: () => Promise<T>): Promise<T> {
    let result = this.#results.get(key);
    if (!result) this.#results.set(key, result = this.#done(key, work));
    return result;
  }

  async #done(key: string, work: () => Promise<T>): Promise<T> {
    try {
      if (this.monotonic() - this.#ended < CROWD) await this.#gather(key);
      return await work();
    } finally {
      this.#ended = this.monotonic();
      this.#results.delete(key);
    }
  }

  async #gather(key: string): Promise<void> {
    this.#gathering.add(key);
    // The next round of the event loop; what has come until then is in.
    await new Promise((resolve) => setImmediate(resolve));
    this.#gathering.delete(key);
  }
}
