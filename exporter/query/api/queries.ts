/**
 * The endpoints that evaluate queries.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#expression-queries
 * @module
 */
import type { Query } from "../ast.ts";
import type { Range } from "../engine.ts";
import { QueryError } from "../errors.ts";
import type { Result } from "../results.ts";
import type { Answer } from "./answer.ts";
import type { ApiOptions, Asked } from "./api.ts";
import { named, type Parameters, wrongParameter } from "./parameters.ts";

/** Steps of a range query between its ends. */
const MAX_POINTS = 11_000;

/** `/query`. */
export function instant(asked: Asked, api: ApiOptions): Promise<Response> {
  return counted(asked, api, async (signal) => {
    const time = asked.parameters.time("time", api.now());
    const query = await queryOf(asked, api, signal);
    return await api.engine.instant(query, time, api.history, signal);
  });
}

/** `/query_range`. */
export function range(asked: Asked, api: ApiOptions): Promise<Response> {
  return counted(asked, api, async (signal) => {
    const range = rangeOf(asked.parameters);
    const query = await queryOf(asked, api, signal);
    return await api.engine.range(query, range, api.history, signal);
  });
}

/** `/query_exemplars`. There are none: what is measured here comes from no request that was traced. */
export async function exemplars({ parameters }: Asked, api: ApiOptions): Promise<Answer> {
  const end = parameters.time("end", api.now());
  if (parameters.time("start", end) > end) {
    throw new QueryError("bad_data", "end timestamp must not be before start timestamp");
  }
  await api.preparation.query(parameters.text("query"));
  return { data: [] };
}

/** `/format_query`: the query as Prometheus lays it out. What does that is loaded when it is asked for. */
export async function format(asked: Asked, api: ApiOptions): Promise<Answer> {
  const query = await queryOf(asked, api, asked.request.signal);
  const { pretty } = await import("../pretty.ts");
  return { data: pretty(query) };
}

function queryOf({ parameters }: Asked, api: ApiOptions, signal: AbortSignal): Promise<Query> {
  return named("query", () => api.preparation.query(parameters.text("query"), signal));
}

function rangeOf(parameters: Parameters): Range {
  const start = parameters.time("start");
  const end = parameters.time("end");
  if (end < start) throw wrongParameter("end", "end timestamp must not be before start time");
  // Prometheus counts milliseconds, too.
  const step = Math.trunc(parameters.span("step"));
  if (step <= 0) {
    throw wrongParameter(
      "step",
      "zero or negative query resolution step widths are not accepted. Try a positive integer",
    );
  }
  if ((end - start) / step > MAX_POINTS) {
    throw new QueryError(
      "bad_data",
      "exceeded maximum resolution of 11,000 points per timeseries. " +
        "Try decreasing the query resolution (?step=XX)",
    );
  }
  return { start, end, step };
}

/** Answers with the result, and counts how the query went. */
async function counted(
  { request, parameters }: Asked,
  { outbox, telemetry }: ApiOptions,
  evaluate: (signal: AbortSignal) => Promise<Result>,
): Promise<Response> {
  const since = performance.now();
  let result = "internal";
  try {
    const answer = outbox.answer(request, await within(request, parameters, evaluate));
    result = "success";
    return answer;
  } catch (error) {
    if (error instanceof QueryError) result = error.errorType;
    throw error;
  } finally {
    telemetry.queries.inc({ result });
    telemetry.querySeconds.observe((performance.now() - since) / 1000);
  }
}

/** Ends the work when its client goes away, or after the time that the client allows. */
async function within(
  request: Request,
  parameters: Parameters,
  evaluate: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const timeout = parameters.span("timeout", Infinity);
  const timedOut = new QueryError("timeout", "query timed out in query execution");
  if (timeout <= 0) throw timedOut;
  const late = new AbortController();
  // Longer than the engine's own deadline would be for nothing, and overflow a timer.
  const timer = timeout < 60_000 ? setTimeout(() => late.abort(), timeout) : undefined;
  try {
    return await evaluate(AbortSignal.any([request.signal, late.signal]));
  } catch (error) {
    throw late.signal.aborted && isCanceled(error) ? timedOut : error;
  } finally {
    clearTimeout(timer);
  }
}

function isCanceled(error: unknown): boolean {
  return error instanceof QueryError && error.errorType === "canceled";
}
