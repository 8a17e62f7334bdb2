/**
 * Plain HTTP, over connections that we accept and can close.
 *
 * `Deno.serve` accepts by itself: one error of it, as where no file descriptor is left, ends the server
 * for good, and whoever holds connections holds them for ever. So connections are accepted here, and
 * each is handed to the same HTTP machine by the door that `Deno.serve` itself uses.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { Turn } from "../collectors/turns.ts";
import type { Service } from "./client.ts";
import type { Connections } from "./connections.ts";
import { text } from "./metrics_handler.ts";
import { remembering } from "./remembering.ts";

/**
 * Milliseconds until the next try to accept, after one that failed; twice as long after each more that
 * does, up to so many. What was closed for want of file descriptors has mostly given its own back after
 * the first.
 */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 50;

/** Connections that are let in one after the other before others get their turn. */
const MOST_ACCEPTED = 200;

/** One connection that is served. */
interface Served {
  readonly finished: Promise<void>;
  shutdown(): Promise<void>;
}

/** Deno's own: not in its types, the same since 1.39; `tests/unit/exporter/plain_server_test.ts` says if it goes. */
type ServeConnection = (
  connection: Deno.Conn,
  /** Its one use is to be told how to cut the connection off. */
  signal: Pick<AbortSignal, "addEventListener">,
  handler: (request: Request) => Response | Promise<Response>,
  onError: (error: unknown) => Response,
  onListen: () => void,
) => Served;

// deno-lint-ignore no-explicit-any -- it has no type
const { internal } = Deno as any;
const serveConnection: ServeConnection | undefined =
  // deno-lint-ignore no-explicit-any -- it has no type
  (Deno as any)[internal]?.serveHttpOnConnection;

/** Whether the beginning of an address, to the end of what `Host` said, is one. */
const isAddress = remembering((beginning) => URL.canParse(beginning));

/** Nobody behind this asks whether an address can be taken apart. */
function hasHost({ url }: Request): boolean {
  return isAddress(url.slice(0, url.indexOf("/", "http://".length)));
}

/** Listens for plain HTTP. */
export class PlainServer {
  readonly #listeners: Deno.TcpListener[] = [];
  readonly #served = new Set<Served>();
  readonly #log = getLogger(["hostvitals", "http"]);
  readonly #serve: ServeConnection;
  #closed = false;
  #said = "";

  constructor(private readonly handler: Service, private readonly connections: Connections) {
    if (!serveConnection) {
      throw new Error(`Deno ${Deno.version.deno} serves no single connections: use Deno 2.9.6`);
    }
    this.#serve = serveConnection;
  }

  /** Listens on an address; there may be more than one. */
  listen(hostname: string, port: number): Deno.NetAddr {
    const listener = Deno.listen({ hostname, port });
    this.#listeners.push(listener);
    this.#accept(listener);
    return listener.addr;
  }

  /** Listens no more, and resolves when all that is in flight is answered. */
  async shutdown(): Promise<void> {
    this.#closed = true;
    for (const listener of this.#listeners) listener.close();
    this.connections.closeIdle();
    await Promise.allSettled([...this.#served].map((served) => served.shutdown()));
  }

  async #accept(listener: Deno.TcpListener): Promise<void> {
    let pause = FIRST_PAUSE;
    const turn = new Turn();
    let accepted = 0;
    while (!this.#closed) {
      try {
        this.#enter(await listener.accept());
        this.#said = "";
        pause = FIRST_PAUSE;
        // Who has just come in is not pushed out by the next ones before its request is read.
        if (this.connections.isFull) await new Promise((resolve) => setImmediate(resolve));
        // Of many who connect, those who ask already are not looked at while more are let in.
        else if (++accepted % MOST_ACCEPTED === 0) await turn.next();
      } catch (error) {
        if (this.#closed) return;
        this.#sayOnce(error);
        this.connections.makeRoom();
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }

  #enter(conn: Deno.TcpConn): void {
    let cut = () => conn.close();
    const connection = this.connections.enter(() => {
      try {
        cut();
      } catch {
        // It has ended by itself.
      }
    });
    if (!connection) return conn.close();
    conn.setNoDelay(true);
    const client = { address: conn.remoteAddr.hostname };
    const answer = (request: Request) =>
      hasHost(request) ? this.handler(request, client) : text(400, "this Host is none\n");
    const served = this.#serve(
      conn,
      { addEventListener: (_: string, how: unknown) => void (cut = how as () => void) },
      (request) => connection.answer(answer, request),
      (error) => {
        this.#log.error("a request failed: {error}", { error: String(error) });
        return text(500, "this request failed; the log says why\n");
      },
      () => {},
    );
    this.#served.add(served);
    served.finished.catch(() => {}).finally(() => {
      this.#served.delete(served);
      connection.left();
    });
  }

  #sayOnce(error: unknown): void {
    const problem = String(error);
    if (problem === this.#said) return;
    this.#said = problem;
    this.#log.warn("cannot accept a connection: {problem}", { problem });
  }
}
