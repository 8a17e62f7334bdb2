import { type Client, isOfThisHost } from "../client.ts";
import { text } from "../metrics_handler.ts";
import type { RouteHandler } from "../router.ts";
import type { Processes } from "./processes.ts";

/** What the handler of `/api/v1/live/processes` needs. */
export interface ProcessesOptions {
  /** Undefined where this system does not tell by files. */
  readonly processes: Pick<Processes, "top"> | undefined;
  readonly hostname: string;
}

/**
 * The processes that use most, as JSON. What runs here is not for everybody: only for clients on this
 * host, and for those that a password or a certificate let in.
 */
export function processesHandler({ processes, hostname }: ProcessesOptions): RouteHandler {
  return async (request, _parts, client) => {
    if (!isAllowed(request, client, hostname)) {
      return text(
        403,
        "processes are shown only to clients on this host or with a password: --web.config.file\n",
      );
    }
    if (!processes) return text(501, "processes are read from /proc, which is not here\n");
    return new Response(JSON.stringify(await processes.top()), {
      headers: {
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  };
}

function isAllowed(request: Request, client: Client, hostname: string): boolean {
  return client.authenticated === true || isOfThisHost(request, client, hostname);
}
