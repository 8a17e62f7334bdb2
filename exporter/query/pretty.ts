/**
 * Queries over several lines, as Prometheus lays them out.
 *
 * @see https://prometheus.io/docs/prometheus/2.55/querying/api/#formatting-query-expressions
 * @module
 */
import type { Expr, Query } from "./ast.ts";
import { aggregationText, operatorText, subqueryText, Writer } from "./written.ts";

/** The longest expression that stays in its line, bytes. */
const LONGEST = 100;

const INDENT = "  ";

/** A query, laid out. */
export function pretty({ text, expr }: Query): string {
  return new Layout(text).of(expr, 0);
}

class Layout {
  readonly #writer: Writer;

  constructor(text: string) {
    this.#writer = new Writer(text);
  }

  /** @param level how deep it is indented */
  of(expr: Expr, level: number): string {
    const indent = INDENT.repeat(level);
    if (!this.#isLong(expr)) {
      const line = this.#writer.line(expr);
      // So 2.42 has it.
      return expr.kind === "subquery" ? line : indent + line;
    }
    switch (expr.kind) {
      case "subquery":
        return this.of(expr.expr, level) + subqueryText(expr);
      case "call":
        return this.#list(expr.name, expr.args, level);
      case "aggregate": {
        const args = expr.parameter ? [expr.parameter, expr.expr] : [expr.expr];
        return this.#list(aggregationText(expr), args, level);
      }
      case "binary":
        return [
          this.of(expr.left, level + 1),
          indent + operatorText(expr),
          this.of(expr.right, level + 1),
        ].join("\n");
      case "negation":
      case "plus": {
        const inner = this.of(expr.expr, level).trimStart();
        return `${indent}${expr.kind === "plus" ? "+" : "-"}${inner}`;
      }
      case "paren":
        return this.#list("", [expr.expr], level);
    }
    return indent + this.#writer.line(expr);
  }

  #list(before: string, args: readonly Expr[], level: number): string {
    const indent = INDENT.repeat(level);
    const lines = args.map((arg) => this.of(arg, level + 1)).join(",\n");
    return `${indent}${before}(\n${lines}\n${indent})`;
  }

  #isLong(expr: Expr): boolean {
    const line = this.#writer.line(expr);
    return line.length > LONGEST || new TextEncoder().encode(line).length > LONGEST;
  }
}
