/**
 * Listens for HTTP.
 *
 * @module
 */
import type { Service } from "./client.ts";
import type { Connections } from "./connections.ts";
import { type ListenAddress, listenOn } from "./listen_address.ts";
import { listenError } from "./listen_error.ts";
import { PlainServer } from "./plain_server.ts";
import type { TlsSettings } from "./tls_settings.ts";

/** Milliseconds for requests in flight when the program is told to end. */
const LAST_WORDS = 1500;

/** What listens on one or more addresses. */
interface Listener {
  listen(hostname: string, port: number): Deno.NetAddr | Promise<Deno.NetAddr>;
  shutdown(): Promise<unknown>;
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
   * @param connections the bounds on its connections, of all addresses together
   * @param tls how TLS is spoken, asked at each connection; without it plain HTTP
   * @throws one line that names the port and the flag, where it cannot
   */
  static async listen(
    addresses: readonly ListenAddress[],
    handler: Service,
    connections: Connections,
    tls?: () => TlsSettings,
  ): Promise<Server> {
    const listener = tls
      ? await tlsServer(tls, handler, connections)
      : new PlainServer(handler, connections);
    const listening: Deno.NetAddr[] = [];
    for (const address of addresses) {
      try {
        listening.push(await listenOn(address, (host, port) => listener.listen(host, port)));
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

async function tlsServer(
  tls: () => TlsSettings,
  handler: Service,
  connections: Connections,
): Promise<Listener> {
  // Loaded only where it is used.
  const { TlsServer } = await import("./tls_server.ts");
  return new TlsServer(tls, handler, connections);
}
