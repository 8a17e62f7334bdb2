/**
 * Results of queries as Prometheus' HTTP API has them, made the plain way: what the API itself writes
 * piece by piece is held against it.
 *
 * @module
 */
import { apiNumber, plainNumber } from "../exporter/query/format.ts";
import type { RangeResult, Result } from "../exporter/query/results.ts";

/** A time and a value. */
export type ApiPoint = readonly [seconds: number, value: string];

/** A series of a result. */
export interface ApiSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: ApiPoint;
}

/** A series of a result over time. */
export interface ApiSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly ApiPoint[];
}

/** The `data` of an answer. */
export type ApiResult =
  | { readonly resultType: "scalar"; readonly result: ApiPoint }
  | { readonly resultType: "string"; readonly result: ApiPoint }
  | { readonly resultType: "vector"; readonly result: readonly ApiSample[] }
  | { readonly resultType: "matrix"; readonly result: readonly ApiSeries[] };

/** A result as the API's `data`; times in seconds. */
export function apiResult(result: Result | RangeResult): ApiResult {
  switch (result.resultType) {
    case "string":
      return { resultType: "string", result: [result.time / 1000, result.value] };
    case "scalar":
      return { resultType: "scalar", result: [result.time / 1000, plainNumber(result.value)] };
    case "vector":
      return {
        resultType: "vector",
        result: result.result.map(({ metric, value }) => ({
          metric,
          value: point(result.time, value),
        })),
      };
    case "matrix":
      return {
        resultType: "matrix",
        result: result.result.map(({ metric, times, values }) => ({
          metric,
          values: Array.from(times, (time, i) => point(time, values[i])),
        })),
      };
  }
}

function point(time: number, value: number): ApiPoint {
  return [time / 1000, apiNumber(value)];
}
