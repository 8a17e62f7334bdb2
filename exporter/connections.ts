/**
 * Bounds on the connections of clients: how many, and how long one may take over what it does.
 *
 * @module
 */
import type { Handler } from "./metrics_handler.ts";

/** Milliseconds that a connection may take. */
export interface Patience {
  /** From its begin to the head of its first request. */
  readonly first: number;
  /** For a request with a body, from its head to its answer's begin. */
  readonly body: number;
  /** From an answer's begin to the next request: to take the answer, and to be idle. */
  readonly idle: number;
}

const PATIENCE: Patience = {
  first: 10_000,
  body: 60_000,
  // More than between two scrapes.
  idle: 120_000,
};

/** Why a connection was closed by us: it was slow, or idle, or had to make room for a new one. */
export type Reason = "slow" | "idle" | "full";

/** What is told of connections. */
export interface ConnectionEvents {
  opened(): void;
  /** @param reason undefined where the client closed it, or the server ends */
  closed(reason?: Reason): void;
  /** There are as many as may be, and none that may be closed for a new one. */
  refused(): void;
}

/** Where a connection stands: the first that is not empty loses its oldest where room is needed. */
type Place = "held" | "waiting" | "streaming" | "working";

/**
 * The connections of a server.
 *
 * Whoever holds connections without asking must not keep others out: where there are as many as may
 * be, a new one takes the place of one whose answer is held back; else of that which has been without a
 * request for longest; if there is none, of the oldest stream.
 */
export class Connections {
  readonly #places: Readonly<Record<Place, Set<Connection>>> = {
    held: new Set(),
    waiting: new Set(),
    streaming: new Set(),
    working: new Set(),
  };

  /** @param most how many there may be */
  constructor(
    readonly most: number,
    private readonly events: ConnectionEvents = { opened() {}, closed() {}, refused() {} },
    readonly patience: Patience = PATIENCE,
  ) {}

  get size(): number {
    const { held, waiting, streaming, working } = this.#places;
    return held.size + waiting.size + streaming.size + working.size;
  }

  /** Whether a new one must take the place of another. */
  get isFull(): boolean {
    return this.size >= this.most;
  }

  /**
   * A connection comes in.
   *
   * @param close closes it
   * @returns undefined where there is no room: close it
   */
  enter(close: () => void): Connection | undefined {
    if (this.isFull && !this.makeRoom()) return void this.events.refused();
    this.events.opened();
    return new Connection(this, close, (reason) => this.events.closed(reason));
  }

  /** Closes the connection that is missed least; false where all are at work. */
  makeRoom(): boolean {
    const { held, waiting, streaming } = this.#places;
    const [victim] = [held, waiting, streaming].find(({ size }) => size > 0) ?? [];
    victim?.end("full");
    return victim !== undefined;
  }

  /** Closes what is not at work. */
  closeIdle(): void {
    const { held, waiting } = this.#places;
    for (const connection of [...held, ...waiting]) connection.end();
  }

  move(connection: Connection, from: Place | undefined, to: Place | undefined): void {
    if (from) this.#places[from].delete(connection);
    if (to) this.#places[to].add(connection);
  }
}

/** The connection on which a request came. */
const ofRequest = new WeakMap<Request, Connection>();

/** One client's connection; HTTP/2 has more than one request on it at a time. */
export class Connection {
  #requests = 0;
  /** Of the requests: those whose answers go on. */
  #streams = 0;
  /** What lets the answers go that are held back. */
  readonly #held = new Set<() => void>();
  #place: Place | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly all: Connections,
    private readonly close: () => void,
    private readonly closed: (reason?: Reason) => void,
  ) {
    this.#stand("waiting");
    this.#within(all.patience.first, "slow");
  }

  /** Has a request answered. */
  answer(handler: Handler, request: Request): Response | Promise<Response> {
    ofRequest.set(request, this);
    this.#requests++;
    this.#stand("working");
    const { method } = request;
    if (method === "GET" || method === "HEAD") clearTimeout(this.#timer);
    else this.#within(this.all.patience.body, "slow");
    let response;
    try {
      response = handler(request);
    } catch (error) {
      this.#answered();
      throw error;
    }
    if (!(response instanceof Promise)) {
      this.#answered();
      return response;
    }
    return response.finally(() => this.#answered());
  }

  /** An answer that goes on begins. */
  streams(): void {
    this.#requests++;
    this.#streams++;
  }

  /** An answer that went on has ended. */
  streamed(): void {
    this.#streams--;
    this.#answered();
  }

  /** Holds an answer back for so many milliseconds, or until nobody is there to get it. */
  async holdBack(milliseconds: number): Promise<void> {
    if (!this.#place) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#held.add(resolve);
    this.#settle();
    await promise;
    clearTimeout(timer);
    this.#held.delete(resolve);
    if (this.#place) this.#stand("working");
  }

  /** Whether all that it waits for is held back. */
  get isHeld(): boolean {
    return this.#place === "held";
  }

  /** It is closed, by whomever; what comes later is of no consequence. */
  left(reason?: Reason): void {
    clearTimeout(this.#timer);
    if (!this.#place) return;
    this.all.move(this, this.#place, undefined);
    this.#place = undefined;
    for (const release of this.#held) release();
    this.closed(reason);
  }

  /** Closes it. */
  end(reason?: Reason): void {
    if (!this.#place) return;
    this.left(reason);
    this.close();
  }

  #answered(): void {
    this.#requests--;
    this.#settle();
  }

  /** Stands where it belongs when less is at work. */
  #settle(): void {
    if (!this.#place || this.#requests > this.#streams + this.#held.size) return;
    this.#stand(this.#streams > 0 ? "streaming" : this.#held.size > 0 ? "held" : "waiting");
    // A stream minds its own reader, and what is held back has an end.
    if (this.#place !== "waiting") clearTimeout(this.#timer);
    else this.#within(this.all.patience.idle, "idle");
  }

  #stand(place: Place): void {
    if (place === this.#place) return;
    this.all.move(this, this.#place, place);
    this.#place = place;
  }

  #within(milliseconds: number, reason: Reason): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(reason), milliseconds);
  }
}

/** An answer that goes on after its handler has returned: a stream, which has to mind its own reader. */
export interface Stream {
  /** It has ended, well or not; to be said once. */
  end(): void;
  /** Closes the connection: its reader does not read. */
  hangUp(): void;
}

/**
 * Says that the answer to a request is a stream that ends when it likes. Without it the connection is
 * closed two minutes after the handler has returned, if no other request came on it.
 */
export function streaming(request: Request): Stream {
  const connection = ofRequest.get(request);
  connection?.streams();
  return {
    end: () => connection?.streamed(),
    hangUp: () => connection?.end("slow"),
  };
}

/**
 * Holds the answer to a request back. Until then its connection is the first to give way where there
 * are too many, and is closed where the server ends.
 */
export async function heldBack(request: Request, milliseconds: number): Promise<void> {
  await ofRequest.get(request)?.holdBack(milliseconds);
}
