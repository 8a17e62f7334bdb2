/**
 * Binds operators as Prometheus' own parser does. The grammar is an editor's: in its trees a modifier
 * behind `a + b` belongs to the sum, and the sign of `-1 ^ 2` to the number.
 *
 * @module
 */
import type { SyntaxNode } from "@lezer/common";

/** What makes an expression of its parts. */
export interface Builder<T> {
  operand(node: SyntaxNode): T;
  /** @param node a number without its sign begins behind it: at `from` */
  number(node: SyntaxNode, from: number): T;
  negated(expr: T, at: number): T;
  plus(expr: T, at: number): T;
  /** Something behind an operand: offset, @, [5m] ... */
  behind(expr: T, node: SyntaxNode): T;
  binary(left: T, right: T, node: SyntaxNode): T;
}

type Item =
  | { readonly kind: "operand" | "behind" | "binary"; readonly node: SyntaxNode }
  | { readonly kind: "number"; readonly node: SyntaxNode; readonly from: number }
  | { readonly kind: "-" | "+"; readonly at: number };

/** How tightly operators bind; all but the last from left to right. */
const BINDS: Readonly<Record<string, number>> = {
  Or: 1,
  And: 2,
  Unless: 2,
  Eql: 3,
  Neq: 3,
  Lte: 3,
  Lss: 3,
  Gte: 3,
  Gtr: 3,
  Add: 4,
  Sub: 4,
  Mul: 5,
  Div: 5,
  Mod: 5,
  Atan2: 5,
  Pow: 6,
};

const BEHIND = [
  "OffsetExpr",
  "StepInvariantExpr",
  "MatrixSelector",
  "SubqueryExpr",
  "AnchoredExpr",
  "SmoothedExpr",
];

/** The operator of a binary expression, by its name in the grammar. */
export function operatorOf(node: SyntaxNode): SyntaxNode {
  return node.firstChild!.nextSibling!;
}

/** Builds an expression from a node of the grammar's tree. */
export function build<T>(node: SyntaxNode, text: string, builder: Builder<T>): T {
  const items: Item[] = [];
  flatten(node, text, items);
  return new Spine(items, builder).expr(1);
}

/** The tree without its shape: operands and operators as they stand in the text. */
function flatten(node: SyntaxNode, text: string, items: Item[]): void {
  if (node.name === "BinaryExpr") {
    flatten(node.firstChild!, text, items);
    items.push({ kind: "binary", node });
    flatten(node.lastChild!, text, items);
  } else if (node.name === "UnaryExpr") {
    items.push({ kind: text[node.from] as "-" | "+", at: node.from });
    flatten(node.lastChild!, text, items);
  } else if (BEHIND.includes(node.name)) {
    flatten(node.firstChild!, text, items);
    items.push({ kind: "behind", node });
  } else if (node.name === "NumberDurationLiteral") {
    const sign = text[node.from];
    const isSigned = sign === "-" || sign === "+";
    if (isSigned) items.push({ kind: sign, at: node.from });
    items.push({ kind: "number", node, from: node.from + (isSigned ? 1 : 0) });
  } else {
    items.push({ kind: "operand", node });
  }
}

class Spine<T> {
  #next = 0;

  constructor(private readonly items: readonly Item[], private readonly builder: Builder<T>) {}

  /** An expression of operators that bind at least so tightly. */
  expr(tightness: number): T {
    let left = this.#signed();
    for (;;) {
      const item = this.items[this.#next];
      if (item?.kind !== "binary") return left;
      const { name } = operatorOf(item.node);
      const binds = BINDS[name];
      if (binds < tightness) return left;
      this.#next++;
      const right = this.expr(name === "Pow" ? binds : binds + 1);
      left = this.builder.binary(left, right, item.node);
    }
  }

  #signed(): T {
    const item = this.items[this.#next++];
    if (item.kind === "-") return this.builder.negated(this.expr(BINDS.Pow), item.at);
    if (item.kind === "+") return this.builder.plus(this.expr(BINDS.Pow), item.at);
    let expr = item.kind === "number"
      ? this.builder.number(item.node, item.from)
      : this.builder.operand((item as { node: SyntaxNode }).node);
    for (;;) {
      const behind = this.items[this.#next];
      if (behind?.kind !== "behind") return expr;
      this.#next++;
      expr = this.builder.behind(expr, behind.node);
    }
  }
}
