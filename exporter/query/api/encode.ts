/**
 * Results as JSON, piece by piece: a large one as a whole would hold the event loop for seconds.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats
 * @module
 */
import { apiNumber, plainNumber } from "../format.ts";
import type { MatrixSeries, Result, VectorSeries } from "../results.ts";

/** Characters of a piece, about: some milliseconds of work. */
const PIECE = 64 * 1024;

/** A successful answer. */
export function* successJson(result: Result): Generator<string> {
  let text = '{"status":"success","data":';
  for (const part of dataJson(result)) {
    text += part;
    if (text.length < PIECE) continue;
    yield text;
    text = "";
  }
  yield `${text}}`;
}

function* dataJson(result: Result): Generator<string> {
  yield `{"resultType":"${result.resultType}","result":`;
  switch (result.resultType) {
    case "string":
      yield `[${result.time / 1000},${JSON.stringify(result.value)}]`;
      break;
    case "scalar":
      yield point(result.time, plainNumber(result.value));
      break;
    case "vector":
      yield* listJson(result.result, (series) => vectorJson(series, result.time));
      break;
    case "matrix":
      yield* listJson(result.result, matrixJson);
  }
  yield "}";
}

function* listJson<T>(list: readonly T[], json: (one: T) => Iterable<string>): Generator<string> {
  let before = "[";
  for (const one of list) {
    yield before;
    yield* json(one);
    before = ",";
  }
  yield list.length > 0 ? "]" : "[]";
}

function vectorJson({ metric, value }: VectorSeries, time: number): string[] {
  return [`{"metric":${JSON.stringify(metric)},"value":${point(time, apiNumber(value))}}`];
}

/** Points of a part, which is quick to make. */
const PART = 512;

function* matrixJson({ metric, times, values }: MatrixSeries): Generator<string> {
  yield `{"metric":${JSON.stringify(metric)},"values":[`;
  for (let from = 0; from < times.length; from += PART) {
    let text = "";
    const to = Math.min(from + PART, times.length);
    for (let i = from; i < to; i++) {
      text += `${i === 0 ? "" : ","}${point(times[i], apiNumber(values[i]))}`;
    }
    yield text;
  }
  yield "]}";
}

function point(time: number, value: string): string {
  return `[${time / 1000},"${value}"]`;
}
