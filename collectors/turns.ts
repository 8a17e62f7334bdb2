/**
 * Long work in pieces. A host with a thousand interfaces has 50 ms of work a scrape, and whoever asks for
 * another page in the meantime should not wait for it.
 *
 * @module
 */

import { SelfPipe } from "./linux/self_pipe.ts";

/** Milliseconds of work after which others get their turn. */
const LONGEST = 4;

/** The program's connection to itself, once it is made; null where there can be none. */
let pipe: SelfPipe | null | undefined;
let opening: Promise<void> | undefined;

/**
 * Looks once at all that waits for the event loop: requests, timers and what threads have found.
 *
 * It waits for a socket, or for the answer of a thread until there is one and where there is none, because only then
 * does the loop look for requests: with `setImmediate` it looks at every 61st round (the interval of tokio), which
 * are 300 ms of work, and a timer takes 2 ms. This takes 0.015 ms, and 0.04 by a thread.
 */
async function look(): Promise<void> {
  if (pipe) {
    // Threads do it from now on, should the connection end.
    await pipe.turn().catch(() => pipe = null);
  } else {
    if (pipe === undefined) {
      opening ??= SelfPipe.open().then((found) => void (pipe = found ?? null));
    }
    await Deno.lstat("/");
  }
  // What the look has found gets its turn.
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** The same, with 2 ms for whoever else wants to work. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Somebody who waits for a turn. */
interface Waiting {
  /** Does not wait for more than it must. */
  readonly hurries: boolean;
  readonly begin: () => void;
}

/** Whoever waits: answers to requests, and all else. Of each the first has waited for longest. */
const answers: Waiting[] = [];
const others: Waiting[] = [];
/** Turns in a row that answers had while others waited, and how many they may have. */
let ahead = 0;
const MOST_AHEAD = 3;

let last: Promise<void> = Promise.resolve();
let isGiving = false;

/** When all have had their turn who wait for one; a test that holds the clock waits for it, too. */
export const lastTurn = (): Promise<void> => last;

function wait(line: Waiting[], hurries: boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  line.push({ hurries, begin: resolve });
  last = last.then(() => promise);
  if (!isGiving) void give();
  return promise;
}

/** Gives turns to those who wait, one after the other, each in a round of the event loop. */
async function give(): Promise<void> {
  isGiving = true;
  while (answers.length + others.length > 0) {
    await (urgent > 0 || others.some(({ hurries }) => hurries) ? look() : pause());
    const isTheirs = answers.length > 0 && (others.length === 0 || ahead < MOST_AHEAD);
    ahead = isTheirs && others.length > 0 ? ahead + 1 : 0;
    (isTheirs ? answers : others).shift()!.begin();
  }
  isGiving = false;
}

/**
 * Waits for a turn of the event loop, for work that answers may go before: evaluating queries, as many as there are,
 * takes nothing from a scrape but one piece of it.
 */
export const round = (): Promise<void> => wait(others, true);

/** Milliseconds for which patient work stands back in all: behind one scrape, but not behind one after the other. */
const PATIENCE = 300;

/** How much is done that somebody waits for, and what tells when it is done. */
let urgent = 0;
let done = Promise.withResolvers<void>();

/** Does work that somebody waits for: patient work stands back until it is done. */
export async function urgently<T>(work: () => Promise<T>): Promise<T> {
  urgent++;
  try {
    return await work();
  } finally {
    if (--urgent === 0) {
      done.resolve();
      done = Promise.withResolvers();
    }
  }
}

/** Whether somebody waits for work now. */
export const isAwaited = (): boolean => urgent > 0;

/** Whether somebody waits for work; where nobody does, it is patient. */
export type Kind = "usual" | "patient";

/** Since when the event loop has had no turn: what is begun in one go shares its time. */
let since = 0;
let isHeld = false;

function heldSince(): number {
  if (!isHeld) {
    isHeld = true;
    setImmediate(() => isHeld = false);
    since = performance.now();
  }
  return since;
}

/** A turn of work that may take long. */
export class Turn {
  readonly #line: Waiting[];
  #patience: number;

  constructor(kind: Kind = "usual") {
    this.#line = kind === "patient" ? others : answers;
    this.#patience = kind === "patient" ? PATIENCE : 0;
    heldSince();
  }

  /** Whether others should get theirs, after this work and all that was done in one go before it. */
  get isOver(): boolean {
    return performance.now() - heldSince() > LONGEST;
  }

  /** Lets others work; the next turn begins when this resolves. */
  async next(): Promise<void> {
    if (urgent > 0 && this.#patience > 0) await this.#standBack();
    await wait(this.#line, false);
    isHeld = false;
    heldSince();
  }

  async #standBack(): Promise<void> {
    const since = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise<void>((resolve) => timer = setTimeout(resolve, this.#patience));
    await Promise.race([done.promise, enough]);
    clearTimeout(timer);
    this.#patience -= performance.now() - since;
  }
}

/**
 * Does work that stops for a moment at each `yield`: at once where it is short, so that nothing waits for
 * nothing, and else turn by turn.
 *
 * @example
 * ```ts
 * import { inTurns } from "./turns.ts";
 * function* squares(numbers: number[]) {
 *   const found: number[] = [];
 *   for (const n of numbers) {
 *     found.push(n * n);
 *     yield;
 *   }
 *   return found;
 * }
 * const found = await inTurns(squares([1, 2, 3]));
 * if (found.join() !== "1,4,9") throw new Error(found.join());
 * ```
 */
export function inTurns<T>(work: Generator<void, T>, kind?: Kind): T | Promise<T> {
  const turn = new Turn(kind);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (turn.isOver) return rest(work, turn);
  }
}

/** Does such work without a stop. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

async function rest<T>(work: Generator<void, T>, turn: Turn): Promise<T> {
  for (;;) {
    await turn.next();
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (!turn.isOver);
  }
}
