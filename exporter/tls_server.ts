/**
 * HTTPS by `node:https`: `Deno.serve` knows no client certificates, and no other certificate than its
 * first.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Log } from "../collectors/collector.ts";
import { ClientGate } from "./client_gate.ts";
import type { Service } from "./client.ts";
import type { Connection, Connections } from "./connections.ts";
import { type Intake, respond } from "./node_http.ts";
import type { TlsSettings } from "./tls_settings.ts";

/** How a TLS connection begins: a handshake record. */
const HANDSHAKE = 0x16;
const BAD_REQUEST =
  "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n";
/** The answers to plain HTTP, and to what is no HTTP. */
const NO_TLS = `${BAD_REQUEST}this port speaks HTTPS: use https://\n`;
const NO_HTTP = `${BAD_REQUEST}this is no HTTP\n`;

/** What the system says when it refuses an address, as Deno's errors. */
const REFUSALS: Readonly<Record<string, new (message: string) => Error>> = {
  EADDRINUSE: Deno.errors.AddrInUse,
  EACCES: Deno.errors.PermissionDenied,
  EADDRNOTAVAIL: Deno.errors.AddrNotAvailable,
};

/** Requests that a client may send before it has its answers: node:http takes all at once. */
const PIPELINED = 64;

/** Milliseconds between two warnings of refused clients. */
const SELDOM = 60_000;
/** Letters of a problem that the log gets: a certificate may hold names of any length. */
const LONGEST = 300;
/** What the library does not say: a certificate that it refuses is `socket hang up` to it. */
const WANTED = "; a client's certificate must be of version 3, of client_ca, and allowed for " +
  "clientAuth: docs/web-config.md";

/** Tells who was refused, as a warning once a minute at most: clients must not fill the log. */
export class Refusals {
  #told = -Infinity;
  #more = 0;

  /** @param monotonic milliseconds */
  constructor(
    private readonly log: Log = getLogger(["hostvitals", "http"]),
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  /** @param hint what would be right */
  tell(client: string, problem: string, hint = ""): void {
    const said = { client, problem: problem.slice(0, LONGEST) };
    const now = this.monotonic();
    if (now - this.#told < SELDOM) {
      this.#more++;
      return this.log.debug("{client} was refused: {problem}", said);
    }
    const more = this.#more > 0 ? `; ${this.#more} more since the last such line` : "";
    this.log.warn(`{client} was refused: {problem}${hint}${more}`, said);
    this.#told = now;
    this.#more = 0;
  }
}

/** A TCP connection, its bounds, and the answer under way on it. */
interface Guest {
  readonly socket: Socket;
  readonly connection: Connection;
  answer?: ServerResponse;
  unanswered: number;
}

/**
 * Listens, and hands each connection to the HTTPS server of the settings that hold when it comes. New
 * settings get a new server; what is connected to the old one stays so until its next request is
 * answered.
 */
export class TlsServer {
  readonly #listeners: NetServer[] = [];
  /** By {@linkcode ends}: the TLS socket of a request does not tell the TCP socket below it. */
  readonly #guests = new Map<string, Guest>();
  readonly #log = getLogger(["hostvitals", "http"]);
  #made: {
    readonly settings: TlsSettings;
    readonly server: HttpsServer;
    readonly gate: ClientGate;
  };
  #closed: (() => void) | undefined;

  /** @param current the settings that hold */
  constructor(
    private readonly current: () => TlsSettings,
    private readonly handler: Service,
    private readonly connections: Connections,
    private readonly refusals: Refusals = new Refusals(),
  ) {
    const settings = current();
    const gate = new ClientGate(settings);
    this.#made = { settings, server: this.#serverOf(settings, gate), gate };
  }

