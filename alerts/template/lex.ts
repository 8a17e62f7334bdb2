/**
 * A template cut into text and tokens.
 *
 * @see https://pkg.go.dev/text/template#hdr-Text_and_spaces
 * @module
 */
import { shortened } from "../../exporter/shortened.ts";

export type TokenKind =
  | "text"
  | "open"
  | "close"
  | "word"
  | "field"
  | "variable"
  | "number"
  | "string"
  | "dot"
  | "symbol";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins in the template. */
  readonly at: number;
  /** Whether a space stands before it. */
  readonly apart: boolean;
}

/** A template that is wrong in itself. */
export class TemplateSyntaxError extends SyntaxError {
  override name = "TemplateSyntaxError";

  /** @param at where in the template, from 0 */
  constructor(readonly at: number, message: string) {
    super(shortened(message));
  }
}

/** Tokens within an action; sticky, in the order in which they are tried. */
const TOKENS: readonly (readonly [kind: TokenKind, expression: RegExp])[] = [
  ["string", /"(?:\\.|[^"\\\n])*"|`[^`]*`/y],
  ["number", /[+-]?(?:\d|\.\d)(?:[eEpP][+-]|[\p{L}\d_.])*|'(?:\\.[^'\n]*|[^'\\\n])'/uy],
  ["field", /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ["variable", /\$[\p{L}\p{Nd}_]*/uy],
  ["word", /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ["dot", /\./y],
  ["symbol", /:=|[=|(),]/y],
];

/** What Go takes for spaces; others are characters like any. */
const SPACES = " \t\r\n";
const SPACE = /[ \t\r\n]*/y;
const CLOSE = /[ \t\r\n]-\}\}[ \t\r\n]*|\}\}/y;
/** Behind the braces; the dash trims the text before them. */
const TRIMS = /-(?=[ \t\r\n])/y;
/** Directly behind the braces, or behind the dash and one space. */
const COMMENT = /(?:(?<=-)[ \t\r\n])?\/\*/y;

/**
 * Cuts a template; comments and trimmed spaces are left out.
 *
 * @throws {TemplateSyntaxError}
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const open = text.indexOf("{{", at);
    const trims = open >= 0 && matched(TRIMS, text, open + 2) !== undefined;
    const end = trims ? trimmed(text, at, open) : open < 0 ? text.length : open;
    if (end > at) tokens.push({ kind: "text", text: text.slice(at, end), at, apart: false });
    if (open < 0) break;
    at = open + (trims ? 3 : 2);
    const comment = matched(COMMENT, text, at);
    at = comment === undefined ? action(text, at, tokens) : commentEnd(text, at + comment.length);
  }
  return tokens;
}

/** Reads an action from behind its braces, and gives where it ends. */
function action(text: string, begin: number, tokens: Token[]): number {
  tokens.push({ kind: "open", text: "{{", at: begin, apart: false });
  for (let at = begin;;) {
    const skipped = spaces(text, at);
    at += skipped;
    // The dash that trims has a space before it.
    const trims = skipped > 0 && text.startsWith("-}}", at);
    if (trims || text.startsWith("}}", at)) {
      tokens.push({ kind: "close", text: "}}", at, apart: false });
      return trims ? at + 3 + spaces(text, at + 3) : at + 2;
    }
    if (at >= text.length) throw new TemplateSyntaxError(begin, "unclosed action");
    const token = tokenAt(text, at, skipped > 0);
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(text: string, at: number, apart: boolean): Token {
  for (const [kind, expression] of TOKENS) {
    const found = matched(expression, text, at);
    if (found) return { kind, text: found, at, apart };
  }
  const what = /["`']/.test(text[at])
    ? "unterminated quoted string"
    : `unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))} in action`;
  throw new TemplateSyntaxError(at, what);
}

function commentEnd(text: string, at: number): number {
  const end = text.indexOf("*/", at);
  if (end < 0) throw new TemplateSyntaxError(at, "unclosed comment");
  const close = matched(CLOSE, text, end + 2);
  if (close === undefined) {
    throw new TemplateSyntaxError(end, "comment ends before closing delimiter");
  }
  return end + 2 + close.length;
}

/** Where a text ends without the spaces behind it. */
function trimmed(text: string, begin: number, end: number): number {
  while (end > begin && SPACES.includes(text[end - 1])) end--;
  return end;
}

function spaces(text: string, at: number): number {
  return matched(SPACE, text, at)!.length;
}

function matched(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(text)?.[0];
}
