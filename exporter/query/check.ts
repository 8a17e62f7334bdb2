/**
 * What Prometheus checks of a query before it runs it.
 *
 * @module
 */
import type { Aggregate, Binary, Expr, Matching, ValueType } from "./ast.ts";
import { ParseError } from "./errors.ts";
import { FUNCTIONS, type Signature } from "./functions/signatures.ts";

/** The aggregations and the type of their parameter. */
const PARAMETERS: Readonly<Record<string, ValueType | undefined>> = {
  sum: undefined,
  avg: undefined,
  min: undefined,
  max: undefined,
  count: undefined,
  group: undefined,
  stddev: undefined,
  stdvar: undefined,
  topk: "scalar",
  bottomk: "scalar",
  quantile: "scalar",
  count_values: "string",
};

const COMPARISONS = ["==", "!=", "<=", "<", ">=", ">"];
const SETS = ["and", "or", "unless"];

export function isComparison(op: string): boolean {
  return COMPARISONS.includes(op);
}

export function isSet(op: string): boolean {
  return SETS.includes(op);
}

function expectType(text: string, expr: Expr, type: ValueType, where: string): void {
  if (expr.type === type) return;
  throw new ParseError(text, expr.at, `expected type ${type} in ${where}, got ${expr.type}`);
}

/**
 * Checks a function's arguments.
 *
 * @returns the type of its result
 * @throws {ParseError}
 */
export function checkCall(
  text: string,
  name: string,
  args: readonly Expr[],
  at: number,
): ValueType {
  const signature = FUNCTIONS.get(name);
  if (!signature) throw new ParseError(text, at, `not supported by this engine: ${name}()`);
  const wrong = wrongCount(signature, args.length);
  if (wrong) {
    throw new ParseError(
      text,
      at,
      `expected ${wrong} argument(s) in call to "${name}", got ${args.length}`,
    );
  }
  args.forEach((arg, i) => {
    const type = signature.args[i] ?? signature.args.at(-1)!;
    expectType(text, arg, type, `call to function "${name}"`);
  });
  return signature.returns;
}

function wrongCount(
  { args, optional = 0, repeated }: Signature,
  count: number,
): string | undefined {
  const least = args.length - optional;
  if (optional === 0 && !repeated) return count === least ? undefined : `${least}`;
  if (count < least) return `at least ${least}`;
  return repeated || count <= args.length ? undefined : `at most ${args.length}`;
}

/**
 * Checks an aggregation's arguments.
 *
 * @throws {ParseError}
 */
export function checkAggregate(
  text: string,
  op: string,
  args: readonly Expr[],
  at: number,
): Pick<Aggregate, "expr" | "parameter"> {
  if (!(op in PARAMETERS)) throw new ParseError(text, at, `not supported by this engine: ${op}()`);
  if (args.length === 0) {
    throw new ParseError(text, at, "no arguments for aggregate expression provided");
  }
  const type = PARAMETERS[op];
  const expected = type ? 2 : 1;
  if (args.length !== expected) {
    const counts = `expected ${expected}, got ${args.length}`;
    throw new ParseError(
      text,
      at,
      `wrong number of arguments for aggregate expression provided, ${counts}`,
    );
  }
  const expr = args.at(-1)!;
  expectType(text, expr, "instant vector", "aggregation expression");
  if (!type) return { expr };
  expectType(text, args[0], type, "aggregation parameter");
  return { expr, parameter: args[0] };
}

/** @throws {ParseError} */
export function checkSigned(text: string, expr: Expr, at: number): void {
  if (expr.type === "scalar" || expr.type === "instant vector") return;
  const types = "scalar or instant vector";
  throw new ParseError(
    text,
    at,
    `unary expression only allowed on expressions of type ${types}, got "${expr.type}"`,
  );
}

/** @throws {ParseError} */
export function checkSubquery(text: string, expr: Expr): void {
  if (expr.type === "instant vector") return;
  throw new ParseError(
    text,
    expr.at,
    `subquery is only allowed on instant vector, got ${expr.type} instead`,
  );
}

/**
 * Checks a binary expression.
 *
 * @param at where its operator is
 * @throws {ParseError}
 */
export function checkBinary(text: string, binary: Binary, at: number): void {
  const { left, right } = binary;
  for (const { type, at } of [left, right]) {
    if (type === "scalar" || type === "instant vector") continue;
    const reason = "binary expression must contain only scalar and instant vector types";
    throw new ParseError(text, at, reason);
  }
  const wrong = wrongBinary(binary);
  if (wrong) throw new ParseError(text, at, wrong);
}

function wrongBinary({ op, left, right, bool, matching }: Binary): string | undefined {
  const scalars = [left, right].filter(({ type }) => type === "scalar").length;
  if (bool && !isComparison(op)) return "bool modifier can only be used on comparison operators";
  if (!bool && isComparison(op) && scalars === 2) {
    return "comparisons between scalars must use BOOL modifier";
  }
  if (scalars > 0 && matching.labels.length > 0) {
    return "vector matching only allowed between instant vectors";
  }
  if (!isSet(op)) return undefined;
  if (scalars > 0) return `set operator "${op}" not allowed in binary scalar expression`;
  return matching.many ? `no grouping allowed for "${op}" operation` : undefined;
}

/** What is wrong in `on (...) group_left (...)`. */
export function wrongMatching({ on, labels, include }: Matching): string | undefined {
  const both = on ? labels.find((label) => include.includes(label)) : undefined;
  return both && `label "${both}" must not occur in ON and GROUP clause at once`;
}