  /**
   * Listens on an address; there may be more than one.
   *
   * @returns the address, with the port that the system chose
   * @throws {Deno.errors.AddrInUse} and what else the system says of an address
   */
  async listen(hostname: string, port: number): Promise<Deno.NetAddr> {
    const listener = createServer((socket) => this.#accept(socket));
    this.#listeners.push(listener);
    await new Promise<void>((resolve, reject) => {
      listener.once("error", (error: Error & { code?: string }) => {
        reject(new (REFUSALS[error.code ?? ""] ?? Error)(error.message));
      });
      listener.listen({ host: hostname, port }, resolve);
    });
    listener.on("error", (error) => this.#say("warn", "cannot accept a connection", error));
    const { address, port: chosen } = listener.address() as AddressInfo;
    return { transport: "tcp", hostname: address, port: chosen };
  }

  /** Listens no more, and resolves when all that is in flight is answered. */
  async shutdown(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#closed = resolve);
    for (const listener of this.#listeners) listener.close();
    for (const { socket, answer, connection } of this.#guests.values()) {
      if (answer && !connection.isHeld) answer.shouldKeepAlive = false;
      else socket.destroy();
    }
    if (this.#guests.size > 0) await closed;
  }

  #accept(socket: Socket): void {
    const key = ends(socket);
    const connection = this.connections.enter(() => socket.destroy());
    socket.on("error", (error) => this.#say("debug", "a connection broke", error));
    if (!connection) return void socket.destroy();
    this.#guests.set(key, { socket, connection, unanswered: 0 });
    socket.once("close", () => {
      connection.left();
      this.#guests.delete(key);
      if (this.#guests.size === 0) this.#closed?.();
    });
    socket.once("data", (first) => {
      if (first[0] !== HANDSHAKE) return void socket.end(NO_TLS);
      socket.pause();
      socket.unshift(first);
      this.#server().emit("connection", socket);
    });
  }

  /** The HTTPS server of the settings that hold. */
  #server(): HttpsServer {
    const settings = this.current();
    if (settings !== this.#made.settings) {
      const gate = new ClientGate(settings, this.#made.gate);
      this.#made = { settings, server: this.#serverOf(settings, gate), gate };
    }
    return this.#made.server;
  }

  #serverOf(settings: TlsSettings, gate: ClientGate): HttpsServer {
    const options = {
      ...settings.options,
      ca: settings.options.ca?.slice(),
      // What times out is this class's to say.
      keepAliveTimeout: 0,
      // Until then Deno keeps each connection whose handshake has failed, 6 kB; it is 120 s if nobody says.
      handshakeTimeout: this.connections.patience.first,
    };
    const admitted = new WeakSet<object>();
    const server = createHttpsServer(options, (incoming, outgoing) => {
      if (!admitted.has(incoming.socket)) return void incoming.socket.destroy();
      if (!server.listening) outgoing.shouldKeepAlive = false;
      this.#answer(incoming, outgoing, settings);
    });
    // It listens by our hands. One that does not ends each connection after an answer: so does one
    // whose settings hold no more.
    Object.defineProperty(server, "listening", {
      get: () => settings === this.#made.settings && !this.#closed,
    });
    // Before HTTP is read from it.
    server.prependListener("secureConnection", (socket: TLSSocket) => {
      const problem = gate.refusal(socket);
      if (!problem) return void admitted.add(socket);
      this.#refuse(socket, problem, settings);
      socket.destroy();
    });
    server.on("tlsClientError", (error, socket) => {
      // Elsewhere it is not for a certificate; and an alert is how a client refuses ours.
      const isLate = (error as Error & { code?: string }).code === "ERR_TLS_HANDSHAKE_TIMEOUT";
      const ours = settings.options.rejectUnauthorized && !isLate &&
        !error.message.includes("fatal alert");
      if (ours) this.#refuse(socket, error.message, settings);
      else this.#say("debug", "no TLS with a client", error);
    });
    server.on("clientError", (_error, socket) => void socket.end(NO_HTTP));
    return server;
  }

  #answer(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    { clientAuth }: TlsSettings,
  ): void {
    const guest = this.#guests.get(ends(incoming.socket));
    if (!guest || guest.unanswered === PIPELINED) return void incoming.socket.destroy();
    guest.answer = outgoing;
    guest.unanswered++;
    outgoing.once("close", () => {
      guest.unanswered--;
      // A client may ask again before it has its answer.
      if (guest.answer !== outgoing) return;
      guest.answer = undefined;
      if (this.#closed) incoming.socket.end();
    });
    // A certificate that need not be verified tells nothing; the gate let only good ones in here.
    const authenticated = clientAuth === "RequireAndVerifyClientCert";
    const client = { address: incoming.socket.remoteAddress ?? "", authenticated };
    const handler: Service = (request, client) =>
      guest.connection.answer((request) => this.handler(request, client), request);
    const failed = (error: unknown) =>
      this.#log.error("a request failed: {error}", { error: String(error) });
    respond(handler, incoming, outgoing, client, failed, intakeOf(guest.socket));
  }

  #refuse(socket: TLSSocket, problem: string, { clientAuth }: TlsSettings): void {
    const hint = clientAuth.includes("Verify") ? WANTED : "";
    this.refusals.tell(addressOf(socket), problem, hint);
  }

  #say(level: "debug" | "warn", what: string, problem: unknown): void {
    const text = problem instanceof Error ? problem.message : String(problem);
    this.#log[level]("{what}: {problem}", { what, problem: text });
  }
}

/**
 * What is read from a TCP connection. `pause()` does not reach it: below TLS, Deno 2.9 goes on to read, and keeps in
 * memory what nobody asks for.
 */
function intakeOf(socket: Socket): Intake {
  type Handle = { readStop?(): void; readStart?(): void };
  const { _handle: handle } = socket as { readonly _handle?: Handle };
  return { stop: () => handle?.readStop?.(), start: () => handle?.readStart?.() };
}

/** The address of a client; after a failed handshake only the TCP socket below still has it. */
function addressOf(socket: TLSSocket): string {
  const { _parent: below } = socket as { readonly _parent?: Socket };
  return socket.remoteAddress ?? below?.remoteAddress ?? "a client";
}

/** Both ends of a connection, which name it while it lives. */
function ends({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
