/** Milliseconds between ticks. */
const TICK = 1000;

/**
 * Gives the collectors a tick every second, until it is closed. A tick that is still under way when
 * the next is due is waited for, not doubled.
 */
export class Sampler implements Disposable {
  readonly #timer: ReturnType<typeof setInterval>;
  #ticking = false;

  /** The first tick comes at once. */
  constructor(private readonly tick: () => Promise<void>) {
    this.#timer = setInterval(() => this.#once(), TICK);
    this.#once();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #once(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.tick().finally(() => this.#ticking = false);
  }
}
