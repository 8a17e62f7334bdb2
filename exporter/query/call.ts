/**
 * Function calls.
 *
 * @module
 */
import { bare, type Call, type Expr, type StringLiteral } from "./ast.ts";
import type { Work } from "./budget.ts";
import type { Context } from "./context.ts";
import { DATE_FUNCTIONS } from "./functions/dates.ts";
import { EACH_FUNCTIONS } from "./functions/each.ts";
import { histogramQuantile } from "./functions/histogram.ts";
import { LABEL_FUNCTIONS } from "./functions/labels.ts";
import { evaluateRange, RANGE_FUNCTIONS } from "./range.ts";
import { LabelSet, NAME } from "./labels.ts";
import { order, picked } from "./rank.ts";
import { selectVector } from "./selectors.ts";
import {
  ABSENT,
  relabelled,
  type Scalar,
  unnamed,
  type Value,
  type Vector,
  vectorOf,
} from "./values.ts";

/** What it costs to change the labels of a series, in samples: a long value may be matched slowly. */
const RELABELLING = 1000;

type Special = (call: Call, context: Context) => Work<Value>;

export function* evaluateCall(call: Call, context: Context): Work<Value> {
  const { name } = call;
  if (name in CONSTANT) return { kind: "scalar", values: CONSTANT[name](context) };
  const special = SPECIAL[name];
  if (special) return yield* special(call, context);
  if (name in RANGE_FUNCTIONS) return yield* evaluateRange(call, context);
  if (name in LABEL_FUNCTIONS) return yield* relabel(call, context);
  return yield* each(call, context);
}

function* vectorArgument(arg: Expr, context: Context): Work<Vector> {
  return (yield* context.evaluate(arg, context)) as Vector;
}

function* scalarArgument(arg: Expr, context: Context): Work<Float64Array> {
  return ((yield* context.evaluate(arg, context)) as Scalar).values;
}

/** The times of the steps, seconds. */
function stepTimes({ grid: { start, step, count } }: Context): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (start + i * step) / 1000);
}

function* each({ name, args: [first, ...others] }: Call, context: Context): Work<Vector> {
  const { grid: { count }, budget } = context;
  const evaluate = EACH_FUNCTIONS[name];
  if (!first && name in DATE_FUNCTIONS) {
    return {
      kind: "vector",
      labels: [LabelSet.EMPTY],
      values: stepTimes(context).map((time) => evaluate(time, 0, 0)),
    };
  }
  const vector = yield* vectorArgument(first, context);
  const parameters: Float64Array[] = [];
  for (const arg of others) parameters.push(yield* scalarArgument(arg, context));
  const [a, b] = parameters;
  const { values } = vector;
  for (let i = 0, step = 0; i < values.length; i++, step = step + 1 === count ? 0 : step + 1) {
    if (values[i] === ABSENT) continue;
    // An argument that is left out has its default.
    values[i] = evaluate(values[i], a?.[step], b?.[step]);
    if (name === "clamp" && b[step] < a[step]) values[i] = ABSENT;
  }
  return unnamed(vector, count, budget);
}

function* relabel({ name, args: [first, ...texts] }: Call, context: Context): Work<Vector> {
  const { grid: { count }, budget } = context;
  const vector = yield* vectorArgument(first, context);
  const change = LABEL_FUNCTIONS[name](texts.map((text) => (bare(text) as StringLiteral).value));
  const changed: LabelSet[] = [];
  for (const labels of vector.labels) {
    changed.push(change(labels));
    if (budget.isDue(RELABELLING)) yield;
  }
  return relabelled(vector, changed, count, budget);
}

function* sorted({ name, args: [arg] }: Call, context: Context): Work<Vector> {
  const vector = yield* vectorArgument(arg, context);
  const { labels, values } = vector;
  // Steps of a range have no common order.
  if (context.grid.count > 1) return vector;
  const compare = order(name === "sort_desc");
  const rows = labels.map((_, row) => row).filter((row) => values[row] !== ABSENT);
  return picked(labels, values, rows.sort((a, b) => compare(values[a], values[b])));
}

function* timestamp({ args: [arg] }: Call, context: Context): Work<Vector> {
  const { grid: { count }, budget } = context;
  const expr = bare(arg);
  if (expr.kind === "selector") {
    return unnamed(yield* selectVector(expr, context, "time"), count, budget);
  }
  const vector = yield* vectorArgument(expr, context);
  const times = stepTimes(context);
  vector.values.forEach((value, i) => {
    if (value !== ABSENT) vector.values[i] = times[i % count];
  });
  return unnamed(vector, count, budget);
}

/** The labels that a selector's matchers leave no choice of. */
function labelsOf(expr: Expr): LabelSet {
  if (expr.kind !== "selector" && expr.kind !== "matrix") return LabelSet.EMPTY;
  const labels = new Map<string, string>();
  const named = new Set<string>();
  for (const { name, type, value } of expr.matchers) {
    if (name === NAME) continue;
    if (type === "=" && !named.has(name)) labels.set(name, value);
    else labels.delete(name);
    if (type === "=") named.add(name);
  }
  return LabelSet.of(Object.fromEntries(labels));
}

/** 1 at each step at which there is no sample. */
function* absent({ args: [arg] }: Call, context: Context): Work<Vector> {
  return whereAbsent(yield* vectorArgument(arg, context), labelsOf(bare(arg)), context);
}

function* absentOverTime(call: Call, context: Context): Work<Vector> {
  return whereAbsent(yield* evaluateRange(call, context), labelsOf(bare(call.args[0])), context);
}

function whereAbsent(
  { values }: Vector,
  labels: LabelSet,
  { grid: { count }, budget }: Context,
): Vector {
  const result = vectorOf([labels], count, budget);
  result.values.fill(1);
  values.forEach((value, i) => {
    if (value !== ABSENT) result.values[i % count] = ABSENT;
  });
  return result;
}

/** The sample of a vector that has one only. */
function* scalar({ args: [arg] }: Call, context: Context): Work<Scalar> {
  const { values } = yield* vectorArgument(arg, context);
  const { count } = context.grid;
  const found = new Float64Array(count).fill(NaN);
  const samples = new Int32Array(count);
  values.forEach((value, i) => {
    if (value === ABSENT) return;
    found[i % count] = ++samples[i % count] === 1 ? value : NaN;
  });
  return { kind: "scalar", values: found };
}

function* vector({ args: [arg] }: Call, context: Context): Work<Vector> {
  const values = yield* scalarArgument(arg, context);
  return { kind: "vector", labels: [LabelSet.EMPTY], values };
}

/** Of native histograms, which no sample here is. */
function* ofHistograms({ args }: Call, context: Context): Work<Vector> {
  for (const arg of args) yield* context.evaluate(arg, context);
  return vectorOf([], context.grid.count, context.budget);
}

/** Functions without arguments. */
const CONSTANT: Readonly<Record<string, (context: Context) => Float64Array>> = {
  time: stepTimes,
  pi: ({ grid }) => new Float64Array(grid.count).fill(Math.PI),
};

/** Functions that are more than one function of each sample or range. */
const SPECIAL: Readonly<Record<string, Special>> = {
  sort: sorted,
  sort_desc: sorted,
  timestamp,
  absent,
  absent_over_time: absentOverTime,
  scalar,
  vector,
  histogram_count: ofHistograms,
  histogram_sum: ofHistograms,
  histogram_fraction: ofHistograms,
  *histogram_quantile({ args: [quantile, buckets] }, context) {
    const wanted = yield* scalarArgument(quantile, context);
    return yield* histogramQuantile(wanted, yield* vectorArgument(buckets, context), context);
  },
};
