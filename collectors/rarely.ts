import { isAwaited } from "./turns.ts";

/** Milliseconds for which an answer is good: new hardware is seen after about a minute. */
export const RARELY = 60_000;

/**
 * Whether an answer of so many milliseconds is too old, where a large host takes long for a new one. While somebody
 * waits for a scrape it may be twice as old: the program's own reading, each 15 s, asks first, and nobody waits for it.
 *
 * @param goodFor milliseconds; a minute
 */
export const isOld = (age: number, goodFor = RARELY): boolean =>
  age >= (isAwaited() ? 2 * goodFor : goodFor);

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
