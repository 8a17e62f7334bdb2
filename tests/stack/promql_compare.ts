/**
 * The same query to both engines.
 *
 * @module
 */
import type { Engine, Range } from "../../exporter/query/engine.ts";
import { QueryError } from "../../exporter/query/errors.ts";
import { type ApiPoint, type ApiResult, apiResult } from "../api_result.ts";
import { LabelSet } from "../../exporter/query/labels.ts";
import type { Queryable } from "../../exporter/query/model.ts";
import type { Answer, PrometheusServer } from "./promql_prometheus.ts";

/** When a query is asked: at a time (milliseconds), or over a range. */
export type When = number | Range;

/** How far values may be apart. */
const RELATIVE = 1e-9;
const ABSOLUTE = 1e-12;

/** Both engines over the same samples. */
export class Both {
  constructor(
    private readonly prometheus: PrometheusServer,
    private readonly engine: Engine,
    private readonly storage: Queryable,
  ) {}

  /** What is different between the answers; undefined if nothing is. */
  async difference(query: string, when: When, inOrder = false): Promise<string | undefined> {
    const [theirs, ours] = await Promise.all([this.theirs(query, when), this.ours(query, when)]);
    const wrong = differenceOf(theirs, ours, inOrder);
    return wrong && `${query} at ${JSON.stringify(when)}: ${wrong}`;
  }

  theirs(query: string, when: When): Promise<Answer> {
    if (typeof when === "number") {
      return this.prometheus.ask("query", { query, time: String(when / 1000) });
    }
    const { start, end, step } = when;
    const [from, to, width] = [start, end, step].map((time) => String(time / 1000));
    return this.prometheus.ask("query_range", { query, start: from, end: to, step: width });
  }

  async ours(query: string, when: When): Promise<Answer> {
    try {
      const result = typeof when === "number"
        ? await this.engine.instant(query, when, this.storage)
        : await this.engine.range(query, when, this.storage);
      return { status: "success", data: apiResult(result) };
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      return { status: "error", errorType: error.errorType, error: error.message };
    }
  }
}

function differenceOf(theirs: Answer, ours: Answer, inOrder: boolean): string | undefined {
  const kind = ({ status, errorType }: Answer) => errorType ?? status;
  if (kind(theirs) !== kind(ours)) {
    const said = (answer: Answer) => `${kind(answer)} (${answer.error ?? text(answer.data)})`;
    return `theirs ${said(theirs)}, ours ${said(ours)}`;
  }
  return theirs.status === "error" ? undefined : differentData(theirs.data, ours.data, inOrder);
}

const text = (value: unknown) => (JSON.stringify(value) ?? "none").slice(0, 600);

function differentData(theirs: ApiResult, ours: ApiResult, inOrder: boolean): string | undefined {
  if (theirs.resultType !== ours.resultType) return `${theirs.resultType}, ours ${ours.resultType}`;
  const [a, b] = [theirs, ours].map((data) => rows(data, inOrder));
  if (a.length !== b.length || a.some(([key], i) => key !== b[i][0])) {
    return `series ${text(a)}, ours ${text(b)}`;
  }
  for (let i = 0; i < a.length; i++) {
    const [[key, left], [, right]] = [a[i], b[i]];
    const at = left.findIndex((point, n) => !right[n] || !same(point, right[n]));
    if (at >= 0 || left.length !== right.length) {
      return `${key}: ${left.length} points, ours ${right.length}; ${text(left[at])}, ours ${
        text(right[at])
      }`;
    }
  }
}

/** The points of each series, sorted by labels if their order does not count. */
function rows(data: ApiResult, inOrder: boolean): [string, readonly ApiPoint[]][] {
  if (data.resultType === "scalar" || data.resultType === "string") return [["", [data.result]]];
  const series = data.resultType === "matrix"
    ? data.result
    : data.result.map(({ metric, value }) => ({ metric, values: [value] }));
  const found = series.map(({ metric, values }): [string, readonly ApiPoint[]] => [
    LabelSet.of(metric).key,
    values,
  ]);
  return inOrder ? found : found.sort(([a], [b]) => a < b ? -1 : 1);
}

function same([time, value]: ApiPoint, [otherTime, otherValue]: ApiPoint): boolean {
  if (Math.abs(time - otherTime) > 1e-6) return false;
  if (value === otherValue) return true;
  const [a, b] = [Number(value), Number(otherValue)];
  return Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.max(Math.abs(a), Math.abs(b));
}
