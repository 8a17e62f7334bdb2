import { isAwaited, type Kind } from "./turns.ts";

/** Milliseconds for which an answer is good: new hardware is seen after about a minute. */
export const RARELY = 60_000;

/**
 * Whether an answer of so many milliseconds is too old, where a large host takes long for a new one. While somebody
 * waits for a scrape it may be twice as old: the program's own reading, each 15 s, asks first, and nobody waits for it.
 */
export const isOld = (age: number): boolean => age >= (isAwaited() ? 2 * RARELY : RARELY);

interface Answer<T> {
  readonly value: T;
  readonly at: number;
}

/**
 * Keeps what changes rarely, like which devices there are and what their labels say, and asks for
 * it anew at most once a minute. What the question throws is not kept.
 *
 * @example
 * ```ts
 * import { Rarely } from "./rarely.ts";
 * const zones = new Rarely(() => performance.now(), () => ["package-0"]);
 * if (zones.get() !== zones.get()) throw new Error("asked twice");
 * ```
 */
export class Rarely<T> {
  #answer: Answer<T> | undefined;

  /** @param monotonic milliseconds */
  constructor(private readonly monotonic: () => number, private readonly ask: () => T) {}

  /** The answer, at most a minute old. */
  get(): T {
    const now = this.monotonic();
    if (!this.#answer || now - this.#answer.at >= RARELY) {
      this.#answer = { value: this.ask(), at: now };
    }
    return this.#answer.value;
  }
}

/** The same where the answer takes long: asked for in turns (`turns.ts`), and when it {@linkcode isOld}. */
export class RarelyInTurns<T> {
  #answer: Answer<T> | undefined;

  /** @param monotonic milliseconds */
  constructor(
    private readonly monotonic: () => number,
    private readonly ask: () => Generator<void, T>,
  ) {}

  /** The answer, at most two minutes old. */
  *get(): Generator<void, T> {
    const now = this.monotonic();
    if (!this.#answer || isOld(now - this.#answer.at)) {
      this.#answer = { value: yield* this.ask(), at: now };
    }
    return this.#answer.value;
  }
}

/** Milliseconds for which a count is good, so that each own reading makes one, and after which it is not given. */
const COUNT_GOOD_FOR = 10_000, COUNT_TOO_OLD = 30_000;

/**
 * Keeps what takes long and changes all the time. The last answer is given while the next one is asked for, and nobody
 * waits for that (the term is that of RFC 5861): ten thousand connections take 30 ms to list.
 *
 * @example
 * ```ts
 * import { StaleWhileRevalidate } from "./rarely.ts";
 * let asked = 0;
 * const count = new StaleWhileRevalidate(() => performance.now(), async () => ++asked);
 * if (await count.get() !== 1 || count.get() !== 1) throw new Error("asked twice");
 * ```
 */
export class StaleWhileRevalidate<T> {
  #answer: Answer<T> | undefined;
  #asking: Promise<T> | undefined;

  /** @param ask in turns of this kind; what it throws is not kept */
  constructor(
    private readonly monotonic: () => number,
    private readonly ask: (kind: Kind) => Promise<T>,
  ) {}

  /** The last answer, less than half a minute old; the next one where there is none. */
  get(): T | Promise<T> {
    const age = this.#answer ? this.monotonic() - this.#answer.at : Infinity;
    if (age < COUNT_GOOD_FOR) return this.#answer!.value;
    if (age >= COUNT_TOO_OLD) return this.#asking ?? this.#ask("usual");
    // One that fails leaves none, so that who comes next meets the same fault.
    if (!this.#asking) this.#ask("patient").catch(() => this.#answer = undefined);
    return this.#answer!.value;
  }

  #ask(kind: Kind): Promise<T> {
    const at = this.monotonic();
    return this.#asking = this.ask(kind)
      .then((value) => (this.#answer = { value, at }).value)
      .finally(() => this.#asking = undefined);
  }
}
