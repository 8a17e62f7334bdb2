/** Milliseconds after a piece of work within which who asks for one may be one of a crowd. */
const CROWD = 20;
/** How many get the same result: to send it to all of them holds the thread up, too. */
const MOST = 50;

/** Work that is under way, or about to begin, and open to who comes. */
interface Shared<T> {
  sharers: number;
  readonly result: Promise<T>;
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
  readonly #open = new Map<string, Shared<T>>();
  /** How often the same is under way. */
  readonly #underWay = new Map<string, number>();
  /** Crowds have their work done one behind the other, each in a round of the event loop. */
  #line: Promise<void> = Promise.resolve();
  #ended = -Infinity;

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** How many different things are under way. */
  get size(): number {
    return this.#underWay.size;
  }

  /** Whether whoever asks for this now is one of several who do. */
  isUnderWay(key: string): boolean {
    return this.#underWay.has(key);
  }

  /** The result of the work that is under way for this, or of new work. */
  of(key: string, work: () => Promise<T>): Promise<T> {
    const shared = this.#open.get(key) ?? this.#begin(key, work);
    if (++shared.sharers >= MOST) this.#open.delete(key);
    return shared.result;
  }

  #begin(key: string, work: () => Promise<T>): Shared<T> {
    const before = this.#underWay.get(key) ?? 0;
    const forCrowd = before > 0 || this.monotonic() - this.#ended < CROWD;
    this.#underWay.set(key, before + 1);
    const result = this.#done(work, forCrowd).finally(() => {
      this.#ended = this.monotonic();
      if (this.#open.get(key) === shared) this.#open.delete(key);
      const left = this.#underWay.get(key)! - 1;
      if (left > 0) this.#underWay.set(key, left);
      else this.#underWay.delete(key);
    });
    const shared = { sharers: 0, result };
    this.#open.set(key, shared);
    return shared;
  }

  async #done(work: () => Promise<T>, forCrowd: boolean): Promise<T> {
    if (forCrowd) await (this.#line = this.#line.then(immediate));
    return await work();
  }
}
