/**
 * A question to something that may hang: asked once at a time, with a deadline.
 *
 * @module
 */

/** How a {@linkcode Call} is made; all in milliseconds. */
export interface CallOptions {
  /** How long to wait for the answer. */
  readonly deadline?: number;
  /** How long an answer is given again instead of asking anew. */
  readonly goodFor?: number;
  readonly monotonic?: () => number;
}

/**
 * One kind of question. Whoever asks while it is open waits for the same answer; one that hangs is
 * not asked again until it has answered, so it costs one process and not one a scrape.
 *
 * @example
 * ```ts
 * import { Call } from "./call.ts";
 * let asked = 0;
 * const call = new Call("df", async () => {
 *   asked++;
 *   await new Promise((done) => setTimeout(done, 1));
 * });
 * await Promise.all([call.answer(), call.answer()]);
 * if (asked !== 1) throw new Error(`asked ${asked} times`);
 * ```
 */
export class Call<T> {
  #open: { readonly since: number; readonly answer: Promise<T> } | undefined;
  #last: { readonly at: number; readonly answer: T } | undefined;
  readonly #deadline: number;
  readonly #goodFor: number;
  readonly #monotonic: () => number;

  /** @param name of the question, for messages */
  constructor(
    readonly name: string,
    private readonly ask: () => Promise<T>,
    { deadline = 5000, goodFor = 0, monotonic = () => performance.now() }: CallOptions = {},
  ) {
    this.#deadline = deadline;
    this.#goodFor = goodFor;
    this.#monotonic = monotonic;
  }

  /**
   * The answer.
   *
   * @param timeout milliseconds, if the caller can wait less than the deadline
   * @throws {Deno.errors.TimedOut} where the question has been open for longer than that
   * @throws what the question throws
   */
  async answer(timeout = Infinity): Promise<T> {
    const now = this.#monotonic();
    if (this.#last && now - this.#last.at < this.#goodFor) return this.#last.answer;
    const { since, answer } = this.#open ??= this.#begin(now);
    const left = Math.min(timeout, this.#deadline) - (now - since);
    if (left > 0) return await within(answer, left, () => this.#late(since));
    throw this.#late(since);
  }

  #begin(since: number) {
    const answer = this.ask().then((answer) => {
      this.#last = { at: this.#monotonic(), answer };
      return answer;
    }).finally(() => this.#open = undefined);
    // Those who wait hear of a failure; perhaps nobody waits any more.
    answer.catch(() => {});
    return { since, answer };
  }

  #late(since: number): Error {
    const seconds = ((this.#monotonic() - since) / 1000).toFixed(1);
    return new Deno.errors.TimedOut(
      `${this.name} has not answered for ${seconds} s; it is not asked again before it does`,
    );
  }
}

/** The answer, if it comes within that many milliseconds. */
function within<T>(answer: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
