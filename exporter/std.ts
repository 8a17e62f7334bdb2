/**
 * Deno's standard library as typed functions. Where it comes from npm it has no types; this is the
 * only place that knows.
 *
 * @module
 */
import * as negotiation from "@std/http/negotiation";
import * as text from "@std/text/closest-string";

/** The media types that a request accepts, without their parameters, the most wanted first. */
export const accepts: (request: Pick<Request, "headers">) => string[] = negotiation.accepts;

/** Which of the encodings a request likes best; undefined if none. */
export const acceptsEncodings: (
  request: Pick<Request, "headers">,
  ...encodings: string[]
) => string | undefined = negotiation.acceptsEncodings;

/** The word among those that is most like the given one, if it is rather like it. */
export function closest(word: string, words: readonly string[]): string | undefined {
  const found: string = text.closestString(word, [...words]);
  // To no word at all every other is as like.
  return word !== "" && sharedLetters(word, found) >= word.length / 2 ? found : undefined;
}

/** How many letters two words have at the same place from their start or end. */
function sharedLetters(a: string, b: string): number {
  let start = 0, end = 0;
  while (start < a.length && a[start] === b[start]) start++;
  while (end < a.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return start + end;
}
