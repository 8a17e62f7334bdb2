import type { Expr } from "./ast.ts";
import type { Budget, Work } from "./budget.ts";
import type { Queryable } from "./model.ts";
import type { Grid, Value } from "./values.ts";

/** What the evaluation of an expression knows. */
export interface Context {
  readonly grid: Grid;
  readonly storage: Queryable;
  readonly budget: Budget;
  /** Milliseconds. */
  readonly lookback: number;
  /** Of subqueries without a step, milliseconds. */
  readonly interval: number;
  /** The first and the last step of the whole query, milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Evaluates another expression: on the same steps, if the context is this one. */
  evaluate(expr: Expr, context: Context): Work<Value>;
}
