import type { ValueType } from "../ast.ts";

/** What a function takes and gives. */
export interface Signature {
  readonly args: readonly ValueType[];
  /** How many of the last arguments may be left out. */
  readonly optional?: number;
  /** Whether the last argument may come any number of times, or not at all. */
  readonly repeated?: boolean;
  readonly returns: ValueType;
}

const scalar = "scalar", vector = "instant vector", matrix = "range vector", string = "string";

const kinds: readonly [Signature, string][] = [
  [
    { args: [vector], returns: vector },
    "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_count " +
    "histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp",
  ],
  [
    { args: [vector], optional: 1, returns: vector },
    "day_of_month day_of_week day_of_year days_in_month hour minute month year",
  ],
  [
    { args: [matrix], returns: vector },
    "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate " +
    "last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time " +
    "stdvar_over_time sum_over_time",
  ],
  [{ args: [scalar, matrix], returns: vector }, "quantile_over_time"],
  [{ args: [matrix, scalar], returns: vector }, "predict_linear"],
  [{ args: [matrix, scalar, scalar], returns: vector }, "holt_winters"],
  [{ args: [vector, scalar], returns: vector }, "clamp_max clamp_min"],
  [{ args: [vector, scalar, scalar], returns: vector }, "clamp"],
  [{ args: [vector, scalar], optional: 1, returns: vector }, "round"],
  [{ args: [scalar, vector], returns: vector }, "histogram_quantile"],
  [{ args: [scalar, scalar, vector], returns: vector }, "histogram_fraction"],
  [{ args: [vector, string, string, string, string], returns: vector }, "label_replace"],
  [
    { args: [vector, string, string, string], optional: 1, repeated: true, returns: vector },
    "label_join",
  ],
  [{ args: [], returns: scalar }, "pi time"],
  [{ args: [vector], returns: scalar }, "scalar"],
  [{ args: [scalar], returns: vector }, "vector"],
];

/** All functions of this engine. */
export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map(
  kinds.flatMap(([signature, names]) => names.split(" ").map((name) => [name, signature] as const)),
);
