/**
 * What of an expression can be known from one reading, without any history.
 *
 * @module
 */
import { bare, type Binary, type Expr, type Matching } from "../../exporter/query/ast.ts";
import type { Matcher } from "../../exporter/query/model.ts";

/**
 * What can be known. `exact`: `expr` gives what the whole gives. `bound`: where `expr` gives nothing the
 * whole gives nothing, and otherwise nothing is known. `none`: nothing is known.
 */
export type Judgeable =
  | { readonly kind: "exact"; readonly expr: Expr }
  | Bound
  | { readonly kind: "none" };

interface Bound {
  readonly kind: "bound";
  readonly expr: Expr;
  /** Whether it gives a series with the same labels, but for its name, for each that the whole gives. */
  readonly covers: boolean;
}

const NONE: Judgeable = { kind: "none" };

/** Series that alerting itself makes, over time. */
const MADE_OVER_TIME: readonly string[] = ["ALERTS", "ALERTS_FOR_STATE"];

/** What is known of the host beside the expression. */
export interface Known {
  /** Names of series that were to be recorded by rules which cannot be judged. */
  readonly unknown: ReadonlySet<string>;
  /** Whether an expression that can be known gives something now. */
  gives(expr: Expr): boolean;
}

/**
 * Leaves out of an expression what looks back in time. Of `a and b` and `a unless b`, what is known of one
 * side is a bound. Of `a or b`, `a` alone will do if it gives something: `b` is taken for its stand-in.
 */
export function judgeable(whole: Expr, known: Known): Judgeable {
  const expr = bare(whole);
  switch (expr.kind) {
    case "number":
    case "string":
      return { kind: "exact", expr };
    case "selector": {
      const looksBack = expr.offset !== undefined || expr.fixed !== undefined;
      const isUnknown = expr.matchers.some((one) => mayName(one, known.unknown));
      return looksBack || isUnknown ? NONE : { kind: "exact", expr };
    }
    case "matrix":
    case "subquery":
      return NONE;
    case "negation":
    case "plus":
      return ofParts([expr.expr], known, ([inner]) => ({ ...expr, expr: inner }));
    case "call":
      return ofParts(expr.args, known, (args) => ({ ...expr, args }));
    case "aggregate":
      return ofParts(
        expr.parameter ? [expr.expr, expr.parameter] : [expr.expr],
        known,
        ([inner, parameter]) => ({ ...expr, expr: inner, ...parameter && { parameter } }),
      );
    case "binary":
      return ["and", "or", "unless"].includes(expr.op) ? ofSets(expr, known) : ofSides(expr, known);
  }
}

/** Whether a selector with this matcher may select series of which nothing is known. */
function mayName({ name, matches }: Matcher, unknown: ReadonlySet<string>): boolean {
  return name === "__name__" && [...MADE_OVER_TIME, ...unknown].some(matches);
}

function ofSets(expr: Binary, known: Known): Judgeable {
  const left = judgeable(expr.left, known);
  const right = judgeable(expr.right, known);
  if (left.kind === "none") {
    if (expr.op !== "and" || right.kind === "none") return NONE;
    return { kind: "bound", expr: right.expr, covers: covers(right) && isByAll(expr.matching) };
  }
  const isOr = expr.op === "or";
  // A bound with other labels would meet other series of the right side than the whole does.
  if (right.kind === "exact" && (isOr || covers(left))) {
    const both = { ...expr, left: left.expr, right: right.expr };
    return left.kind === "exact"
      ? { kind: "exact", expr: both }
      : { kind: "bound", expr: both, covers: !isOr };
  }
  if (!isOr) return { kind: "bound", expr: left.expr, covers: covers(left) };
  return known.gives(left.expr) ? left : NONE;
}

const covers = (found: Judgeable) =>
  found.kind === "exact" || found.kind === "bound" && found.covers;

/** Whether only series with the same labels belong together, and what they give has these, too. */
const isByAll = ({ on, labels, many }: Matching) => !on && labels.length === 0 && !many;

/** An operator gives nothing where one of its vectors is empty. */
function ofSides(expr: Binary, known: Known): Judgeable {
  const sides = [expr.left, expr.right];
  const exact = ofParts(sides, known, ([left, right]) => ({ ...expr, left, right }));
  if (exact.kind !== "none") return exact;
  const bounds = sides.filter(({ type }) => type === "instant vector")
    .map((side) => judgeable(side, known));
  for (const bound of bounds) {
    if (bound.kind === "none") continue;
    return { kind: "bound", expr: bound.expr, covers: covers(bound) && isByAll(expr.matching) };
  }
  return NONE;
}

/** A function or an aggregation: of a bound nothing is known, for it may count what is not there. */
function ofParts(
  parts: readonly Expr[],
  known: Known,
  make: (parts: readonly Expr[]) => Expr,
): Judgeable {
  const found = parts.map((part) => judgeable(part, known));
  const exact = found.flatMap((one) => one.kind === "exact" ? [one.expr] : []);
  return exact.length === parts.length ? { kind: "exact", expr: make(exact) } : NONE;
}
