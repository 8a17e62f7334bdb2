/**
 * What expressions evaluate to: all steps of a query at once.
 *
 * @module
 */
import type { Budget } from "./budget.ts";
import { executionError, type QueryError } from "./errors.ts";
import { type LabelSet, NAME } from "./labels.ts";
import { STALE } from "./model.ts";

/**
 * In the place of a sample at a step that has none. A result that is this very number, the last before
 * -Inf, counts as none.
 */
export const ABSENT: number = STALE;

/** The times of a query's steps, milliseconds. */
export class Grid {
  constructor(
    readonly start: number,
    readonly step: number,
    readonly count: number,
  ) {}

  get end(): number {
    return this.start + (this.count - 1) * this.step;
  }
}

/** A value a step. */
export interface Scalar {
  readonly kind: "scalar";
  readonly values: Float64Array;
}

/** Series, each a row of values, one a step. */
export interface Vector {
  readonly kind: "vector";
  readonly labels: readonly LabelSet[];
  /** Row after row; {@linkcode ABSENT} where a series has no sample. Belongs to whoever evaluated it. */
  readonly values: Float64Array;
}

/** A text, the same at all steps. */
export interface Text {
  readonly kind: "string";
  readonly value: string;
}

export type Value = Scalar | Vector | Text;

/** Two samples at one time that would be the same series. */
export function duplicateError(): QueryError {
  return executionError("vector cannot contain metrics with the same labelset");
}

/** Makes a vector whose series are found one after the other. */
export class VectorBuilder {
  readonly #rows = new Map<string, Float64Array>();
  readonly #labels: LabelSet[] = [];

  constructor(private readonly steps: number, private readonly budget: Budget) {}

  /** The row of a series, without samples at first. */
  row(labels: LabelSet): Float64Array {
    let row = this.#rows.get(labels.key);
    if (!row) {
      // And once more, when they are put together.
      this.budget.take(2 * this.steps);
      row = new Float64Array(this.steps).fill(ABSENT);
      this.#rows.set(labels.key, row);
      this.#labels.push(labels);
    }
    return row;
  }

  vector(): Vector {
    const values = new Float64Array(this.#labels.length * this.steps);
    let at = 0;
    for (const row of this.#rows.values()) {
      values.set(row, at);
      at += this.steps;
    }
    return { kind: "vector", labels: this.#labels, values };
  }
}

/**
 * Sets a sample of a row.
 *
 * @throws {QueryError} there is one already
 */
export function put(row: Float64Array, step: number, value: number): void {
  if (row[step] !== ABSENT) throw duplicateError();
  row[step] = value;
}

/** A vector without rows or with empty ones. */
export function vectorOf(labels: readonly LabelSet[], steps: number, budget: Budget): Vector {
  budget.take(labels.length * steps);
  const values = new Float64Array(labels.length * steps).fill(ABSENT);
  return { kind: "vector", labels, values };
}

/**
 * The vector with other labels; what are the same series then becomes one.
 *
 * @throws {QueryError} two of them have a sample at the same step
 */
export function relabelled(
  { labels, values }: Vector,
  changed: readonly LabelSet[],
  steps: number,
  budget: Budget,
): Vector {
  if (areDistinct(labels, changed)) return { kind: "vector", labels: changed, values };
  const builder = new VectorBuilder(steps, budget);
  changed.forEach((one, i) => {
    const from = i * steps;
    let row: Float64Array | undefined;
    for (let step = 0; step < steps; step++) {
      const value = values[from + step];
      if (value !== ABSENT) put(row ??= builder.row(one), step, value);
    }
  });
  return builder.vector();
}

/** Whether no two are the same; those that lost but one and the same name need no look. */
function areDistinct(labels: readonly LabelSet[], changed: readonly LabelSet[]): boolean {
  const name = labels[0]?.get(NAME);
  if (
    labels.every((one, i) => one.unnamed === changed[i] && one.get(NAME) === name)
  ) return true;
  return new Set(changed.map(({ key }) => key)).size === changed.length;
}

/** The vector without the metrics' names. */
export function unnamed(vector: Vector, steps: number, budget: Budget): Vector {
  return relabelled(vector, vector.labels.map((labels) => labels.unnamed), steps, budget);
}
