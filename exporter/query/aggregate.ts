/**
 * Aggregations over series.
 *
 * @module
 */
import type { Aggregate } from "./ast.ts";
import type { Work } from "./budget.ts";
import type { Context } from "./context.ts";
import { executionError } from "./errors.ts";
import { type Accumulate, ACCUMULATORS } from "./accumulators.ts";
import { type LabelSet, NAME } from "./labels.ts";
import { plainNumber } from "./format.ts";
import { isLabelName } from "./functions/label_names.ts";
import { quantile } from "./functions/quantile.ts";
import { rank } from "./rank.ts";
import {
  ABSENT,
  put,
  type Scalar,
  type Text,
  type Value,
  type Vector,
  VectorBuilder,
  vectorOf,
} from "./values.ts";

/** Which group each row belongs to, and the groups' labels. */
export interface Grouping {
  readonly groupOf: Int32Array;
  readonly labels: readonly LabelSet[];
}

export function* evaluateAggregate(node: Aggregate, context: Context): Work<Value> {
  const { op } = node;
  const parameter = node.parameter && (yield* context.evaluate(node.parameter, context));
  const vector = (yield* context.evaluate(node.expr, context)) as Vector;
  if (op === "count_values") {
    return yield* countValues(node, (parameter as Text).value, vector, context);
  }
  const grouping = group(node, vector.labels);
  if (op in ACCUMULATORS) return yield* accumulate(ACCUMULATORS[op], grouping, vector, context);
  const { values } = parameter as Scalar;
  return op === "quantile"
    ? yield* quantiles(values, grouping, vector, context)
    : yield* rank(op === "topk", values, grouping, vector, context);
}

/** The labels of a group, and what tells it from others. */
function grouper({ without, labels }: Aggregate) {
  return without
    ? {
      key: (series: LabelSet) => series.keyWithout(labels),
      labels: (series: LabelSet) =>
        labels.length > 0 ? series.without([...labels, NAME]) : series.unnamed,
    }
    : {
      key: (series: LabelSet) => series.keyOf(labels),
      labels: (series: LabelSet) => series.only(labels),
    };
}

function group(node: Aggregate, series: readonly LabelSet[]): Grouping {
  const by = grouper(node);
  const groups = new Map<string, number>();
  const labels: LabelSet[] = [];
  const groupOf = new Int32Array(series.length);
  for (let row = 0; row < series.length; row++) {
    const key = by.key(series[row]);
    let index = groups.get(key);
    if (index === undefined) {
      groups.set(key, index = labels.length);
      labels.push(by.labels(series[row]));
    }
    groupOf[row] = index;
  }
  return { groupOf, labels };
}

function* accumulate(
  { add, end }: Accumulate,
  { groupOf, labels }: Grouping,
  { values }: Vector,
  { budget, grid: { count } }: Context,
): Work<Vector> {
  const result = vectorOf(labels, count, budget);
  const { values: out } = result;
  budget.take(2 * out.length);
  const state = {
    value: out,
    count: new Float64Array(out.length),
    mean: new Float64Array(out.length),
  };
  for (let row = 0; row < groupOf.length; row++) {
    for (
      let step = 0, from = row * count, to = groupOf[row] * count;
      step < count;
      step++, from++, to++
    ) {
      if (values[from] === ABSENT) continue;
      state.count[to]++;
      add(state, to, values[from]);
    }
    if (budget.isDue(count)) yield;
  }
  if (end) { for (let at = 0; at < out.length; at++) if (state.count[at] > 0) end(state, at); }
  return result;
}

function* quantiles(
  wanted: Float64Array,
  grouping: Grouping,
  { values }: Vector,
  { budget, grid: { count } }: Context,
): Work<Vector> {
  const result = vectorOf(grouping.labels, count, budget);
  for (const [index, rows] of rowsOf(grouping).entries()) {
    const sample = new Float64Array(rows.length);
    for (let step = 0; step < count; step++) {
      let size = 0;
      for (const row of rows) {
        const value = values[row * count + step];
        if (value !== ABSENT) sample[size++] = value;
      }
      if (size > 0) {
        result.values[index * count + step] = quantile(wanted[step], sample.subarray(0, size));
      }
      if (budget.isDue(rows.length * 4)) yield;
    }
  }
  return result;
}

/** The rows of each group. */
export function rowsOf({ groupOf, labels }: Grouping): number[][] {
  const rows: number[][] = labels.map(() => []);
  groupOf.forEach((group, row) => rows[group].push(row));
  return rows;
}

function* countValues(
  node: Aggregate,
  label: string,
  { labels, values }: Vector,
  { budget, grid: { count } }: Context,
): Work<Vector> {
  if (!isLabelName(label)) throw executionError(`invalid label name ${JSON.stringify(label)}`);
  // The value is a label like any other: `without` may take it away again.
  const by = grouper(node.without ? node : { ...node, labels: [...node.labels, label] });
  const builder = new VectorBuilder(count, budget);
  for (let row = 0; row < labels.length; row++) {
    const rows = new Map<string, Float64Array>();
    for (let step = 0; step < count; step++) {
      const value = values[row * count + step];
      if (value === ABSENT) continue;
      const text = plainNumber(value);
      let out = rows.get(text);
      if (!out) rows.set(text, out = builder.row(by.labels(labels[row].with(label, text))));
      if (out[step] === ABSENT) put(out, step, 1);
      else out[step]++;
    }
    if (budget.isDue(count)) yield;
  }
  return builder.vector();
}
