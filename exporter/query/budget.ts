/**
 * What a query may use: samples, time, and how long it may hold the event loop.
 *
 * @module
 */
import { round } from "../../collectors/turns.ts";
import { executionError, QueryError } from "./errors.ts";

/** Work that pauses now and then, so that others get their turn; what it returns is its result. */
export type Work<T> = Generator<void, T, void>;

/** How long work goes on without a pause, milliseconds. */
const SLICE = 5;

/** Samples, or series, that are worked on between two looks at the clock: in code that is cold, some milliseconds. */
const BETWEEN_LOOKS = 250;

/** The limits of one query. */
export interface Limits {
  /** Samples that it may read and make, all in all. */
  readonly maxSamples: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** What is left of a query's limits; the clock runs from its creation. */
export class Budget {
  readonly #deadline: number;
  #samples: number;
  #sliceEnd: number;
  #worked = 0;

  constructor(private readonly limits: Limits) {
    const now = performance.now();
    this.#samples = limits.maxSamples;
    this.#deadline = now + limits.timeout;
    this.#sliceEnd = now + SLICE;
  }

  /** Milliseconds until the deadline. */
  get left(): number {
    return this.#deadline - performance.now();
  }

  /**
   * Takes samples, before they are read or memory is taken for them.
   *
   * @throws {QueryError} there are not so many left
   */
  take(samples: number): void {
    this.#samples -= samples;
    if (this.#samples >= 0) return;
    const { maxSamples } = this.limits;
    throw executionError(
      `query processing would load too many samples into memory in query execution (the limit is ${maxSamples})`,
    );
  }

  /** Whether work that has gone through so many samples since it last asked is to pause. */
  isDue(samples: number): boolean {
    this.#worked += samples + 1;
    if (this.#worked < BETWEEN_LOOKS) return false;
    this.#worked = 0;
    return performance.now() >= this.#sliceEnd;
  }

  /**
   * Begins the next slice.
   *
   * @throws {QueryError} after the deadline, or if nobody wants the answer any more
   */
  resume(): void {
    if (this.limits.signal?.aborted) throw new QueryError("canceled", "query was canceled");
    const now = performance.now();
    if (now > this.#deadline) {
      throw new QueryError("timeout", "query timed out in expression evaluation");
    }
    this.#sliceEnd = now + SLICE;
  }

  /** Does work to its end, with pauses for the event loop. */
  async finish<T>(work: Work<T>): Promise<T> {
    for (;;) {
      this.resume();
      const { done, value } = work.next();
      if (done) return value;
      await round();
    }
  }

  /** Does work to its end at once. */
  finishNow<T>(work: Work<T>): T {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      this.resume();
    }
  }
}
