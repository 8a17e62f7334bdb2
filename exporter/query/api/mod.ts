/**
 * Prometheus' HTTP API over the history, so that Grafana's data source and other clients of Prometheus
 * read it. What answers is loaded when it is first needed.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 * @module
 */
import type { HistoryView } from "../../history_view.ts";
import type { PathParts, Routes } from "../../router.ts";
import { QueryError } from "../errors.ts";
import type { Engine } from "../engine.ts";
import { failure } from "./answer.ts";
import type { ApiContext } from "./api.ts";

const READ = ["GET", "HEAD"];
const FORM = [...READ, "POST"];

/** The paths and their methods; those that take forms take the parameters in a body, too. */
const METHODS = {
  "/api/v1/query": FORM,
  "/api/v1/query_range": FORM,
  "/api/v1/query_exemplars": FORM,
  "/api/v1/format_query": FORM,
  "/api/v1/series": FORM,
  "/api/v1/labels": FORM,
  "/api/v1/label/:name/values": READ,
  "/api/v1/metadata": READ,
  "/api/v1/targets": READ,
  "/api/v1/targets/metadata": READ,
  "/api/v1/status/buildinfo": READ,
} satisfies Readonly<Record<string, readonly string[]>>;

/** One of the API's paths. */
export type ApiPath = keyof typeof METHODS;

/** Answers the requests of all paths. */
export type Answering = (path: ApiPath, request: Request, parts: PathParts) => Promise<Response>;

/**
 * The routes of the API.
 *
 * @param load gives what answers them, at each request
 */
export function apiRoutes(load: () => Promise<Answering>): Routes {
  return Object.fromEntries(
    Object.entries(METHODS).map(([path, methods]) => [path, {
      methods,
      handler: async (request: Request, parts: PathParts) =>
        (await load())(path as ApiPath, request, parts),
    }]),
  );
}

/** The API over a history; without one, each path says why there is nothing to ask. */
export function historyApi(
  { history, engine, ...rest }: Omit<ApiContext, "history" | "engine"> & {
    readonly history?: HistoryView;
    /** Gives the engine, when the first query comes; without it the API makes its own. */
    readonly engine?: () => Promise<Engine>;
  },
): Routes {
  if (!history) return unavailable("there is no history: started with --no-history");
  const load = async () => {
    // The first scrape need not wait for it.
    const { answeringFrom } = await import("./answering.ts");
    return answeringFrom({ history, engine: await engine?.(), ...rest });
  };
  let loaded: Promise<Answering> | undefined;
  return apiRoutes(() => loaded ??= load());
}

function unavailable(reason: string): Routes {
  const answering: Answering = (_, request) =>
    Promise.resolve(failure(request, new QueryError("unavailable", reason)));
  return apiRoutes(() => Promise.resolve(answering));
}
