/**
 * Binary operators and the sign.
 *
 * @module
 */
import type { Binary, Negation } from "./ast.ts";
import type { Work } from "./budget.ts";
import { isSet } from "./check.ts";
import type { Context } from "./context.ts";
import { matchVectors } from "./matching.ts";
import { ARITHMETIC, COMPARISON, dropsName } from "./operators.ts";
import { combineSets } from "./sets.ts";
import { ABSENT, duplicateError, type Scalar, unnamed, type Value, type Vector } from "./values.ts";

export function* evaluateBinary(node: Binary, context: Context): Work<Value> {
  const left = (yield* context.evaluate(node.left, context)) as Scalar | Vector;
  const right = (yield* context.evaluate(node.right, context)) as Scalar | Vector;
  if (left.kind === "vector" && right.kind === "vector") {
    return isSet(node.op)
      ? yield* combineSets(node, left, right, context)
      : yield* matchVectors(node, left, right, context);
  }
  if (left.kind === "vector") return withScalar(node, left, right.values, false, context);
  if (right.kind === "vector") return withScalar(node, right, left.values, true, context);
  return scalars(node, left.values, right.values);
}

function scalars({ op }: Binary, left: Float64Array, right: Float64Array): Scalar {
  const combine = ARITHMETIC[op];
  const holds = COMPARISON[op];
  const values = left.map((value, step) =>
    combine ? combine(value, right[step]) : Number(holds(value, right[step]))
  );
  return { kind: "scalar", values };
}

/** @param isRight whether the vector stands on the right side */
function withScalar(
  { op, bool }: Binary,
  vector: Vector,
  scalar: Float64Array,
  isRight: boolean,
  { grid: { count }, budget }: Context,
): Vector {
  const { values } = vector;
  const combine = combiner(op, bool);
  const filters = op in COMPARISON && !bool;
  for (let i = 0, step = 0; i < values.length; i++, step = step + 1 === count ? 0 : step + 1) {
    if (values[i] === ABSENT) continue;
    const result = isRight ? combine(scalar[step], values[i]) : combine(values[i], scalar[step]);
    // What passes a comparison is the vector's sample, on whichever side.
    if (!filters || result === ABSENT) values[i] = result;
  }
  return dropsName(op, bool) ? unnamed(vector, count, budget) : vector;
}

/** What an operator makes of a pair of samples: a comparison without `bool` passes the left one or none. */
export function combiner(op: string, bool: boolean): (left: number, right: number) => number {
  const holds = COMPARISON[op];
  if (!holds) return ARITHMETIC[op];
  if (bool) return (left, right) => Number(holds(left, right));
  return (left, right) => holds(left, right) ? left : ABSENT;
}

export function* evaluateNegation(node: Negation, context: Context): Work<Value> {
  const value = (yield* context.evaluate(node.expr, context)) as Scalar | Vector;
  const { values } = value;
  for (let i = 0; i < values.length; i++) if (values[i] !== ABSENT) values[i] = -values[i];
  return value.kind === "vector" ? unnamedWhole(value, context) : value;
}

/**
 * The vector without the metrics' names.
 *
 * @throws {QueryError} two series become the same: even if their samples are at different steps
 */
export function unnamedWhole(vector: Vector, { grid: { count }, budget }: Context): Vector {
  const result = unnamed(vector, count, budget);
  // Rows are merged only where series became the same; without samples they do not count.
  if (result.labels.length !== vector.labels.length && merged(vector, count)) {
    throw duplicateError();
  }
  return result;
}

function merged({ labels, values }: Vector, steps: number): boolean {
  const seen = new Set<string>();
  return labels.some(({ unnamed: { key } }, i) => {
    const row = values.subarray(i * steps, (i + 1) * steps);
    if (row.every((value) => value === ABSENT)) return false;
    const isSecond = seen.has(key);
    seen.add(key);
    return isSecond;
  });
}
