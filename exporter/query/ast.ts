/**
 * What a query is once it is parsed.
 *
 * @module
 */
import type { Matcher } from "./model.ts";

/** Prometheus' types of values, as its messages name them. */
export type ValueType = "scalar" | "instant vector" | "range vector" | "string";

/** Of every expression. */
interface Base {
  readonly type: ValueType;
  /** Where it begins in the query's text. */
  readonly at: number;
}

export interface NumberLiteral extends Base {
  readonly kind: "number";
  readonly value: number;
}

export interface StringLiteral extends Base {
  readonly kind: "string";
  readonly value: string;
}

/** When a selector or subquery is evaluated, other than at each step. */
export interface Shift {
  /** Milliseconds back; negative: ahead. */
  readonly offset?: number;
  /** The `@` modifier: milliseconds since 1970, or an end of the query's range. */
  readonly fixed?: number | "start" | "end";
}

export interface VectorSelector extends Base, Shift {
  readonly kind: "selector";
  readonly matchers: readonly Matcher[];
}

/** `x[5m]`. */
export interface MatrixSelector extends Base, Shift {
  readonly kind: "matrix";
  readonly matchers: readonly Matcher[];
  /** Milliseconds. */
  readonly range: number;
}

/** `x[5m:1m]`. */
export interface Subquery extends Base, Shift {
  readonly kind: "subquery";
  readonly expr: Expr;
  /** Milliseconds. */
  readonly range: number;
  /** Milliseconds; undefined: the engine's interval. */
  readonly step?: number;
}

export interface Call extends Base {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expr[];
}

export interface Aggregate extends Base {
  readonly kind: "aggregate";
  readonly op: string;
  readonly expr: Expr;
  readonly parameter?: Expr;
  readonly without: boolean;
  readonly labels: readonly string[];
}

/** Which samples of two vectors belong together. */
export interface Matching {
  readonly on: boolean;
  readonly labels: readonly string[];
  /** The side that may have several for one of the other. */
  readonly many?: "left" | "right";
  /** Labels that the many take over from the one. */
  readonly include: readonly string[];
}

export interface Binary extends Base {
  readonly kind: "binary";
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
  readonly bool: boolean;
  readonly matching: Matching;
}

export interface Negation extends Base {
  readonly kind: "negation";
  readonly expr: Expr;
}

/** `+x`: what `x` is, but no selector. */
export interface Plus extends Base {
  readonly kind: "plus";
  readonly expr: Expr;
}

export interface Paren extends Base {
  readonly kind: "paren";
  readonly expr: Expr;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregate
  | Binary
  | Negation
  | Plus
  | Paren;

/** A parsed query: can be evaluated any number of times. */
export interface Query {
  readonly text: string;
  readonly expr: Expr;
}

/** The expression within any parentheses around it. */
export function bare(expr: Expr): Exclude<Expr, Paren> {
  while (expr.kind === "paren") expr = expr.expr;
  return expr;
}
