import { getLogger } from "@logtape/logtape";
import { Engine } from "../engine.ts";
import { QueryError } from "../errors.ts";
import { failure, success } from "./answer.ts";
import type { ApiContext, ApiOptions, Asked, Respond } from "./api.ts";
import type { Answering, ApiPath } from "./mod.ts";
import { Outbox } from "./outbox.ts";
import { Parameters } from "./parameters.ts";
import { Preparation } from "./preparation.ts";
import { exemplars, format, instant, range } from "./queries.ts";
import { labels, series, values } from "./series.ts";
import { buildinfo, metadata, targetMetadata, targets } from "./status.ts";

const ENDPOINTS: Readonly<Record<ApiPath, Respond>> = {
  "/api/v1/query": instant,
  "/api/v1/query_range": range,
  "/api/v1/query_exemplars": exemplars,
  "/api/v1/format_query": format,
  "/api/v1/series": series,
  "/api/v1/labels": labels,
  "/api/v1/label/:name/values": values,
  "/api/v1/metadata": metadata,
  "/api/v1/targets": targets,
  "/api/v1/targets/metadata": targetMetadata,
  "/api/v1/status/buildinfo": buildinfo,
};

/** What answers the API's requests. */
export function answeringFrom(context: ApiContext): Answering {
  return answering({
    ...context,
    engine: context.engine ?? new Engine(),
    preparation: new Preparation(context.history),
    outbox: new Outbox(),
    log: getLogger(["hostvitals", "query"]),
    now: () => Date.now(),
  });
}

/** The same with everything given. */
export function answering(api: ApiOptions): Answering {
  return async (path, request, parts) => {
    try {
      const asked: Asked = { request, parameters: await Parameters.of(request), parts };
      const answer = await ENDPOINTS[path](asked, api);
      return answer instanceof Response ? answer : success(request, answer);
    } catch (error) {
      return failure(request, known(error, path, api));
    }
  };
}

function known(error: unknown, path: string, { log }: ApiOptions): QueryError {
  if (error instanceof QueryError) return error;
  log.error("a request to {path} failed: {error}", { path, error: String(error) });
  return new QueryError("internal", "this request failed; the log says why", { cause: error });
}
