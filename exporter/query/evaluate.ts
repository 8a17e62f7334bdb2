import type { Expr } from "./ast.ts";
import { evaluateAggregate } from "./aggregate.ts";
import { evaluateBinary, evaluateNegation } from "./binary.ts";
import type { Work } from "./budget.ts";
import { evaluateCall } from "./call.ts";
import type { Context } from "./context.ts";
import { selectVector } from "./selectors.ts";
import type { Value } from "./values.ts";

/** Evaluates an expression at all steps at once; range vectors only as arguments of functions. */
export function* evaluate(expr: Expr, context: Context): Work<Value> {
  switch (expr.kind) {
    case "number":
      return { kind: "scalar", values: new Float64Array(context.grid.count).fill(expr.value) };
    case "string":
      return { kind: "string", value: expr.value };
    case "paren":
    case "plus":
      return yield* evaluate(expr.expr, context);
    case "negation":
      return yield* evaluateNegation(expr, context);
    case "selector":
      return yield* selectVector(expr, context);
    case "call":
      return yield* evaluateCall(expr, context);
    case "aggregate":
      return yield* evaluateAggregate(expr, context);
    case "binary":
      return yield* evaluateBinary(expr, context);
  }
  throw new TypeError(`a ${expr.type} where there can be none`);
}
