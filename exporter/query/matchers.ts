import { compileRe2 } from "../../collectors/re2.ts";
import type { Matcher, MatchType } from "./model.ts";

/** How many answers of an expression are remembered. */
const REMEMBERED = 4096;

/** An expression that is nothing but names with bars between them. */
const NAMES = /^[\w:,/ -]*(?:\|[\w:,/ -]*)*$/;

/** The same, or one name, with whatever behind it. */
const BEGINNINGS = /^(?:\(([\w:,/ -]*(?:\|[\w:,/ -]*)*)\)|([\w:,/ -]*))\.\*$/;

/**
 * A matcher of a label.
 *
 * @throws {NotLoaded} before RE2 is loaded
 * @throws {Error} an invalid expression; the message says what is wrong with it
 */
export function matcher(name: string, type: MatchType, value: string): Matcher {
  return { name, type, value, matches: test(type, value) };
}

/** Whether series without any of the labels are selected, too. */
export function selectsAll(matchers: readonly Matcher[]): boolean {
  return matchers.every((one) => one.matches(""));
}

function test(type: MatchType, value: string): (text: string) => boolean {
  if (type === "=") return (text) => text === value;
  if (type === "!=") return (text) => text !== value;
  const matches = wholly(value);
  return type === "=~" ? matches : (text) => !matches(text);
}

/** Whether a text matches an RE2 expression from end to end; `.` is any character but the end of a line. */
function wholly(expression: string): (text: string) => boolean {
  if (NAMES.test(expression)) {
    const names = new Set(expression.split("|"));
    return (text) => names.has(text);
  }
  const beginnings = BEGINNINGS.exec(expression);
  if (beginnings) {
    const names = (beginnings[1] ?? beginnings[2]).split("|");
    return (text) => names.some((name) => text.startsWith(name)) && !text.includes("\n");
  }
  const compiled = compileRe2(expression);
  const known = new Map<string, boolean>();
  return (text) => {
    let matches = known.get(text);
    if (matches === undefined) {
      matches = compiled.matches(text);
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, matches);
    }
    return matches;
  };
}
