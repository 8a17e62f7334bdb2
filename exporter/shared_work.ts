import { Pacer } from "./pacer.ts";

/** Milliseconds after a piece of work within which who asks for one may be one of a crowd. */
const CROWD = 20;
/** How many are given their result in one turn of the event loop. */
const MOST = 20;

/** Waits for what has come in already, and not, like `round` of turns.ts, for a look at what else there is. */
const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Work that is done once for all who ask for the same at the same time.
 *
 * Work that needs no waiting is done before the next request is looked at: of a crowd each would get its
 * own, and the last would wait for those of all others. So where work was done a moment ago, all who have
 * come are let in first. Who comes alone need not wait. Of a large crowd some get the result in each turn of the
 * event loop: to send it to all of them holds the thread up, too.
 */
export class SharedWork<T> {
  /** What is under way, or about to begin, and open to who comes. */
  readonly #open = new Map<string, Promise<T>>();
  /** Crowds have their work done one behind the other, each in a round of the event loop. */
  #line: Promise<void> = Promise.resolve();
  readonly #pacer = new Pacer(MOST);
  #ended = -Infinity;

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** How many different things are under way. */
  get size(): number {
    return this.#open.size;
  }

  /** Whether whoever asks for this now is one of several who do. */
  isUnderWay(key: string): boolean {
    return this.#open.has(key);
  }

  /** The result of the work that is under way for this, or of new work. */
  of(key: string, work: () => Promise<T>): Promise<T> {
    const result = this.#open.get(key) ?? this.#begin(key, work);
    return new Promise((resolve) => {
      const give = () => this.#pacer.do(() => resolve(result));
      result.then(give, give);
    });
  }

  #begin(key: string, work: () => Promise<T>): Promise<T> {
    const isForCrowd = this.monotonic() - this.#ended < CROWD;
    const result = this.#done(work, isForCrowd).finally(() => {
      this.#ended = this.monotonic();
      this.#open.delete(key);
    });
    this.#open.set(key, result);
    return result;
  }

  async #done(work: () => Promise<T>, isForCrowd: boolean): Promise<T> {
    if (isForCrowd) await (this.#line = this.#line.then(immediate));
    return await work();
  }
}
