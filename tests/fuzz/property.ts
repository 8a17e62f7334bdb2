/**
 * What is held of every input, however broken.
 *
 * @module
 */
import fc from "fast-check";

/** One property, for the tests and for `deno task fuzz`. */
export interface FuzzProperty {
  readonly name: string;
  /** How often the tests try it; the task goes on until its time is over. */
  readonly runs: number;
  /** Throws, or rejects, where the property does not hold. */
  readonly property: fc.IRawProperty<unknown, boolean>;
}

/** Errors that say what is wrong with a text, a value or a shape. */
// deno-lint-ignore no-explicit-any -- an error class with any constructor
export type ErrorClass = new (...args: any[]) => Error;

/** Milliseconds of work that any one input may take, if it is of the usual size; a hang is far beyond. */
const LONGEST = 100;
/** An error's message is for a log line. */
const LONGEST_MESSAGE = 2000;

/**
 * Milliseconds for which this thread has worked, where the system tells that: a machine that is busy with others does
 * not make it more. Elsewhere the time.
 */
function worked(): number {
  try {
    // Nanoseconds on a CPU, and 0 of a kernel that does not count them.
    const [nanoseconds] = Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ");
    if (nanoseconds !== "0") return Number(nanoseconds) / 1e6;
  } catch {
    // No Linux, or none that tells it.
  }
  return performance.now();
}

/**
 * Does something with an input: it succeeds, or throws one of the known errors with a message that says
 * something on one line, and soon.
 *
 * @param longest milliseconds of work that it may take
 * @returns what came of it; undefined where it threw
 * @throws any other error, with the property's name in it
 */
export function tried<T>(
  act: () => T,
  known: readonly ErrorClass[],
  longest: number = LONGEST,
): T | undefined {
  // A garbage collection is not its fault: the fastest of three counts.
  let fastest = Infinity;
  for (let tries = 0; tries < 3 && fastest > longest; tries++) {
    const since = worked();
    try {
      const result = act();
      fastest = Math.min(fastest, worked() - since);
      if (fastest <= longest) return result;
    } catch (error) {
      fastest = Math.min(fastest, worked() - since);
      assertKnown(error, known);
    }
  }
  if (fastest > longest) throw new Error(`took ${fastest.toFixed(0)} ms`);
}

/** @throws where an error is none of the known, or does not say what was wrong */
export function assertKnown(error: unknown, known: readonly ErrorClass[]): asserts error is Error {
  if (!(error instanceof Error) || !known.some((type) => error instanceof type)) {
    throw new Error(`not an error that says what is wrong: ${error}`, { cause: error });
  }
  const { message } = error;
  if (message === "" || message.includes("\n") || message.length > LONGEST_MESSAGE) {
    throw new Error(`not a line that says what is wrong: ${JSON.stringify(message.slice(0, 300))}`);
  }
}
