/**
 * Computes hashes of passwords in a thread of its own: one takes a tenth of a second or more, for which
 * whoever guesses would stop the server.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import bcrypt from "bcryptjs";
import type { Log } from "../collectors/collector.ts";

/** Milliseconds after its last hash for which the thread is kept: it takes memory, and soon starts again. */
const IDLE = 10_000;

/** What goes to the thread; back comes whether the password has the hash. */
export interface Comparison {
  readonly password: string;
  readonly hash: string;
}

/** The thread; it starts with the first hash. Where none can be had, hashes are computed in this one. */
export class BcryptThread implements Disposable {
  #worker: Worker | undefined;
  #unavailable = false;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** @param module of the thread */
  constructor(
    private readonly log: Log = getLogger(["hostvitals", "web"]),
    private readonly module: URL = new URL("./bcrypt_worker.ts", import.meta.url),
  ) {}

  /** Whether a password has this hash; to be asked for one at a time. */
  readonly compare = async (password: string, hash: string): Promise<boolean> => {
    if (this.#unavailable) return await bcrypt.compare(password, hash);
    clearTimeout(this.#idle);
    try {
      return await this.#ask({ password, hash });
    } catch (error) {
      this.#unavailable = true;
      this.log.warn("hashes of passwords get no thread of their own: {problem}", {
        problem: (error as Error).message,
      });
      this[Symbol.dispose]();
      return await bcrypt.compare(password, hash);
    } finally {
      if (this.#worker) this.#idle = setTimeout(() => this[Symbol.dispose](), IDLE);
    }
  };

  /** Ends the thread; another one starts when it is needed. */
  [Symbol.dispose](): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask(comparison: Comparison): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const worker = this.#worker ??= new Worker(this.module, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<boolean>) => resolve(data);
    worker.onerror = (event) => {
      // Otherwise it ends the program.
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage(comparison);
    return promise;
  }
}
