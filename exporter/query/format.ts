/**
 * Results as Prometheus' HTTP API writes them.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats
 * @module
 */
import type { RangeResult, Result } from "./results.ts";

/** A number as the API has it: the shortest text that gives it back. */
export function apiNumber(value: number): string {
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A number without an exponent, however many digits it has. */
export function plainNumber(value: number): string {
  const text = apiNumber(value);
  const [, sign, whole, fraction = "", power] = /^(-?)(\d+)(?:\.(\d+))?e([-+]\d+)$/.exec(text) ??
    [];
  if (whole === undefined) return text;
  const exponent = Number(power);
  return exponent < 0
    ? `${sign}0.${"0".repeat(-exponent - 1)}${whole}${fraction}`
    : `${sign}${whole}${fraction.padEnd(exponent, "0")}`;
}

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
      return { resultType: "scalar", result: point(result.time, result.value) };
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
