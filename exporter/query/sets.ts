/**
 * and, or, unless.
 *
 * @module
 */
import type { Binary, Matching } from "./ast.ts";
import type { Work } from "./budget.ts";
import type { Context } from "./context.ts";
import type { LabelSet } from "./labels.ts";
import { ABSENT, put, type Vector, VectorBuilder } from "./values.ts";

/** What the samples of two sides have in common if they match. */
export function signature({ on, labels }: Matching): (series: LabelSet) => string {
  return on ? (series) => series.keyOf(labels) : (series) => series.keyWithout(labels);
}

export function* combineSets(
  { op, matching }: Binary,
  left: Vector,
  right: Vector,
  context: Context,
): Work<Vector> {
  const steps = context.grid.count;
  const sign = signature(matching);
  if (op === "or") return yield* union(left, right, sign, context);
  const present = presence(right, steps, sign);
  const wanted = op === "and" ? 1 : 0;
  const { labels, values } = left;
  for (let i = 0; i < labels.length; i++) {
    const there = present.get(sign(labels[i]));
    for (let step = 0, at = i * steps; step < steps; step++, at++) {
      if ((there ? there[step] : 0) !== wanted) values[at] = ABSENT;
    }
    if (context.budget.isDue(steps)) yield;
  }
  return left;
}

function* union(
  left: Vector,
  right: Vector,
  sign: (series: LabelSet) => string,
  { budget, grid: { count } }: Context,
): Work<Vector> {
  const present = presence(left, count, sign);
  const builder = new VectorBuilder(count, budget);
  for (const [{ labels, values }, isLeft] of [[left, true], [right, false]] as const) {
    for (let i = 0; i < labels.length; i++) {
      const covered = isLeft ? undefined : present.get(sign(labels[i]));
      let row: Float64Array | undefined;
      for (let step = 0, at = i * count; step < count; step++, at++) {
        if (values[at] === ABSENT || covered?.[step]) continue;
        put(row ??= builder.row(labels[i]), step, values[at]);
      }
      if (budget.isDue(count)) yield;
    }
  }
  return builder.vector();
}

/** At which steps there is any sample of a signature. */
function presence(
  { labels, values }: Vector,
  steps: number,
  sign: (series: LabelSet) => string,
): Map<string, Uint8Array> {
  const present = new Map<string, Uint8Array>();
  labels.forEach((one, i) => {
    const key = sign(one);
    let there = present.get(key);
    if (!there) present.set(key, there = new Uint8Array(steps));
    for (let step = 0; step < steps; step++) {
      if (values[i * steps + step] !== ABSENT) there[step] = 1;
    }
  });
  return present;
}
