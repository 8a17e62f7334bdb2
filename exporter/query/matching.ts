/**
 * Arithmetic and comparisons between two vectors.
 *
 * @module
 */
import type { Binary } from "./ast.ts";
import { combiner } from "./binary.ts";
import type { Work } from "./budget.ts";
import type { Context } from "./context.ts";
import { executionError } from "./errors.ts";
import type { LabelSet } from "./labels.ts";
import { dropsName } from "./operators.ts";
import { signature } from "./sets.ts";
import { ABSENT, put, type Vector, VectorBuilder } from "./values.ts";

/** Rows of a vector by what they match by. */
type Groups = ReadonlyMap<string, readonly number[]>;

export function* matchVectors(
  node: Binary,
  left: Vector,
  right: Vector,
  context: Context,
): Work<Vector> {
  const { grid: { count: steps }, budget } = context;
  const { many, include } = node.matching;
  const [manySide, oneSide] = many === "right" ? [right, left] : [left, right];
  const sign = signature(node.matching);
  const ones = grouped(oneSide, sign);
  yield* checkUnique(node, manySide, oneSide, ones, context);
  const combine = combiner(node.op, node.bool);
  const builder = new VectorBuilder(steps, budget);
  const relabel = relabeller(node);
  // With one-to-one matching: at which steps a group has had its sample.
  const taken = many ? undefined : new Map<string, Uint8Array>();
  for (let i = 0; i < manySide.labels.length; i++) {
    const key = sign(manySide.labels[i]);
    const had = taken && takenBy(taken, key, steps);
    for (const one of ones.get(key) ?? []) {
      const labels = relabel(
        manySide.labels[i],
        include.length > 0 ? oneSide.labels[one] : undefined,
      );
      let row: Float64Array | undefined;
      for (let step = 0, m = i * steps, o = one * steps; step < steps; step++, m++, o++) {
        const a = manySide.values[m], b = oneSide.values[o];
        if (a === ABSENT || b === ABSENT) continue;
        const value = many === "right" ? combine(b, a) : combine(a, b);
        if (value === ABSENT) continue;
        if (had?.[step]) throw manyToOneError();
        if (had) had[step] = 1;
        put(row ??= builder.row(labels), step, value);
      }
      if (budget.isDue(steps)) yield;
    }
  }
  return builder.vector();
}

function takenBy(taken: Map<string, Uint8Array>, key: string, steps: number): Uint8Array {
  let had = taken.get(key);
  if (!had) taken.set(key, had = new Uint8Array(steps));
  return had;
}

function manyToOneError() {
  return executionError(
    "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)",
  );
}

function grouped({ labels }: Vector, sign: (series: LabelSet) => string): Groups {
  const groups = new Map<string, number[]>();
  labels.forEach((one, i) => {
    const key = sign(one);
    const rows = groups.get(key);
    if (rows) rows.push(i);
    else groups.set(key, [i]);
  });
  return groups;
}

/**
 * Checks that no two samples of the "one" side are of one group.
 *
 * @throws {QueryError} two are, at a step at which the other side has any sample
 */
function* checkUnique(
  { matching: { many } }: Binary,
  manySide: Vector,
  oneSide: Vector,
  groups: Groups,
  { grid: { count: steps }, budget }: Context,
): Work<void> {
  for (const rows of groups.values()) {
    if (rows.length === 1) continue;
    for (let step = 0; step < steps; step++) {
      if (budget.isDue(rows.length)) yield;
      const there = rows.filter((row) => oneSide.values[row * steps + step] !== ABSENT);
      if (there.length < 2 || isEmpty(manySide, step, steps)) continue;
      const [first, second] = there.map((row) => oneSide.labels[row]);
      const side = many === "right" ? "left" : "right";
      throw executionError(
        `found duplicate series for the match group on the ${side} hand-side of the operation: ` +
          `[${first}, ${second}];many-to-many matching not allowed: ` +
          "matching labels must be unique on one side",
      );
    }
  }
}

function isEmpty({ labels, values }: Vector, step: number, steps: number): boolean {
  return labels.every((_, row) => values[row * steps + step] === ABSENT);
}

/** The labels of a result: of the many's, and of those that they take over from the one's. */
function relabeller(
  { op, bool, matching: { on, labels, many, include } }: Binary,
): (series: LabelSet, one: LabelSet | undefined) => LabelSet {
  const drops = dropsName(op, false);
  return (series, one) => {
    let result = drops ? series.unnamed : series;
    if (!many) {
      result = on ? result.only(labels) : labels.length > 0 ? result.without(labels) : result;
    }
    for (const name of include) result = result.with(name, one!.get(name));
    // Last: `on (__name__)` has kept it, `group_left (__name__)` may have brought it.
    return bool ? result.unnamed : result;
  };
}
