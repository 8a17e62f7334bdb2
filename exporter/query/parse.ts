/**
 * PromQL's syntax. The grammar is Prometheus' own, of its web interface.
 *
 * @see https://github.com/prometheus/prometheus/blob/main/web/ui/module/lezer-promql/src/promql.grammar
 * @module
 */
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import type { Query } from "./ast.ts";
import { ParseError } from "./errors.ts";
import { stringsAnd } from "./lexical.ts";
import type { Matcher } from "./model.ts";
import { masked } from "./names.ts";
import { SelectorReader } from "./selector_tree.ts";
import { TreeReader } from "./tree.ts";

/** Longer queries than anybody writes. */
const LONGEST = 32_768;

/** Deeper trees than anybody writes, far from what the stack holds. */
const DEEPEST = 1000;

/**
 * Brackets that are open at the same time: each is more than two of a tree's depths. The parser takes 150 ms for 2,000
 * of them before it gives up.
 */
const MOST_OPEN = 400;

const BRACKETS = stringsAnd(/[()[\]{}]/);

/**
 * Strings, which may hold anything, comments, and whole numbers with a point behind them (`5.`): what the
 * grammar has at any place, or not at all.
 */
const SPECIAL = stringsAnd(/#.*|(?<![\w.:])\d+\.(?![\w.])/);

/**
 * Parses a query and checks its types.
 *
 * @throws {ParseError} with line and column
 */
export function parse(text: string): Query {
  const { bare, top } = syntaxOf(text);
  return { text, expr: new TreeReader(bare).read(top) };
}

/**
 * Parses a selector that stands alone, as in `match[]`. Unlike one of a query it may select everything, and
 * set the metric's name twice.
 *
 * @throws {ParseError} no selector, or more than one
 */
export function parseSelector(text: string): readonly Matcher[] {
  const { bare, top } = syntaxOf(text);
  if (top.name !== "VectorSelector") {
    throw new ParseError(bare, top.from, 'only a selector is allowed here, as in up{job="node"}');
  }
  return new SelectorReader(bare).matchers(top);
}

/** A query's tree, and the text that it is of, without comments. */
function syntaxOf(text: string): { readonly bare: string; readonly top: SyntaxNode } {
  if (text.length > LONGEST) {
    throw new ParseError("", 0, `query of ${text.length} characters: at most ${LONGEST}`);
  }
  const bare = text.replace(SPECIAL, plain);
  if (bare.length > MOST_OPEN) checkOpen(bare);
  const tree = treeOf(bare);
  checkDepth(tree, bare);
  return { bare, top: tree.topNode.firstChild! };
}

/** A part of a query as the grammar reads it, of the same length: without a comment, or such a point. */
function plain(part: string): string {
  if (part[0] === "#") return " ".repeat(part.length);
  if (/^["'`]/.test(part)) return part;
  // With a point, a leading 0 makes no octal number.
  return part.replace(/^0+(?=\d)|\.$/g, (cut) => " ".repeat(cut.length));
}

/** Gives up at the first error: an editor's parser would look for the best way to go on. */
const strict = parser.configure({ strict: true });

function treeOf(text: string): Tree {
  try {
    return strict.parse(masked(text));
  } catch (error) {
    const [, at] = /^No parse at (\d+)$/.exec((error as Error).message) ?? [];
    if (at === undefined) throw error;
    throw syntaxError(text, Number(at));
  }
}

function checkOpen(text: string): void {
  let open = 0;
  for (const { 0: part, index } of text.matchAll(BRACKETS)) {
    if (/^[([{]/.test(part)) open++;
    else if (/^[)\]}]/.test(part)) open--;
    if (open > MOST_OPEN) throw new ParseError(text, index, "nested too deeply");
  }
}

function checkDepth(tree: Tree, text: string): void {
  let depth = 0;
  tree.iterate({
    enter({ from }) {
      if (++depth > DEEPEST) throw new ParseError(text, from, "nested too deeply");
    },
    leave() {
      depth--;
    },
  });
}

function syntaxError(text: string, at: number): ParseError {
  if (text.trim() === "") return new ParseError(text, 0, "no expression found in input");
  const rest = text.slice(at);
  const skipped = rest.length - rest.trimStart().length;
  const token = /^(?:[\w:]+|"[^"\n]*"?|'[^'\n]*'?|[^\s])/.exec(rest.trimStart())?.[0];
  const called = token === "(" ? nameBefore(text, at) : undefined;
  if (called) {
    return new ParseError(text, called.from, `unknown function with name "${called.name}"`);
  }
  const what = token === undefined ? "end of input" : JSON.stringify(token);
  return new ParseError(text, at + skipped, `unexpected ${what}`);
}

/** The name that ends before a place. A regular expression that ends there begins anew at each character. */
function nameBefore(text: string, at: number): { name: string; from: number } | undefined {
  const before = text.slice(0, at).trimEnd();
  let from = before.length;
  while (from > 0 && /[\w:]/.test(before[from - 1])) from--;
  const name = before.slice(from).replace(/^\d+/, "");
  return name === "" ? undefined : { name, from: before.length - name.length };
}
