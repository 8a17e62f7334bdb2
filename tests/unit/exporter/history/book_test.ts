import { gauge, Labels, type MetricFamily } from "../../../../collectors/collector.ts";
import { Book } from "../../../../exporter/history/book.ts";
import { Ring } from "../../../../exporter/history/ring.ts";
import { assertEquals } from "../../../assert.ts";

const metric = gauge("node_some", "Some.", "device");
const family = (...labels: readonly Labels[]): MetricFamily =>
  metric.of(labels.map((labels) => ({ labels, value: 1 })));
const device = (name: string) => new Labels({ device: name });

function bookOf(maxSeries: number): { book: Book; next: () => void; size: () => number } {
  let reading = 1;
  const memory = { bytes: 0 };
  const book = new Book({
    maxSeries,
    target: () => ({ job: "node", instance: "here" }),
    reading: () => reading,
    make: (labels, metric) => ({
      labels,
      metric,
      live: undefined,
      recent: new Ring(10, memory),
      day: new Ring(10, memory),
      seen: reading,
      gone: false,
    }),
    onFull() {},
  });
  return { book, next: () => reading++, size: () => book.size };
}

const devices = (book: Book, family: MetricFamily) =>
  book.seriesOf(family).map((series) => series?.labels.device);

Deno.test("a family of another reading may come between two pieces", () => {
  const { book } = bookOf(10);
  const a = device("a"), b = device("b"), c = device("c");
  const first = family(a, b, c), second = family(c, a, b);
  book.place(first, 0, 1);
  assertEquals(devices(book, second), ["c", "a", "b"]);
  book.place(first, 1, 3);
  assertEquals(devices(book, first), ["a", "b", "c"]);
  // And once it was placed whole.
  book.place(first, 0, 2);
  book.place(first, 2, 3);
  book.place(second, 0, 1);
  assertEquals(devices(book, first), ["a", "b", "c"]);
  assertEquals(devices(book, second), ["c", "a", "b"]);
});

Deno.test("who lost its place between its pieces and the reading is looked for again", () => {
  const { book, next, size } = bookOf(2);
  const a = device("a"), b = device("b"), c = device("c");
  const both = family(a, b);
  book.place(both, 0, 2);
  for (const series of book.all()) if (series.labels.device === "a") book.remove(series);
  assertEquals(devices(book, both), ["a", "b"]);
  assertEquals(size(), 2);
  // One that is full gives no place, and the place of one that was away long enough.
  assertEquals(devices(book, family(c)), [undefined]);
  for (let i = 0; i < 3; i++) {
    next();
    const onlyB = family(b);
    book.place(onlyB, 0, 1);
    assertEquals(devices(book, onlyB), ["b"]);
  }
  assertEquals(devices(book, family(c)), ["c"]);
  assertEquals([...book.all()].map(({ labels }) => labels.device), ["b", "c"]);
});
