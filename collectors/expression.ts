/**
 * Regular expressions of flags, in RE2's syntax.
 *
 * @module
 */
import { compileRe2 } from "./re2.ts";

/**
 * Whether an expression is found anywhere in a text.
 *
 * @param usual the flag's default, which must mean the same in JavaScript: it is left to V8, because RE2
 * in JavaScript takes 40 ms of the program's start to get warm, and 10 to load. What a user writes is RE2, which takes
 * no more than linear time of any name.
 * @throws {Error} where it is no expression of RE2
 */
export function expression(source: string, usual: string): (text: string) => boolean {
  if (source === usual) {
    const plain = new RegExp(source);
    return (text) => plain.test(text);
  }
  const compiled = compileRe2(source);
  return (text) => compiled.matcher(text).find();
}
