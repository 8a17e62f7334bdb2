/**
 * Memory that nobody uses goes back to the system.
 *
 * What Deno itself works with (parsing of modules, requests, TLS, buffers) comes from glibc's malloc, which keeps
 * what was freed between what is in use: after a start from source 39 of 114 MB. And half of the program's file is
 * read for the start: of 50 MB that lay in memory some 25 are read again within a minute.
 *
 * @see https://man7.org/linux/man-pages/man3/malloc_trim.3.html
 * @see https://man7.org/linux/man-pages/man2/madvise.2.html
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { Turn } from "../collectors/turns.ts";
import { type Clock, systemClock } from "./clock.ts";
import { ownFiles, type Range } from "./program_files.ts";

/** Milliseconds after the start: rules and page are loaded by then. */
const FIRST = 5000;
/** Milliseconds between two times. One with nothing to give takes half a millisecond of a thread. */
const BETWEEN = 60_000;
/** MADV_DONTNEED; the same on all of Deno's Linux. */
const DONTNEED = 4;

/** Gives back what is free, in turns, or on a thread where that takes longer than one. */
export type GiveBack = () => Promise<unknown>;

/** glibc's way; undefined on other systems, and with another C library. */
export function glibc(): GiveBack | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const { symbols: { malloc_trim, madvise } } = Deno.dlopen("libc.so.6", {
      malloc_trim: { parameters: ["usize"], result: "i32", nonblocking: true },
      madvise: { parameters: ["usize", "usize", "i32"], result: "i32" },
    });
    let files: Promise<Range[]> | undefined;
    return async () => {
      await malloc_trim(0n);
      files ??= ownFiles().catch(keptFor("program's file"));
      const ranges = await files;
      const turn = new Turn();
      for (const { start, length } of ranges) {
        madvise(start, length, DONTNEED);
        if (turn.isOver) await turn.next();
      }
    };
  } catch (error) {
    keptFor("free memory")(error);
    return undefined;
  }
}

/** What cannot be given back is no fault that anybody must mend. */
const keptFor = (what: string) => (error: unknown): never[] => {
  getLogger(["hostvitals", "memory"]).debug("the {what} is kept: {problem}", {
    what,
    problem: (error as Error).message,
  });
  return [];
};

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
