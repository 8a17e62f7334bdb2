/**
 * Brings what waits to one receiver, one request after the other.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "../../exporter/clock.ts";
import { backoff } from "./backoff.ts";
import type { ReceiverMetrics } from "./metrics.ts";
import { type Fetch, type Outcome, type Post, send } from "./post.ts";

/** Milliseconds for what waits when the program ends. */
const LAST = 3000;

/** What comes from outside, so that a test can hold it. */
export interface World {
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** 0 to 1. */
  readonly random: () => number;
}

/** One request, and what comes of it; exactly one of the three is called. */
export interface Parcel {
  /** @throws {Error} where it cannot be made now: it is to be tried again */
  post(): Post;
  taken(): void;
  /** It is tried again: it goes back to what waits. */
  again(): void;
  refused(): void;
}

/** Who is told, and what waits for them. */
export interface Delivery {
  /** For the log: `Alertmanager 1 (host:9093)`. */
  readonly receiver: string;
  /** Takes out what is next; undefined if nothing waits. */
  next(): Parcel | undefined;
  readonly metrics: ReceiverMetrics;
}

/**
 * Tells one receiver: one request at a time, with pauses that grow while it fails. Says once in the log that
 * it fails, and once that it works again.
 */
export class Courier {
  readonly #log = getLogger(["hostvitals", "alerts"]);
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #endPause = () => {};
  #closing = false;
  #failures = 0;
  /** The first word of a problem that was said; "" while it works. */
  #said = "";

  constructor(private readonly delivery: Delivery, private readonly world: World) {}

  /** Something waits. */
  wake(): void {
    if (this.#closing) return;
    this.#start();
  }

  /** Tries once more to deliver what waits, for three seconds at most. */
  async close(): Promise<void> {
    this.#closing = true;
    const stopTimer = this.world.clock.after(LAST, () => this.#stop.abort());
    this.#endPause();
    await this.#start();
    stopTimer();
  }

  #start(): Promise<void> {
    return this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    // Not before the caller has kept the promise.
    await undefined;
    for (let parcel; (parcel = this.delivery.next());) {
      const outcome = await this.#send(parcel);
      this.#say(outcome);
      if (outcome.kind === "taken") {
        this.#failures = 0;
        parcel.taken();
      } else if (outcome.kind === "refused") {
        this.#failures = 0;
        parcel.refused();
      } else {
        parcel.again();
        if (this.#closing) break;
        await this.#pause(backoff(++this.#failures, this.world.random(), outcome.wait));
      }
    }
    // At once: what is put there from now on begins anew.
    this.#running = undefined;
  }

  async #send(parcel: Parcel): Promise<Outcome> {
    const { metrics } = this.delivery;
    const since = this.world.clock.monotonic();
    let outcome: Outcome;
    try {
      outcome = await send(parcel.post(), this.world, this.#stop.signal);
    } catch (error) {
      outcome = { kind: "again", problem: (error as Error).message, wait: 0 };
    }
    metrics.took((this.world.clock.monotonic() - since) / 1000);
    if (outcome.kind === "taken") metrics.sent();
    else metrics.failed();
    return outcome;
  }

  #say(outcome: Outcome): void {
    const { receiver } = this.delivery;
    if (outcome.kind === "taken") {
      if (this.#said) this.#log.info("{receiver} takes alerts again", { receiver });
      this.#said = "";
    } else if (this.#said !== outcome.kind) {
      this.#said = outcome.kind;
      const what = outcome.kind === "again" ? "cannot be told now" : "refuses alerts";
      this.#log.warn("{receiver} {what}: {problem}", { receiver, what, problem: outcome.problem });
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const stopTimer = this.world.clock.after(milliseconds, resolve);
      this.#endPause = () => {
        stopTimer();
        resolve();
      };
    });
  }
}
