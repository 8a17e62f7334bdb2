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
  /** What it was told and has not read; not in the stream, which could drop it by an error only. */
  #unread: { readonly events: Bytes; readonly counts: number }[] = [];
  /** Bytes of that, without what the stream begins with. */
  #waiting = 0;
  /** It waits for what comes next. */
  #reads = false;

  constructor(private readonly ending: Ending, private readonly limit: number = MOST_WAITING) {
    this.body = new ReadableStream<Bytes>({
      start: (controller) => void (this.#controller = controller),
      pull: () => {
        this.#reads = true;
        this.#pass();
      },
      cancel: () => this.#end(false),
    }, { highWaterMark: 0 });
  }

  get isOpen(): boolean {
    return this.#controller !== undefined;
  }

  /** Sends events; before {@linkcode begin} they wait. */
  send(events: Bytes): void {
    if (this.#held) this.#held.push(events);
    else this.#write(events, events.length);
  }

  /** Sends what comes first, then all that waited for it. */
  begin(...events: readonly Bytes[]): void {
    for (const one of events) this.#write(one, 0);
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const one of held) this.#write(one, one.length);
  }

  #write(events: Bytes, counts: number): void {
    if (!this.#controller) return;
    if (this.#waiting >= this.limit) return this.#drop();
    this.#unread.push({ events, counts });
    this.#waiting += counts;
    this.#pass();
  }

  /** Gives it what it waits for, if that is there. */
  #pass(): void {
    if (!this.#reads) return;
    const next = this.#unread.shift();
    if (!next) return;
    this.#reads = false;
    this.#waiting -= next.counts;
    this.#controller!.enqueue(next.events);
  }

  /** What waits goes with it: it is no failure of ours that somebody should look at. */
  #drop(): void {
    const controller = this.#controller!;
    this.#end(true);
    controller.close();
  }

  /** The end of the stream, as it should be: behind what waits. */
  close(): void {
    const controller = this.#controller;
    if (!controller) return;
    for (const { events } of this.#unread) controller.enqueue(events);
    this.#end(false);
    controller.close();
  }

  #end(dropped: boolean): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.#unread = [];
    this.ending.gone(dropped);
  }
}
