import type { SyntaxNode } from "@lezer/common";
import { RE2JS } from "re2js";
import { takeRe2 } from "../../collectors/re2.ts";
import {
  type Expr,
  type MatrixSelector,
  type Shift,
  type Subquery,
  type VectorSelector,
} from "./ast.ts";
import { ParseError } from "./errors.ts";
import { NAME } from "./labels.ts";
import { parseDuration, parseNumber, unquote } from "./lexical.ts";
import { matcher, selectsAll } from "./matchers.ts";
import type { Matcher, MatchType } from "./model.ts";

// Queries are loaded after the start, and their matchers are expressions.
takeRe2(RE2JS);

type Selecting = VectorSelector | MatrixSelector | Subquery;

/** The farthest times that `@` may name, seconds. */
const FARTHEST = 2 ** 63 / 1000;

/** Makes selectors, and what stands behind them, of the grammar's tree. */
export class SelectorReader {
  constructor(private readonly text: string) {}

  /** `x{a="b"}`. */
  vector(node: SyntaxNode): VectorSelector {
    const matchers = this.matchers(node);
    if (node.getChild("Identifier")) {
      const [first, ...others] = matchers;
      const again = others.find(({ name }) => name === NAME);
      if (again) {
        const twice = `${JSON.stringify(first.value)} or ${JSON.stringify(again.value)}`;
        throw this.#error(node, `metric name must not be set twice: ${twice}`);
      }
    }
    if (selectsAll(matchers)) {
      throw this.#error(node, "vector selector must contain at least one non-empty matcher");
    }
    return { kind: "selector", type: "instant vector", at: node.from, matchers };
  }

  /** The same of a selector that need not name anything. */
  matchers(node: SyntaxNode): Matcher[] {
    const name = node.getChild("Identifier");
    if (name && this.#slice(name).toLowerCase() === "atan2") {
      // The one operator that Prometheus has for no name.
      throw this.#error(name, `unexpected ${JSON.stringify(this.#slice(name))}`);
    }
    const matchers = name ? [matcher(NAME, "=", this.#slice(name))] : [];
    const list = node.getChild("LabelMatchers");
    for (let child = list?.firstChild; child; child = child.nextSibling) {
      matchers.push(this.#matcher(child));
    }
    return matchers;
  }

  #matcher(node: SyntaxNode): Matcher {
    const name = node.getChild("LabelName");
    if (!name) throw this.#error(node, "not supported by this engine: quoted names");
    const type = this.#slice(node.getChild("MatchOp")!) as MatchType;
    const quoted = node.getChild("StringLiteral")!;
    try {
      return matcher(this.#slice(name), type, unquote(this.#slice(quoted)));
    } catch (error) {
      throw this.#error(quoted, (error as Error).message);
    }
  }

  /** `x[5m]`. */
  matrix(expr: Expr, node: SyntaxNode): MatrixSelector {
    if (expr.kind !== "selector") {
      throw this.#error(expr, "ranges only allowed for vector selectors");
    }
    if (expr.offset !== undefined) {
      throw this.#error(expr, "no offset modifiers allowed before range");
    }
    if (expr.fixed !== undefined) throw this.#error(expr, "no @ modifiers allowed before range");
    const { at, matchers } = expr;
    const range = this.#duration(node.lastChild!);
    return { kind: "matrix", type: "range vector", at, matchers, range };
  }

  /** `x[5m:1m]`. */
  subquery(expr: Expr, node: SyntaxNode): Subquery {
    const [range, step] = node.getChildren("DurationExpr").map((child) => this.#duration(child));
    return { kind: "subquery", type: "range vector", at: expr.at, expr, range, step };
  }

  /** `x offset 5m`. */
  offset(expr: Expr, node: SyntaxNode): Expr {
    const selecting = this.#selecting(expr, "offset");
    if (selecting.offset !== undefined) {
      throw this.#error(expr, "offset may not be set multiple times");
    }
    return { ...selecting, offset: this.#duration(node.lastChild!, true) };
  }

  /** `x @ 1`, `x @ start()`. */
  fixed(expr: Expr, node: SyntaxNode): Expr {
    const selecting = this.#selecting(expr, "@");
    if (selecting.fixed !== undefined) {
      throw this.#error(expr, "@ <timestamp> may not be set multiple times");
    }
    return { ...selecting, fixed: this.#time(node.lastChild!) };
  }

  #time(node: SyntaxNode): Shift["fixed"] {
    const text = this.#slice(node).toLowerCase();
    if (node.name === "AtModifierPreprocessors") return text.startsWith("start") ? "start" : "end";
    const [, sign, number] = /^([-+]?)\s*([^]*)$/.exec(text)!;
    const seconds = (sign === "-" ? -1 : 1) * this.#lexical(node, () => parseNumber(number));
    // NaN fails this comparison, too.
    if (!(Math.abs(seconds) < FARTHEST)) {
      throw this.#error(node, `timestamp out of bounds for @ modifier: ${text}`);
    }
    return Math.round(seconds * 1000);
  }

  #selecting(expr: Expr, modifier: string): Selecting {
    if (expr.kind === "selector" || expr.kind === "matrix" || expr.kind === "subquery") return expr;
    throw this.#error(
      expr,
      `${modifier} modifier must be preceded by an instant vector selector or range vector selector or a subquery`,
    );
  }

  /** A length of time, in milliseconds. */
  #duration(node: SyntaxNode, maybeNegative = false): number {
    const text = this.#slice(node);
    const sign = maybeNegative && text.startsWith("-") ? -1 : 1;
    const unsigned = sign < 0 ? text.slice(1).trim() : text;
    return sign * this.#lexical(node, () => parseDuration(unsigned));
  }

  #lexical<T>(node: SyntaxNode, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw this.#error(node, error.message);
    }
  }

  #slice({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }

  #error(place: SyntaxNode | Expr, reason: string): ParseError {
    return new ParseError(this.text, "from" in place ? place.from : place.at, reason);
  }
}
