/**
 * `/api/v1/live`: the values of the live page, every second, as server-sent events.
 *
 * A stream begins with `past` events (the last five minutes, or what a page missed that was away) and a
 * `schema` event for each group of queries; then come `tick` events: the group, the schema's version, the
 * time in milliseconds, and a value for each series in the schema's order, null for none. The group `fast`
 * ticks every second, `slow` when everything was read, every 15 s. A new series is told by a new schema,
 * before its first tick. Of a query for a chart the largest series are told, and as `all`, where there
 * are more, how many. `beat` events say that the connection lives where nothing was measured.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { type Clock, systemClock } from "../clock.ts";
import { streaming } from "../connections.ts";
import type { HistoryView } from "../history_view.ts";
import { text } from "../metrics_handler.ts";
import { Pacer } from "../pacer.ts";
import type { Evaluation } from "./evaluation.ts";
import type { LiveMetrics } from "./metrics.ts";
import { Viewer } from "./viewer.ts";

/** The queries of the page. */
export interface LiveQueries {
  /** Of what is read every second. */
  readonly fast: readonly string[];
  /** Of what is read every 15 s. */
  readonly slow: readonly string[];
  /** Those of both of which pages draw the largest series only: the others are not told. */
  readonly charted?: ReadonlySet<string>;
}

/** What the stream needs. */
export interface LiveOptions {
  /** Gives the queries; asked when somebody first looks. */
  readonly queries: () => Promise<LiveQueries>;
  readonly history: HistoryView;
  readonly metrics: Pick<LiveMetrics, "viewers" | "dropped" | "seconds">;
  /** Streams at the same time; 1000. */
  readonly maxViewers?: number;
  readonly clock?: Clock;
}

/** Milliseconds without an event after which a beat is sent. */
const BEAT = 5000;
/** Milliseconds in which a page asks again that lost its stream. */
const RETRY = 1000;
const AGAIN = new TextEncoder().encode(`retry: ${RETRY}\n\n`);
const MAX_VIEWERS = 1000;
/** Streams that are opened in one turn of the event loop. */
const OPENINGS = 20;
/** Streams that are sent the last minutes in one turn: each 100 kB or more. */
const BEGINNINGS = 10;
/** Milliseconds in which the end of a stream leaves: a connection counts as idle before it has. */
const LAST_BYTES = 50;

const HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/event-stream; charset=utf-8",
  // A proxy that compresses or gathers it would hold the seconds back.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

/** The stream to all who look; nothing is evaluated while nobody does. */
export class LiveStream {
  readonly #viewers = new Set<Viewer>();
  readonly #clock: Clock;
  readonly #maxViewers: number;
  readonly #encoder = new TextEncoder();
  readonly #opening = new Pacer(OPENINGS, "patient");
  readonly #beginning = new Pacer(BEGINNINGS, "patient");
  #evaluation: Promise<Evaluation> | undefined;
  #evaluating = false;
  #closed = false;
  #stopBeat = () => {};
  #said = "";

  constructor(private readonly options: LiveOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#maxViewers = options.maxViewers ?? MAX_VIEWERS;
  }

  /** Answers a page that wants to look. */
  readonly handler = (request: Request): Promise<Response> =>
    new Promise((resolve) => this.#opening.do(() => resolve(this.#answer(request))));

  #answer(request: Request): Response {
    if (this.#closed || this.#viewers.size >= this.#maxViewers) {
      const why = this.#closed ? "it is ending" : `${this.#viewers.size} pages are open already`;
      return text(503, `no live stream now: ${why}\n`, { "retry-after": "10" });
    }
    if (request.method === "HEAD") return new Response(null, { headers: HEADERS });
    const connection = streaming(request);
    const viewer: Viewer = new Viewer({
      gone: (dropped) => {
        this.#gone(viewer, dropped);
        // What waits to be written does not end by itself.
        if (dropped) connection.hangUp();
        else connection.end();
      },
    });
    this.#viewers.add(viewer);
    this.options.metrics.viewers.set(this.#viewers.size);
    if (this.#viewers.size === 1) this.#beatLater();
    this.#begin(viewer, sinceOf(request));
    return new Response(viewer.body, { headers: HEADERS });
  }

  /** A second was measured, at this time, milliseconds. Never throws, never waits. */
  tick(at: number): void {
    if (this.#viewers.size === 0 || this.#evaluating) return;
    this.#evaluating = true;
    this.#tick(at).catch((error) => this.#say(error)).finally(() => this.#evaluating = false);
  }

  /** Ends all streams, and resolves when their ends are on their way. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#viewers.size === 0) return;
    for (const viewer of [...this.#viewers]) viewer.close();
    await new Promise<void>((resolve) => this.#clock.after(LAST_BYTES, resolve));
  }

  async #tick(at: number): Promise<void> {
    const evaluation = await this.#loaded();
    const since = this.#clock.monotonic();
    const events = await evaluation.tick(at);
    this.options.metrics.seconds.inc((this.#clock.monotonic() - since) / 1000);
    this.#sendAll(events);
    this.#said = "";
  }

  async #begin(viewer: Viewer, since: number): Promise<void> {
    try {
      const evaluation = await this.#loaded();
      const events = await evaluation.beginning(this.#clock.now(), since);
      this.#beginning.do(() => viewer.begin(AGAIN, events));
    } catch (error) {
      this.#say(error);
      viewer.close();
    }
  }

  /** What evaluates is loaded when somebody looks. */
  #loaded(): Promise<Evaluation> {
    return this.#evaluation ??= Promise.all([import("./evaluation.ts"), this.options.queries()])
      .then(([{ Evaluation }, queries]) => Evaluation.of(queries, this.options.history));
  }

  #sendAll(events: string): void {
    if (events === "") return;
    const bytes = this.#encoder.encode(events);
    for (const viewer of [...this.#viewers]) viewer.send(bytes);
    this.#beatLater();
  }

  #beatLater(): void {
    this.#stopBeat();
    // Those who looked may be gone since the second was measured.
    if (this.#viewers.size === 0) return;
    this.#stopBeat = this.#clock.after(
      BEAT,
      () => this.#sendAll(`event: beat\ndata: ${this.#clock.now()}\n\n`),
    );
  }

  #gone(viewer: Viewer, dropped: boolean): void {
    this.#viewers.delete(viewer);
    const { metrics } = this.options;
    metrics.viewers.set(this.#viewers.size);
    if (dropped) metrics.dropped.inc();
    if (this.#viewers.size === 0) this.#stopBeat();
  }

  /** What lasts is said once. */
  #say(error: unknown): void {
    const problem = String(error);
    if (problem === this.#said) return;
    this.#said = problem;
    getLogger(["hostvitals", "live"]).error("the live page gets no values: {problem}", { problem });
  }
}

/** The time of the last event that a page has, milliseconds; 0 if it has none. */
function sinceOf(request: Request): number {
  const given = request.headers.get("last-event-id") ??
    new URL(request.url).searchParams.get("since");
  const since = Number(given ?? 0);
  return Number.isFinite(since) ? since : 0;
}
