/**
 * What queries give.
 *
 * @module
 */

/** One number. */
export interface ScalarResult {
  readonly resultType: "scalar";
  /** Milliseconds. */
  readonly time: number;
  readonly value: number;
}

/** One text. */
export interface StringResult {
  readonly resultType: "string";
  /** Milliseconds. */
  readonly time: number;
  readonly value: string;
}

/** A sample of each series. */
export interface VectorResult {
  readonly resultType: "vector";
  /** Milliseconds. */
  readonly time: number;
  readonly result: readonly VectorSeries[];
}

export interface VectorSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Samples of each series. */
export interface RangeResult {
  readonly resultType: "matrix";
  readonly result: readonly MatrixSeries[];
}

export interface MatrixSeries {
  readonly metric: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Of a query at one time: a matrix, if it is a range vector. */
export type InstantResult = ScalarResult | StringResult | VectorResult | RangeResult;

/** Of any query. */
export type Result = InstantResult | RangeResult;
