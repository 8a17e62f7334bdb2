/**
 * Names that the grammar has no place for, and Prometheus 2.42 has: a metric called `offset`, and the
 * function `holt_winters`.
 *
 * @module
 */
import { stringsAnd } from "./lexical.ts";

const TOKENS = stringsAnd(/[\d.][\w.]*|[a-zA-Z_:][\w:]*|[^\s]/);

/** Operators that are words, where one can be: they are metrics' names, too. */
const OPERATORS = /^(?:and|or|unless|atan2)$/i;

/** What may stand between an operator and its operand. */
const MODIFIERS = /^(?:bool|on|ignoring|group_left|group_right)$/i;

/** Any name, and any function, of the same lengths. */
const METRIC = "metric";
const FUNCTION = "day_of_month";

/** A query without comments, of the same length, as the grammar can read it. */
export function masked(text: string): string {
  if (!/offset|holt_winters/i.test(text)) return text;
  /** Whether an operand comes next. */
  let open = true;
  /** Whether this is the list of labels behind `on` or the like: an operand comes behind it. */
  let listed = false;
  let before = "";
  return text.replace(TOKENS, (token, at: number) => {
    const wasOpen = open;
    const isListing = before !== "" && MODIFIERS.test(before);
    before = token;
    if (token === "(") listed = wasOpen && isListing;
    if (token === ")") {
      open = listed;
      listed = false;
    } else if (/^[\w:.]/.test(token)) {
      open = wasOpen ? MODIFIERS.test(token) : OPERATORS.test(token);
    } else {
      open = !/^["'`\]}]/.test(token);
    }
    if (!wasOpen) return token;
    if (token === "holt_winters" && /^\s*\(/.test(text.slice(at + token.length))) return FUNCTION;
    return /^offset$/i.test(token) ? METRIC : token;
  });
}
