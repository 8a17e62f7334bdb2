import type { SyntaxNode } from "@lezer/common";
import type { Aggregate, Binary, Expr, Matching } from "./ast.ts";
import {
  checkAggregate,
  checkBinary,
  checkCall,
  checkSigned,
  checkSubquery,
  wrongMatching,
} from "./check.ts";
import { ParseError } from "./errors.ts";
import { parseNumber, unquote } from "./lexical.ts";
import { SelectorReader } from "./selector_tree.ts";
import { build, type Builder, operatorOf } from "./spine.ts";

/** The deepest expression, far from what the stack holds when it is evaluated. */
const DEEPEST = 250;

/** Operators by their name in the grammar, if it is not the word itself. */
const OPERATORS: Readonly<Record<string, string>> = {
  Add: "+",
  Sub: "-",
  Mul: "*",
  Div: "/",
  Mod: "%",
  Pow: "^",
  Eql: "==",
  Neq: "!=",
  Lte: "<=",
  Lss: "<",
  Gte: ">=",
  Gtr: ">",
};

/** Labels that Prometheus takes in selectors, and not in `by (...)`, `on (...)` and the like. */
const UNLISTED = /^(?:without|inf|nan)$/i;

/** Makes an expression of the grammar's tree. */
export class TreeReader implements Builder<Expr> {
  readonly #depths = new WeakMap<Expr, number>();
  readonly #selectors: SelectorReader;

  constructor(private readonly text: string) {
    this.#selectors = new SelectorReader(text);
  }

  /** @throws {ParseError} */
  read(node: SyntaxNode): Expr {
    return build<Expr>(node, this.text, this);
  }

  operand(node: SyntaxNode): Expr {
    switch (node.name) {
      case "ParenExpr":
        return this.#paren(node);
      case "StringLiteral":
        return { kind: "string", type: "string", at: node.from, value: this.#string(node) };
      case "VectorSelector":
        return this.#selectors.vector(node);
      case "FunctionCall":
        return this.#call(node);
      case "AggregateExpr":
        return this.#aggregate(node);
    }
    throw this.#unsupported(node);
  }

  number(node: SyntaxNode, from: number): Expr {
    const text = this.text.slice(from, node.to).trim();
    const value = this.#lexical(node, () => parseNumber(text));
    return { kind: "number", type: "scalar", at: node.from, value };
  }

  negated(expr: Expr, at: number): Expr {
    checkSigned(this.text, expr, at);
    if (expr.kind === "number") return { ...expr, at, value: -expr.value };
    return this.#nested({ kind: "negation", type: expr.type, at, expr }, expr);
  }

  plus(expr: Expr, at: number): Expr {
    checkSigned(this.text, expr, at);
    if (expr.kind === "number") return { ...expr, at };
    return this.#nested({ kind: "plus", type: expr.type, at, expr }, expr);
  }

  behind(expr: Expr, node: SyntaxNode): Expr {
    switch (node.name) {
      case "OffsetExpr":
        return this.#selectors.offset(expr, node);
      case "StepInvariantExpr":
        return this.#selectors.fixed(expr, node);
      case "MatrixSelector":
        return this.#selectors.matrix(expr, node);
      case "SubqueryExpr":
        checkSubquery(this.text, expr);
        return this.#nested(this.#selectors.subquery(expr, node), expr);
    }
    throw this.#unsupported(node.lastChild!);
  }

  binary(left: Expr, right: Expr, node: SyntaxNode): Expr {
    const operator = operatorOf(node);
    const op = OPERATORS[operator.name] ?? operator.name.toLowerCase();
    const fill = node.getChild("FillModifier");
    if (fill) throw this.#unsupported(fill);
    const type = left.type === "scalar" && right.type === "scalar" ? "scalar" : "instant vector";
    const clause = node.getChild("MatchingModifierClause");
    const binary: Binary = {
      kind: "binary",
      type,
      at: left.at,
      op,
      left,
      right,
      bool: node.getChild("BoolModifier") !== null,
      matching: clause ? this.#matching(clause) : { on: false, labels: [], include: [] },
    };
    checkBinary(this.text, binary, operator.from);
    return this.#nested(binary, left, right);
  }

  #matching(clause: SyntaxNode): Matching {
    const [labels, include] = clause.getChildren("GroupingLabels");
    const right = clause.getChild("GroupRight");
    const matching: Matching = {
      on: clause.getChild("On") !== null,
      labels: this.#labels(labels),
      include: include ? this.#labels(include) : [],
      many: right ? "right" : clause.getChild("GroupLeft") ? "left" : undefined,
    };
    const wrong = wrongMatching(matching);
    if (wrong) throw new ParseError(this.text, clause.from, wrong);
    return matching;
  }

  #paren(node: SyntaxNode): Expr {
    const expr = this.read(children(node)[0]);
    return this.#nested({ kind: "paren", type: expr.type, at: node.from, expr }, expr);
  }

  #call(node: SyntaxNode): Expr {
    const name = this.#slice(node.getChild("FunctionIdentifier")!);
    const args = this.#arguments(node);
    const type = checkCall(this.text, name, args, node.from);
    return this.#nested({ kind: "call", type, at: node.from, name, args }, ...args);
  }

  #aggregate(node: SyntaxNode): Expr {
    const op = this.#slice(node.getChild("AggregateOp")!).toLowerCase();
    const modifier = node.getChild("AggregateModifier");
    const args = this.#arguments(node);
    const aggregate: Aggregate = {
      kind: "aggregate",
      type: "instant vector",
      at: node.from,
      op,
      ...checkAggregate(this.text, op, args, node.from),
      without: modifier?.getChild("Without") != null,
      labels: modifier ? this.#labels(modifier.getChild("GroupingLabels")!) : [],
    };
    return this.#nested(aggregate, ...args);
  }

  #arguments(node: SyntaxNode): Expr[] {
    return children(node.getChild("FunctionCallBody")!).map((arg) => this.read(arg));
  }

  #labels(node: SyntaxNode): string[] {
    const quoted = node.getChild("QuotedLabelName");
    if (quoted) throw this.#unsupported(quoted, "quoted label name");
    return children(node).map((label) => {
      const name = this.#slice(label);
      if (!UNLISTED.test(name)) return name;
      throw new ParseError(this.text, label.from, `unexpected ${JSON.stringify(name)} in a list`);
    });
  }

  #string(node: SyntaxNode): string {
    return this.#lexical(node, () => unquote(this.#slice(node)));
  }

  #lexical<T>(node: SyntaxNode, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new ParseError(this.text, node.from, error.message);
    }
  }

  #slice({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }

  #unsupported(node: SyntaxNode, what = this.#slice(node)): ParseError {
    return new ParseError(this.text, node.from, `not supported by this engine: ${what}`);
  }

  #nested<T extends Expr>(expr: T, ...inner: readonly Expr[]): T {
    const depth = 1 + Math.max(0, ...inner.map((one) => this.#depths.get(one) ?? 0));
    if (depth > DEEPEST) throw new ParseError(this.text, expr.at, "nested too deeply");
    this.#depths.set(expr, depth);
    return expr;
  }
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}
