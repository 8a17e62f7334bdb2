import { QueryError } from "./errors.ts";

/** How many may wait for each that works. */
const WAITING = 16;

/** Lets so many in at the same time; the others wait in the order in which they came. */
export class Queue {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(private readonly size: number) {
    this.#free = size;
  }

  /**
   * Waits for a place.
   *
   * @param timeout milliseconds
   * @returns to be called at the end
   * @throws {QueryError}
   */
  async enter(timeout: number, signal?: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await this.#wait(timeout, signal);
    return () => this.#leave();
  }

  #wait(timeout: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw canceled();
    if (this.#waiting.size >= this.size * WAITING) {
      throw new QueryError("unavailable", "too many queries wait: try again");
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const end = (settle: () => void) => {
      this.#waiting.delete(proceed);
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      settle();
    };
    const proceed = () => end(resolve);
    const cancel = () => end(() => reject(canceled()));
    const timer = setTimeout(
      () => end(() => reject(new QueryError("timeout", "query timed out in query queue"))),
      timeout,
    );
    signal?.addEventListener("abort", cancel);
    this.#waiting.add(proceed);
    return promise;
  }

  /** Gives the place to the next one. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#free++;
  }
}

function canceled(): QueryError {
  return new QueryError("canceled", "query was canceled in query queue");
}
