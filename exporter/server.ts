/**
 * Listens for HTTP.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Service } from "./client.ts";
import type { ListenAddress } from "./listen_address.ts";
import { listenError } from "./listen_error.ts";
import { text } from "./metrics_handler.ts";
import type { TlsSettings } from "./tls_settings.ts";

/** Milliseconds for requests in flight when the program is told to end. */
const LAST_WORDS = 1500;

/** What listens on one or more addresses. */
interface Listener {
  listen(hostname: string, port: number): Deno.NetAddr | Promise<Deno.NetAddr>;
  shutdown(): Promise<unknown>;
}

/** Plain HTTP. */
class PlainServer implements Listener {
  readonly #servers: Deno.HttpServer<Deno.NetAddr>[] = [];
  readonly #log = getLogger(["hostvitals", "http"]);

  constructor(private readonly handler: Service) {}

  listen(hostname: string, port: number): Deno.NetAddr {
    const server = Deno.serve({
      hostname,
      port,
      onListen: () => {},
      onError: (error) => {
        this.#log.error("a request failed: {error}", { error: String(error) });
        return text(500, "this request failed; the log says why\n");
      },
    }, (request, { remoteAddr }) => this.handler(request, { address: remoteAddr.hostname }));
    this.#servers.push(server);
    return server.addr;
  }

  shutdown(): Promise<unknown> {
    return Promise.allSettled(this.#servers.map((server) => server.shutdown()));
  }
}

/** Servers that listen. */
export class Server {
  private constructor(
    private readonly listener: Listener,
    /** Where they listen, with the ports that the system chose. */
    readonly addresses: readonly Deno.NetAddr[],
  ) {}

  /**
   * Listens on all addresses.
   *
   * @param tls how TLS is spoken, asked at each connection; without it plain HTTP
   * @throws one line that names the port and the flag, where it cannot
   */
  static async listen(
    addresses: readonly ListenAddress[],
    handler: Service,
    tls?: () => TlsSettings,
  ): Promise<Server> {
    const listener = tls ? await tlsServer(tls, handler) : new PlainServer(handler);
    const listening: Deno.NetAddr[] = [];
    for (const address of addresses) {
      try {
        listening.push(await listener.listen(address.hostname, address.port));
      } catch (error) {
        throw listenError(error, address);
      }
    }
    return new Server(listener, listening);
  }

  /** Answers what is in flight and listens no more; after a second and a half it is left as it is. */
  async close(): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, LAST_WORDS));
    await Promise.race([this.listener.shutdown(), late]);
  }
}

async function tlsServer(tls: () => TlsSettings, handler: Service): Promise<Listener> {
  // Loaded only where it is used.
  const { TlsServer } = await import("./tls_server.ts");
  return new TlsServer(tls, handler);
}
