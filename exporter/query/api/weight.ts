/**
 * How large the regular expressions of a query are, before they are compiled.
 *
 * @module
 */
import { QueryError } from "../errors.ts";
import { stringsAnd, unquote } from "../lexical.ts";

/** The most of one query: some tens of milliseconds to compile. */
const HEAVIEST = 10_000;

/** What each string weighs beside what stands in it: an expression of its own. */
const STRING = 20;

/** What a class of characters weighs, beside a single one. */
const CLASS = 10;

const STRINGS_AND_COMMENTS = stringsAnd(/#.*/);

/** What an expression is made of: a class, a repetition, a group's ends, any other character. */
const PARTS = /\\[pP](?:\{\^?\w+\}|\w)|\[\^?\]?(?:\\.|[^\]\\])*\]?|\{(\d+)(?:,(\d*))?\}|\\.|[^]/g;

/**
 * Checks a query before it is parsed: an expression of twenty characters may say to repeat a thing a
 * thousand times, and compiling it would hold everything else for seconds.
 *
 * @throws {QueryError}
 */
export function checkWeight(query: string): void {
  let weight = 0;
  for (const [quoted] of query.matchAll(STRINGS_AND_COMMENTS)) {
    if (quoted[0] !== "#") weight += STRING + weightOf(textOf(quoted));
    if (weight > HEAVIEST) {
      throw new QueryError("bad_data", "the query's regular expressions are too large");
    }
  }
}

function textOf(quoted: string): string {
  try {
    return unquote(quoted);
  } catch {
    // No string that is right: the parser says why, and compiles nothing.
    return "";
  }
}

/** About how many steps an expression compiles to, its repetitions written out. */
export function weightOf(expression: string): number {
  const outer: number[] = [];
  let sum = 0, last = 0;
  for (const [part, least, most] of expression.matchAll(PARTS)) {
    if (least !== undefined) {
      sum += last * (Math.max(1, Number(least), Number(most ?? 0)) - 1);
      last *= Math.max(1, Number(least), Number(most ?? 0));
    } else if (part === "(") {
      outer.push(sum);
      sum = 0;
      last = 0;
    } else if (part === ")") {
      last = sum + 1;
      sum = (outer.pop() ?? 0) + last;
    } else {
      last = /^\[|^\\[pP]./.test(part) ? CLASS : 1;
      sum += last;
    }
  }
  return outer.reduce((all, one) => all + one, sum);
}
