/**
 * One who looks.
 *
 * @module
 */

/**
 * Bytes of seconds that wait for a client to read them; one that is further behind does not read. What a
 * stream begins with is beside that: of a large host, or over a slow line, it takes longer than a second.
 */
const MOST_WAITING = 1024 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

/** What a viewer tells of its end. */
export interface Ending {
  /** It is gone. @param dropped because it did not read */
  gone(dropped: boolean): void;
}

/** The stream of events to one client. */
export class Viewer {
  readonly body: ReadableStream<Bytes>;
  #controller: ReadableStreamDefaultController<Bytes> | undefined;
  /** What comes before it knows the past, which it must get first. */
  #held: Bytes[] | undefined = [];
  #isBeginning = false;

  constructor(private readonly ending: Ending, limit: number = MOST_WAITING) {
    this.body = new ReadableStream<Bytes>({
      start: (controller) => void (this.#controller = controller),
      cancel: () => this.#end(false),
    }, { highWaterMark: limit, size: (bytes) => this.#isBeginning ? 0 : bytes!.length });
  }

  get isOpen(): boolean {
    return this.#controller !== undefined;
  }

  /** Sends events; before {@linkcode begin} they wait. */
  send(events: Bytes): void {
    if (this.#held) this.#held.push(events);
    else this.#write(events);
  }

  /** Sends what comes first, then all that waited for it. */
  begin(...events: readonly Bytes[]): void {
    this.#isBeginning = true;
    for (const one of events) this.#write(one);
    this.#isBeginning = false;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const one of held) this.#write(one);
  }

  #write(events: Bytes): void {
    if (!this.#controller) return;
    if ((this.#controller.desiredSize ?? 0) > 0) return this.#controller.enqueue(events);
    // What waits goes with it.
    const controller = this.#controller;
    this.#end(true);
    controller.error(new Error("the client does not read"));
  }

  /** The end of the stream, as it should be. */
  close(): void {
    const controller = this.#controller;
    this.#end(false);
    controller?.close();
  }

  #end(dropped: boolean): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.ending.gone(dropped);
  }
}
