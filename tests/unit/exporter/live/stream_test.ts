/** Those who look get every second's values, evaluated once; who does not read is let go. */
import { systemClock } from "../../../../exporter/clock.ts";
import { LiveStream } from "../../../../exporter/live/stream.ts";
import { LiveMetrics } from "../../../../exporter/live/metrics.ts";
import { Viewer } from "../../../../exporter/live/viewer.ts";
import { Registry } from "../../../../exporter/prom_client.ts";
import type { Series } from "../../../../exporter/query/model.ts";
import { assert, assertEquals } from "../../../assert.ts";

/** A history of two series, of which the second comes later; it counts how often it is asked. */
class MadeUpHistory {
  asked = 0;
  readonly start = Math.floor(Date.now() / 1000) * 1000 - 20_000;
  second = false;
  readonly #all: Series[];

  /** @param more series beside the first, which are there when the second is; of each the value is larger */
  constructor(more = 1) {
    this.#all = Array.from({ length: 1 + more }, (_, n) => ({
      labels: { __name__: "v", x: "abcdefghijklmnopqrstuvwxyz"[n] },
      times: Array.from({ length: 60 }, (_, i) => this.start + 1000 * i),
      values: Array.from({ length: 60 }, (_, i) => i + 100 * Math.max(0, n - 1)),
    }));
  }

  select(_: unknown, from: number, to: number): readonly Series[] {
    this.asked++;
    return this.#all.slice(0, this.second ? undefined : 1).map(({ labels, times, values }) => {
      const kept = (_: number, i: number) => times[i] >= from && times[i] <= to;
      return {
        labels,
        times: (times as number[]).filter(kept),
        values: (values as number[]).filter(kept),
      };
    });
  }
  series = () => [];
  metadata = () => new Map();
  lastScrape = () => ({ at: this.start, seconds: 0, error: "" });
}

function setUp(maxViewers?: number) {
  const history = new MadeUpHistory();
  const metrics = new LiveMetrics(new Registry());
  const queries = () => Promise.resolve({ fast: ["v"], slow: ["sum(v)"] });
  return { history, metrics, stream: new LiveStream({ queries, history, metrics, maxViewers }) };
}

/** The events of a stream, one after the other. */
class Events {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor({ body }: Response) {
    this.#reader = body!.pipeThrough(new TextDecoderStream() as never)
      .getReader() as ReadableStreamDefaultReader<string>;
  }

  /** The next of a name, with its data. */
  async next(name: string): Promise<{ id?: string; data: never }> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end < 0) {
        const { value, done } = await this.#reader.read();
        if (done) throw new Error(`the stream ended before ${name}`);
        this.#text += value;
        continue;
      }
      const fields = Object.fromEntries(
        this.#text.slice(0, end).split("\n").map((line) => line.split(/: (.*)/s, 2)),
      );
      this.#text = this.#text.slice(end + 2);
      if (fields.event === name) return { id: fields.id, data: JSON.parse(fields.data) as never };
    }
  }

  end = () => this.#reader.cancel();
}

const request = (query = "", init?: RequestInit) =>
  new Request(`http://h/api/v1/live${query}`, init);

Deno.test("a page gets the past, the series, and then each second, evaluated once for all", async () => {
  const { history, stream } = setUp();
  const pages = [
    new Events(await stream.handler(request())),
    new Events(await stream.handler(request())),
  ];
  for (const page of pages) {
    type Past = { group: string; queries: { series: { values: (number | null)[] }[] }[] };
    const slow: Past = (await page.next("past")).data, fast: Past = (await page.next("past")).data;
    assertEquals([slow.group, fast.group], ["slow", "fast"]);
    // 300 seconds are asked for, 20 are there: up to the last that was told.
    const { values } = fast.queries[0].series[0];
    assert(values.length >= 299 && values[0] === null && values.at(-1)! >= 17, values.join());
    await page.next("schema");
    await page.next("schema");
  }
  const before = history.asked;
  const at = history.start + 20_000;
  stream.tick(at);
  for (const page of pages) {
    const { id, data } = await page.next("tick");
    assertEquals(data as unknown, ["slow", 1, at, 20]);
    assertEquals(id, undefined);
    const fast = await page.next("tick");
    assertEquals([fast.data as unknown, fast.id], [["fast", 1, at, 20], String(at)]);
  }
  assertEquals(history.asked - before, 2, "once for each query, not for each page");
  for (const page of pages) await page.end();
});

Deno.test("a new series is told before its first value", async () => {
  const { history, stream } = setUp();
  const page = new Events(await stream.handler(request()));
  stream.tick(history.start + 20_000);
  await page.next("tick");
  history.second = true;
  stream.tick(history.start + 21_000);
  await page.next("tick");
  type Schema = { version: number; queries: { series: unknown[] }[] };
  const { data }: { data: Schema } = await page.next("schema");
  assertEquals(data.version, 2);
  assertEquals(data.queries[0].series, [{ __name__: "v", x: "a" }, { __name__: "v", x: "b" }]);
  const tick = await page.next("tick");
  assertEquals(tick.data as unknown, ["fast", 2, history.start + 21_000, 21, 21]);
  // One that went away leaves its place empty.
  history.second = false;
  stream.tick(history.start + 22_000);
  const gone = await page.next("tick");
  assertEquals(gone.data as unknown, ["fast", 2, history.start + 22_000, 22, null]);
  await page.end();
});

