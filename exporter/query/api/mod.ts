/**
 * Prometheus' HTTP API over the history, so that Grafana's data source and other clients of Prometheus read it.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 * @module
 */
import type { RouteHandler, Routes } from "../../router.ts";
import { QueryError } from "../errors.ts";
import { failure, success } from "./answer.ts";
import type { ApiOptions, Asked, Endpoint } from "./api.ts";
import { Parameters } from "./parameters.ts";
import { QUERIES } from "./queries.ts";
import { SERIES } from "./series.ts";
import { STATUS } from "./status.ts";

export type { ApiOptions, Target } from "./api.ts";

const ENDPOINTS: readonly Endpoint[] = [...QUERIES, ...SERIES, ...STATUS];

/** The routes of the API. */
export function apiRoutes(api: ApiOptions): Routes {
  return routesTo((endpoint) => async (request, parts) => {
    try {
      const asked: Asked = { request, parameters: await Parameters.of(request), parts };
      const answer = await endpoint.respond(asked, api);
      return answer instanceof Response ? answer : success(request, answer);
    } catch (error) {
      return failure(request, known(error, endpoint, api));
    }
  });
}

/** The same routes without a history behind them; each says so. */
export function unavailableRoutes(reason: string): Routes {
  return routesTo(() => (request) => failure(request, new QueryError("unavailable", reason)));
}

function routesTo(handler: (endpoint: Endpoint) => RouteHandler): Routes {
  return Object.fromEntries(ENDPOINTS.map((endpoint) => {
    const methods = ["GET", "HEAD", ...endpoint.form ? ["POST"] : []];
    return [endpoint.path, { methods, handler: handler(endpoint) }];
  }));
}

function known(error: unknown, { path }: Endpoint, { log }: ApiOptions): QueryError {
  if (error instanceof QueryError) return error;
  log.error("a request to {path} failed: {error}", { path, error: String(error) });
  return new QueryError("internal", "this request failed; the log says why", { cause: error });
}
