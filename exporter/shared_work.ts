/** Milliseconds after a piece of work within which who asks for one may be one of a crowd. */
const CROWD = 20;
/** How many of a crowd get the same result: to send it to all of them holds the thread up, too. */
const MOST = 50;

/** Work that is under way, or about to begin. */
interface Shared<T> {
  /** It is for all who come in the same moment. */
  readonly forCrowd: boolean;
  sharers: number;
  result?: Promise<T>;
}

/** Waits for what has come in already, and not, like `round` of turns.ts, for a look at what else there is. */
const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Work that is done once for all who ask for the same at the same time.
 *
 * Work that needs no waiting is done before the next request is looked at: of a crowd each would get its
 * own, and the last would wait for those of all others. So where work was done a moment ago, all who have
 * come are let in first. Who comes alone need not wait.
 */
export class SharedWork<T> {
  readonly #shared = new Map<string, Shared<T>>();
  /** Crowds have their work done one behind the other, each in a round of the event loop. */
  #line: Promise<void> = Promise.resolve();
  #ended = -Infinity;

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** Whether whoever asks for this now is one of a crowd, and costs no work of its own. */
  isOfCrowd(key: string): boolean {
    return this.#shared.get(key)?.forCrowd ?? false;
  }

  /** The result of the work that is under way for this, or of new work. */
  of(key: string, work: () => Promise<T>): Promise<T> {
    const shared = this.#shared.get(key) ?? this.#begin(key, work);
    shared.sharers++;
    if (shared.forCrowd && shared.sharers >= MOST) this.#shared.delete(key);
    return shared.result!;
  }

  #begin(key: string, work: () => Promise<T>): Shared<T> {
    const shared: Shared<T> = { forCrowd: this.monotonic() - this.#ended < CROWD, sharers: 0 };
    this.#shared.set(key, shared);
    shared.result = this.#resultOf(key, shared, work);
    return shared;
  }

  async #resultOf(key: string, shared: Shared<T>, work: () => Promise<T>): Promise<T> {
    if (shared.forCrowd) await (this.#line = this.#line.then(immediate));
    try {
      return await work();
    } finally {
      this.#ended = this.monotonic();
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
    }
  }
}