Deno.test("of a chart's many series the largest are told, the same by the past and by ticks", async () => {
  const history = new MadeUpHistory(25);
  history.second = true;
  const metrics = new LiveMetrics(new Registry());
  const asked = { fast: ["v", "v + 1"], slow: ["sum(v)"], charted: new Set(["v"]) };
  const stream = new LiveStream({ queries: () => Promise.resolve(asked), history, metrics });
  const page = new Events(await stream.handler(request()));
  type Told = { queries: { series: { labels?: { x: string }; x?: string }[]; all?: number }[] };
  const told = ({ queries: [query] }: Told) => [
    query.series.map(({ labels, x }) => labels?.x ?? x).join(""),
    query.all,
  ];
  await page.next("past");
  const { data: past }: { data: Told } = await page.next("past");
  stream.tick(history.start + 20_000);
  let { data: schema }: { data: Told } = await page.next("schema");
  while ((schema.queries[0]?.all ?? 0) === 0) ({ data: schema } = await page.next("schema"));
  assertEquals([told(past), told(schema)], [["klmnopqrstuvwxyz", 26], ["klmnopqrstuvwxyz", 26]]);
  assertEquals([schema.queries[1].series.length, schema.queries[1].all], [26, undefined]);
  await page.end();
});

Deno.test("a page that was away for a moment is told what it missed, and no more", async () => {
  for (
    const lost of [
      request(`?since=${Date.now() - 5000}`),
      request("", { headers: { "last-event-id": String(Date.now() - 5000) } }),
    ]
  ) {
    const { stream } = setUp();
    const page = new Events(await stream.handler(lost));
    await page.next("past");
    const { data }: { data: { count: number } } = await page.next("past");
    assert(data.count >= 28 && data.count <= 31, `${data.count} seconds`);
    await page.end();
  }
});

Deno.test("while nobody looks nothing is evaluated", async () => {
  const { history, stream, metrics } = setUp();
  stream.tick(history.start);
  assertEquals(history.asked, 0);
  const page = new Events(await stream.handler(request()));
  await page.next("past");
  assertEquals((await metrics.viewers.get()).values[0].value, 1);
  await page.end();
  assertEquals((await metrics.viewers.get()).values[0].value, 0);
  const before = history.asked;
  stream.tick(history.start);
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(history.asked, before);
});

Deno.test("at the cap, and when it ends, it answers 503; HEAD opens nothing", async () => {
  const { stream, metrics } = setUp(1);
  const head = await stream.handler(request("", { method: "HEAD" }));
  assertEquals([head.status, head.body], [200, null]);
  assertEquals(head.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const page = new Events(await stream.handler(request()));
  for (const method of ["GET", "HEAD"]) {
    const answer = await stream.handler(request("", { method }));
    assertEquals([answer.status, answer.headers.get("retry-after")], [503, "10"]);
  }
  await page.next("past");
  const closing = stream.close();
  await page.next("nothing").then(() => assert(false), ({ message }) => {
    assertEquals(message, "the stream ended before nothing");
  });
  assertEquals((await metrics.viewers.get()).values[0].value, 0);
  assertEquals((await stream.handler(request())).status, 503);
  await closing;
});

Deno.test("a second that is ready when all are gone begins no beats", async () => {
  const { history, metrics } = setUp();
  const waits = new Set<() => void>();
  const clock = {
    ...systemClock,
    after: (_: number, call: () => void) => (waits.add(call), () => void waits.delete(call)),
  };
  const { promise, resolve } = Promise.withResolvers<{ fast: string[]; slow: string[] }>();
  const stream = new LiveStream({ queries: () => promise, history, metrics, clock });
  const page = await stream.handler(request());
  stream.tick(history.start);
  await page.body!.cancel();
  resolve({ fast: ["v"], slow: [] });
  while ((await metrics.seconds.get()).values[0].value === 0) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  assertEquals(waits.size, 0);
});

Deno.test("one that does not read is dropped when so much waits for it; that is no failure", async () => {
  const told: boolean[] = [];
  const viewer = new Viewer({ gone: (dropped) => told.push(dropped) }, 100);
  viewer.send(new Uint8Array(60));
  assertEquals(viewer.isOpen, true);
  viewer.begin();
  viewer.send(new Uint8Array(60));
  assertEquals([viewer.isOpen, told], [true, []]);
  viewer.send(new Uint8Array(60));
  assertEquals([viewer.isOpen, told], [false, [true]]);
  viewer.send(new Uint8Array(60));
  viewer.close();
  assertEquals(told, [true]);
  // What waited is gone, and the server that writes the stream has no error to log.
  assertEquals(await new Response(viewer.body).text(), "");
});

Deno.test("one that reads gets all, however much that is in the end", async () => {
  const told: boolean[] = [];
  const viewer = new Viewer({ gone: (dropped) => told.push(dropped) }, 100);
  viewer.begin();
  const reader = viewer.body.getReader();
  for (let i = 0; i < 10; i++) {
    const waits = reader.read();
    viewer.send(new Uint8Array(60).fill(i));
    viewer.send(new Uint8Array(10).fill(i));
    for (const one of [await waits, await reader.read()]) assertEquals(one.value?.[0], i);
  }
  assertEquals([viewer.isOpen, told], [true, []]);
  await reader.cancel();
  assertEquals(told, [false]);
});

Deno.test("a past that takes long to read is none that nobody reads", async () => {
  const told: boolean[] = [];
  const viewer = new Viewer({ gone: (dropped) => told.push(dropped) }, 100);
  viewer.send(new Uint8Array(60));
  viewer.begin(new Uint8Array(10), new Uint8Array(5000));
  viewer.send(new Uint8Array(30));
  assertEquals([viewer.isOpen, told], [true, []]);
  viewer.close();
  assertEquals((await new Response(viewer.body).bytes()).length, 5100);
});
