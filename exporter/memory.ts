/**
 * Memory that nobody uses goes back to the system.
 *
 * What Deno itself works with (parsing of modules, requests, TLS, buffers) comes from glibc's malloc, which keeps
 * what was freed between what is in use: after a start from source 39 of 114 MB.
 *
 * @see https://man7.org/linux/man-pages/man3/malloc_trim.3.html
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { type Clock, systemClock } from "./clock.ts";

/** Milliseconds after the start: rules and page are loaded by then. */
const FIRST = 5000;
/** Milliseconds between two times. One with nothing to give takes half a millisecond of a thread. */
const BETWEEN = 60_000;

/** Gives back what is free, on a thread of its own. */
export type GiveBack = () => Promise<unknown>;

/** glibc's way; undefined on other systems, and with another C library. */
export function glibc(): GiveBack | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const { symbols } = Deno.dlopen("libc.so.6", {
      malloc_trim: { parameters: ["usize"], result: "i32", nonblocking: true },
    });
    return () => symbols.malloc_trim(0n);
  } catch (error) {
    getLogger(["hostvitals", "memory"]).debug("free memory is kept: {problem}", {
      problem: (error as Error).message,
    });
    return undefined;
  }
}

/** Gives memory back now and then, until it is closed. */
export class FreeMemory implements Disposable {
  #stop: () => void;
  #closed = false;

  /** @param find asked after the start: to load a library must not make it longer */
  constructor(find = glibc, private readonly clock: Clock = systemClock) {
    this.#stop = clock.after(FIRST, () => {
      const giveBack = find();
      if (giveBack) this.#goOn(giveBack);
    });
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#stop();
  }

  async #goOn(giveBack: GiveBack): Promise<void> {
    await giveBack();
    if (!this.#closed) this.#stop = this.clock.after(BETWEEN, () => this.#goOn(giveBack));
  }
}
