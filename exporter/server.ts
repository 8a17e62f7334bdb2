/**
 * HTTP: the routes and nothing else.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { ListenAddress } from "./flags.ts";
import { listenError } from "./listen_error.ts";
import { type Handler, text } from "./metrics_handler.ts";

/** Milliseconds for requests in flight when the program is told to end. */
const LAST_WORDS = 1500;

/** Handlers by path. */
export type Routes = Readonly<Record<string, Handler>>;

/** The handler of all requests: GET and HEAD of the known paths, 404 and 405 for anything else. */
export function router(routes: Routes): Handler {
  return (request) => {
    const handler = Object.hasOwn(routes, pathOf(request.url)) && routes[pathOf(request.url)];
    if (!handler) {
      return text(404, `no such page; there are ${Object.keys(routes).join(" ")}\n`);
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return text(405, `${request.method} is not for this page: use GET\n`, { allow: "GET, HEAD" });
    }
    // Of the answer to HEAD the server sends the head alone.
    return handler(request);
  };
}

/** The path of a request's address, which is always absolute, without its query. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.indexOf("?", start);
  return url.slice(start, end < 0 ? undefined : end);
}

function listening<T>(address: ListenAddress, listen: () => T): T {
  try {
    return listen();
  } catch (error) {
    throw listenError(error, address);
  }
}

/** Servers that listen. */
export class Server {
  readonly #servers: Deno.HttpServer<Deno.NetAddr>[] = [];

  /**
   * Listens on all addresses.
   *
   * @throws one line that names the port and the flag, where it cannot
   */
  constructor(addresses: readonly ListenAddress[], handler: Handler) {
    const log = getLogger(["hostvitals", "http"]);
    for (const address of addresses) {
      const { hostname, port } = address;
      this.#servers.push(listening(address, () =>
        Deno.serve({
          hostname,
          port,
          onListen: () => {},
          onError(error) {
            log.error("a request failed: {error}", { error: String(error) });
            return text(500, "this request failed; the log says why\n");
          },
        }, handler)));
    }
  }

  /** Where they listen, with the ports that the system chose. */
  get addresses(): Deno.NetAddr[] {
    return this.#servers.map(({ addr }) => addr);
  }

  /** Answers what is in flight and listens no more; after a second and a half it is left as it is. */
  async close(): Promise<void> {
    const all = Promise.allSettled(this.#servers.map((server) => server.shutdown()));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, LAST_WORDS))]);
  }
}
