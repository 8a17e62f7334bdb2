/// <reference lib="dom" />
/**
 * The stream to the program: opened, watched, opened again.
 *
 * @module
 */
import { arrived, connection, feed, heard } from "./state.ts";

const ADDRESS = "/api/v1/live";

/** Milliseconds without a value after which that is said; without any event, after which it is asked again. */
const LATE = 3500, DEAD = 12_000;
/** Milliseconds to the next try, and at most. */
const FIRST_RETRY = 1000, LAST_RETRY = 8000;

/** Keeps a stream open for as long as the page is. */
export class Connection {
  #source: EventSource | undefined;
  #retry = FIRST_RETRY;
  #lastEvent = 0;
  /** Milliseconds of the program's clock: what it is asked to go on from. */
  #since = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  open(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
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
      this.#retry = FIRST_RETRY;
    });
    on("schema", ({ data }) => feed.schema(data));
    on("beat", () => {});
    on("tick", ({ data, lastEventId }) => {
      const start = performance.now();
      const group = feed.tick(data);
      this.#since = lastEventId || this.#since;
      if (!group) return;
      if (group === "fast") connection.value = "live";
      arrived(group);
      measured(start);
    });
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

  #failed(): void {
    this.#source?.close();
    this.#source = undefined;
    if (connection.value !== "full") connection.value = heard.value > 0 ? "lost" : "connecting";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), this.#retry);
    this.#retry = Math.min(2 * this.#retry, LAST_RETRY);
  }

  /** Asks for the head first: an EventSource does not tell why it was refused. */
  async #again(): Promise<void> {
    try {
      const { ok, status } = await fetch(ADDRESS, { method: "HEAD" });
      if (ok) return this.open();
      if (status === 503) connection.value = "full";
    } catch {
      connection.value = heard.value > 0 ? "lost" : "connecting";
    }
    this.#failed();
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
