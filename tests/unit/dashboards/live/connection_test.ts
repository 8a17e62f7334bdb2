/** The stream is opened again, whatever becomes of the question before it, and tells the host's time. */
import { Connection } from "../../../../dashboards/live/connection.ts";
import { ahead, connection, heard, hostNow } from "../../../../dashboards/live/state.ts";
import { assert, assertEquals } from "../../../assert.ts";

/** A stream that says what a test says. */
class Stream {
  closed = false;
  onerror = () => {};
  onopen = () => {};
  readonly #uses = new Map<string, (event: { data: string; lastEventId: string }) => void>();

  addEventListener(name: string, use: (event: { data: string; lastEventId: string }) => void) {
    this.#uses.set(name, use);
  }

  close() {
    this.closed = true;
  }

  /** A value that the host has at this time. */
  tick(time: number) {
    const say = (name: string, data: unknown) =>
      this.#uses.get(name)!({ data: JSON.stringify(data), lastEventId: String(time) });
    say("schema", { group: "fast", version: 1, queries: [{ expr: "a", series: [{}] }] });
    say("tick", ["fast", 1, time, 1]);
  }
}

/** The streams that were opened in a browser whose questions are answered by a function. */
class Browser implements Disposable {
  readonly streams: Stream[] = [];
  readonly #before = { EventSource: globalThis.EventSource, fetch: globalThis.fetch };

  constructor(fetch: (address: string, asked: RequestInit) => Promise<Response>) {
    const { streams } = this;
    const EventSource = class extends Stream {
      constructor() {
        super();
        streams.push(this);
      }
    };
    Object.assign(globalThis, { EventSource, fetch });
  }

  [Symbol.dispose]() {
    Object.assign(globalThis, this.#before);
  }
}

async function until(isSo: () => boolean, words: string): Promise<void> {
  for (const end = performance.now() + 5000; !isSo();) {
    assert(performance.now() < end, words);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

Deno.test("a question that is held and never answered is given up, and asked again", async () => {
  let asked = 0;
  using browser = new Browser((_, { signal }) =>
    new Promise((resolve, reject) => {
      if (++asked === 2) return resolve(new Response());
      signal?.addEventListener("abort", () => reject(signal.reason));
    })
  );
  const { streams } = browser;
  new Connection(undefined, { retry: 1, answer: 20 }).open();
  streams[0].onerror();
  // Of a page that never got a value, too: it would say for ever that it connects.
  assertEquals([heard.value, connection.value], [0, "lost"]);
  await until(() => streams.length === 2, "no other stream is opened");
  assertEquals([asked, streams[1].closed], [2, false]);
});

const LATE_ANSWERS: Readonly<Record<string, () => Promise<Response>>> = {
  "fails": () => Promise.reject(new TypeError("timed out")),
  "says that it is full": () => Promise.resolve(new Response(null, { status: 503 })),
  "is fine": () => Promise.resolve(new Response()),
};

for (const [words, answer] of Object.entries(LATE_ANSWERS)) {
  Deno.test(`a question that ${words} after another stream was opened changes nothing`, async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let asked: RequestInit | undefined;
    using browser = new Browser((_, options) => {
      asked = options;
      return promise.then(answer);
    });
    const { streams } = browser;
    const page = new Connection(undefined, { retry: 1, answer: 60_000 });
    page.open();
    streams[0].onerror();
    await until(() => asked !== undefined, "it does not ask");
    page.hurry();
    streams[1].tick(Date.now());
    resolve();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assertEquals([streams.length, streams[1].closed, connection.value], [2, false, "live"]);
    // The browser need not go on with it.
    assertEquals(asked?.signal?.aborted, true);
  });
}

for (
  const [whose, headers] of [["the program", { "retry-after": "10" }], ["a proxy", {}]] as const
) {
  Deno.test(`a page is told that there are too many by ${whose}'s 503`, async () => {
    let asked = 0;
    using browser = new Browser(() =>
      ++asked < 3
        ? Promise.resolve(new Response(null, { status: 503, headers }))
        : new Promise(() => {})
    );
    const page = new Connection(undefined, { retry: 1, answer: 60_000 });
    page.open();
    browser.streams[0].onerror();
    await until(() => asked === 3, "it does not ask again");
    assertEquals(connection.value, whose === "the program" ? "full" : "lost");
    page.rest();
  });
}

Deno.test("a page that nobody sees has no stream, and goes on from where it was", () => {
  using browser = new Browser(() => Promise.reject());
  const { streams } = browser;
  let again = 0;
  const page = new Connection(() => again++);
  page.open();
  streams[0].onopen();
  streams[0].tick(Date.now());
  page.rest();
  page.watch();
  assertEquals([streams[0].closed, streams.length, connection.value], [true, 1, "connecting"]);
  page.hurry();
  assertEquals([streams.length, again], [2, 0]);
  // The program may be another one by now.
  streams[1].onopen();
  assertEquals([streams[1].closed, again], [false, 1]);
});

Deno.test("ticks tell the host's time, however wrong the browser's clock is", () => {
  using browser = new Browser(() => Promise.reject());
  new Connection().open();
  const off = () => Math.round((hostNow() - Date.now()) / 1000);
  try {
    assertEquals(off(), 0);
    const host = Date.now() + 7_200_000;
    browser.streams[0].tick(host);
    assertEquals(off(), 7200);
    const before = ahead.value;
    // One that was under way for a bit is of no other clock.
    browser.streams[0].tick(host + 400);
    assertEquals(ahead.value, before);
    browser.streams[0].tick(host - 3_600_000);
    assertEquals(off(), 3600);
  } finally {
    ahead.value = 0;
  }
});
