/**
 * The assertions of Deno's standard library, typed.
 *
 * @module
 */
import * as std from "@std/assert";

export const assertEquals: <T>(actual: T, expected: T, message?: string) => void = std.assertEquals;
export const assert: (condition: unknown, message?: string) => asserts condition = std.assert;
export const assertMatch: (actual: string, expected: RegExp, message?: string) => void =
  std.assertMatch;
export const assertStringIncludes: (actual: string, expected: string, message?: string) => void =
  std.assertStringIncludes;
export const assertThrows: (
  fn: () => unknown,
  // deno-lint-ignore no-explicit-any -- an error class with any constructor
  errorClass?: new (...args: any[]) => Error,
  messageIncludes?: string,
) => Error = std.assertThrows;
export const assertRejects: (
  fn: () => Promise<unknown>,
  // deno-lint-ignore no-explicit-any -- an error class with any constructor
  errorClass?: new (...args: any[]) => Error,
  messageIncludes?: string,
) => Promise<Error> = std.assertRejects;
export const assertAlmostEquals: (
  actual: number,
  expected: number,
  tolerance?: number,
  message?: string,
) => void = std.assertAlmostEquals;
