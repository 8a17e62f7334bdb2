/**
 * Tests as tables: a function, and what comes of each input.
 *
 * @module
 */
import { assertEquals, assertThrows } from "./assert.ts";

/** A row: what it shows, the input, and what comes out of it, or words of the error. */
export type Row<I, O> = readonly [shows: string, input: I, output: O | Thrown];

/** The error that an input must give. */
export class Thrown {
  constructor(
    // deno-lint-ignore no-explicit-any -- an error class with any constructor
    readonly errorClass: new (...args: any[]) => Error,
    readonly words: string,
  ) {}
}

/** A SyntaxError with these words in its message. */
export const malformed = (words: string): Thrown => new Thrown(SyntaxError, words);

/** A test for each row. */
export function table<I, O>(what: string, of: (input: I) => O, rows: readonly Row<I, O>[]): void {
  for (const [shows, input, output] of rows) {
    Deno.test(`${what}: ${shows}`, () => {
      if (output instanceof Thrown) {
        assertThrows(() => of(input), output.errorClass, output.words);
      } else assertEquals(of(input), output);
    });
  }
}
