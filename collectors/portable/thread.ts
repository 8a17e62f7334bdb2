/**
 * Asks systeminformation in a thread of its own: it starts some of its shells with `execSync`, which
 * stops the thread until they end. A disk that does not spin up (`diskutil list`) or a name server
 * that is silent (`hostname -f`) must stop neither the server nor the clocks of the deadlines.
 *
 * @module
 */
import type { Systeminformation } from "systeminformation";
import type { Log } from "../collector.ts";

/** The functions of systeminformation that are used, and what they give. */
export interface Answers {
  mem: Systeminformation.MemData;
  fsSize: Systeminformation.FsSizeData[];
  /** null where it does not know how. */
  fsStats: Systeminformation.FsStatsData | null;
  /** null where it does not know how. */
  disksIO: Systeminformation.DisksIoData | null;
  networkStats: Systeminformation.NetworkStatsData[];
  networkConnections: Systeminformation.NetworkConnectionsData[];
  osInfo: Systeminformation.OsData;
  system: Systeminformation.SystemData;
}

// deno-lint-ignore no-explicit-any -- each also takes a callback, which is not used
type Answering<T> = (...args: any[]) => Promise<T>;

/** The same as functions. */
export type Functions = { readonly [Name in keyof Answers]: Answering<Answers[Name]> };

/** Asks one of them. */
export type Ask = <Name extends keyof Answers>(
  name: Name,
  argument?: string,
) => Promise<Answers[Name]>;

/** What goes to the thread. */
export interface Asked {
  readonly id: number;
  readonly name: keyof Answers;
  readonly argument?: string;
}

/** What comes back: an answer, or the problem as text. */
export type Answered =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly problem: string };

/**
 * The thread; it starts, and loads systeminformation, when it is first asked. Where no thread can be
 * had, systeminformation is asked in this one.
 */
export class Thread implements Disposable {
  #worker: Worker | undefined;
  #answered = false;
  #unavailable = false;
  #asked = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  /** @param module of the thread */
  constructor(
    private readonly log?: Log,
    private readonly module = new URL("./worker.ts", import.meta.url),
  ) {}

  /** Asks one function. Rejects where it throws, and where the thread dies. */
  readonly ask: Ask = (name, argument) => {
    if (this.#unavailable) return askHere(name, argument);
    const id = this.#asked++;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, name, argument } satisfies Asked);
    return waiting.promise as ReturnType<typeof this.ask<typeof name>>;
  };

  [Symbol.dispose](): void {
    this.#end("it was closed");
  }

  #start(): Worker {
    const worker = new Worker(this.module, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Answered>) => {
      this.#answered = true;
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("problem" in data) waiting?.reject(new Error(data.problem));
      else waiting?.resolve(data.answer);
    };
    worker.onerror = (event) => {
      // Otherwise it ends the program.
      event.preventDefault();
      this.#unavailable = !this.#answered;
      const problem = event.message;
      if (this.#unavailable) {
        this.log?.warn("systeminformation gets no thread of its own: {problem}", { problem });
      }
      this.#end(problem);
    };
    return worker;
  }

  /** Ends it; the next question starts another. */
  #end(problem: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) {
      reject(new Error(`the thread of systeminformation: ${problem}`));
    }
  }
}

const askHere: Ask = async (name, argument) => {
  const functions: Functions = await import("systeminformation");
  return await functions[name](argument);
};
