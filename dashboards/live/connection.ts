/// <reference lib="dom" />
/**
 * The stream to the program: opened, watched, opened again.
 *
 * @module
 */
import { addressOf } from "./address.ts";
import { arrived, connection, feed, heard, hostIsAt } from "./state.ts";

const ADDRESS = addressOf("api/v1/live");

/** Milliseconds without a value after which that is said; without any event, after which it is asked again. */
const LATE = 3500, DEAD = 12_000;
/** Milliseconds to the next try at most. */
const LAST_RETRY = 8000;

/** Milliseconds that a page waits. */
export interface Waits {
  /** To the first try after a stream has ended; to those that follow, twice as long each. */
  readonly retry: number;
  /** For the answer to a try: a proxy may take the question and never say anything. */
  readonly answer: number;
}

const WAITS: Waits = { retry: 1000, answer: 5000 };

/** Keeps a stream open for as long as the page is. */
export class Connection {
  #source: EventSource | undefined;
  #retry: number;
  #lastEvent = 0;
  /** Milliseconds of the program's clock: what it is asked to go on from. */
  #since = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The question that is under way. */
  #asked: AbortController | undefined;

  /** @param again told when there is a stream again, after there was one */
  constructor(
    private readonly again: () => void = () => {},
    private readonly waits: Waits = WAITS,
  ) {
    this.#retry = waits.retry;
  }

  open(): void {
    this.#end();
    const source = new EventSource(this.#since ? `${ADDRESS}?since=${this.#since}` : ADDRESS);
    this.#source = source;
    this.#lastEvent = Date.now();
    const on = (name: string, use: (event: MessageEvent<string>) => void) =>
      source.addEventListener(name, (event) => {
        this.#lastEvent = Date.now();
        use(event);
      });
    on("past", ({ data }) => {
      arrived(feed.past(data));
      this.#retry = this.waits.retry;
    });
    on("schema", ({ data }) => feed.schema(data));
    on("beat", () => {});
    on("tick", ({ data, lastEventId }) => {
      const start = performance.now();
      const group = feed.tick(data);
      this.#since = lastEventId || this.#since;
      if (!group) return;
      if (group === "fast") {
        connection.value = "live";
        hostIsAt(feed.tables.fast.last);
      }
      arrived(group);
      measured(start);
    });
    source.onopen = () => {
      if (this.#since) this.again();
    };
    source.onerror = () => this.#failed();
  }

  /** Looks whether values still come; called every second. */
  watch(): void {
    const silent = Date.now() - this.#lastEvent;
    if (this.#source && silent > DEAD) this.#failed();
    else if (connection.value === "live" && Date.now() - heard.value > LATE) {
      connection.value = "late";
    }
  }

  /** The network is back, or the page is seen again: no need to wait longer. */
  hurry(): void {
    if (!this.#source) this.open();
  }

  /** Nobody sees the page: its stream is one of the six connections that a browser has to a host, for all tabs. */
  rest(): void {
    this.#end();
    this.#retry = this.waits.retry;
    connection.value = "connecting";
  }

  /** Ends the stream, and whatever is under way to have another. */
  #end(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    this.#asked?.abort();
    this.#asked = undefined;
  }

  #failed(): void {
    this.#end();
    if (connection.value !== "full") connection.value = "lost";
    this.#timer = setTimeout(() => this.#again(), this.#retry);
    this.#retry = Math.min(2 * this.#retry, LAST_RETRY);
  }

  /** Asks for the head first: an EventSource does not tell why it was refused. */
  async #again(): Promise<void> {
    const asked = this.#asked = new AbortController();
    const answer = await answerTo(asked, this.waits.answer);
    // A stream was opened meanwhile: what this says is of before.
    if (this.#asked !== asked) return;
    if (answer?.ok) return this.open();
    // A proxy says 503 as well, when the program does not answer it.
    if (answer?.status === 503 && answer.headers.has("retry-after")) connection.value = "full";
    if (!answer) connection.value = "lost";
    this.#failed();
  }
}

/** What the program would answer to a page; undefined where nothing comes in time. */
async function answerTo(asked: AbortController, wait: number): Promise<Response | undefined> {
  const timer = setTimeout(() => asked.abort(), wait);
  try {
    return await fetch(ADDRESS, { method: "HEAD", signal: asked.signal });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Turns of the microtasks in which a tick's drawing is done: signals, components, charts. */
const TURNS = 10;

/** Tells observers how long a tick's script took, with all that it drew. */
async function measured(start: number): Promise<void> {
  for (let i = 0; i < TURNS; i++) await undefined;
  performance.measure("hostvitals:tick", { start, end: performance.now() });
  // Of those that nobody looks at none are kept.
  performance.clearMeasures("hostvitals:tick");
}
