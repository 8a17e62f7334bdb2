/** What the stream says comes into the tables, with gaps where nothing was measured. */
import { Feed } from "../../../../dashboards/live/feed.ts";
import { newestIn, newestOf, Table } from "../../../../dashboards/live/table.ts";
import { assertEquals } from "../../../assert.ts";

const rowsOf = (table: Table, query: string, at = 0) =>
  [
    ...table.times.subarray(table.first, table.end),
  ].map((time, i) => [time, table.series(query)[at].values[table.first + i]]);

const SCHEMA = JSON.stringify({
  group: "fast",
  version: 1,
  queries: [{ expr: "a", series: [{ x: "1" }] }, { expr: "b", series: [] }],
});
const tick = (version: number, time: number, ...values: (number | null)[]) =>
  JSON.stringify(["fast", version, time, ...values]);

Deno.test("ticks follow the past; one that is there already is not taken twice", () => {
  const feed = new Feed();
  feed.past(JSON.stringify({
    group: "fast",
    start: 1000,
    step: 1000,
    count: 3,
    queries: [{ expr: "a", series: [{ labels: { x: "1" }, values: [null, 5, 6] }] }],
  }));
  feed.schema(SCHEMA);
  assertEquals([feed.tick(tick(1, 3000, 9)), feed.tick(tick(1, 4000, 7))], [undefined, "fast"]);
  assertEquals(rowsOf(feed.tables.fast, "a"), [[2000, 5], [3000, 6], [4000, 7]]);
});

Deno.test("a tick of another schema is not taken for this one's", () => {
  const feed = new Feed();
  assertEquals(feed.tick(tick(1, 1000, 1)), undefined);
  feed.schema(SCHEMA);
  assertEquals(feed.tick(tick(2, 1000, 1)), undefined);
  assertEquals(feed.tick(tick(1, 1000, 1, 2)), undefined);
  assertEquals(feed.tick(tick(1, 1000, null)), "fast");
  assertEquals(rowsOf(feed.tables.fast, "a"), [[1000, NaN]]);
});

Deno.test("seconds that are missing are a gap, one is not", () => {
  const feed = new Feed();
  feed.schema(SCHEMA);
  for (const time of [1000, 3000, 6000]) feed.tick(tick(1, time, 1));
  assertEquals(rowsOf(feed.tables.fast, "a"), [[1000, 1], [3000, 1], [4000, NaN], [6000, 1]]);
});

Deno.test("where the clock was set back by much, it begins anew", () => {
  const feed = new Feed();
  feed.schema(SCHEMA);
  for (const time of [100_000, 99_000, 50_000]) feed.tick(tick(1, time, 1));
  assertEquals(rowsOf(feed.tables.fast, "a"), [[50_000, 1]]);
});

Deno.test("series that ended are forgotten when their last value is, however many come and go", () => {
  const feed = new Feed();
  const { fast } = feed.tables;
  const schema = (version: number) => ({
    group: "fast",
    version,
    queries: [{ expr: "a", series: [{ x: "stays" }, { x: `veth${version}` }] }],
  });
  for (let second = 1; second <= 3000; second++) {
    const version = Math.ceil(second / 100);
    if (second % 100 === 1) feed.schema(JSON.stringify(schema(version)));
    feed.tick(tick(version, 1000 * second, 1, 2));
  }
  const names = () => fast.series("a").map(({ labels }) => labels.x);
  // Those of the last 600 s, when the last one came, and it.
  assertEquals(names(), ["stays", ...[24, 25, 26, 27, 28, 29, 30].map((at) => `veth${at}`)]);
  // Nor one that is told, though it had no value for long.
  for (let second = 3001; second <= 4000; second++) feed.tick(tick(30, 1000 * second, null, 2));
  feed.schema(JSON.stringify(schema(31)));
  assertEquals(names(), ["stays", "veth30", "veth31"]);
  feed.tick(tick(31, 4_001_000, 5, 6));
  assertEquals(fast.series("a").map((one) => newestOf(fast, one)), [5, 2, 6]);
});

Deno.test("a program that was started again and has read nothing yet takes nothing away", () => {
  const feed = new Feed();
  feed.schema(SCHEMA);
  feed.tick(tick(1, 100_000, 1));
  const past = { group: "fast", start: 70_000, step: 15_000, count: 0, queries: [] };
  feed.past(JSON.stringify(past));
  assertEquals(rowsOf(feed.tables.fast, "a"), [[100_000, 1]]);
});

Deno.test("a table keeps the last rows in one piece of memory, however many come", () => {
  const table = new Table(10, 1000);
  const series = table.seriesOf("q", {});
  for (let i = 1; i <= 1000; i++) {
    const row = table.add(i * 1000)!;
    series.values[row] = i;
    assertEquals(table.end - table.first, Math.min(i, 10));
  }
  assertEquals([...series.values.subarray(table.first, table.end)], [
    ...[991, 992, 993, 994, 995, 996, 997, 998, 999, 1000],
  ]);
  assertEquals(table.times[table.rowAt(995_000)], 995_000);
  assertEquals([table.rowAt(0), table.rowAt(1e9)], [table.first, table.end]);
});

Deno.test("the rows of a span are those at its edges and between, not beyond", () => {
  const table = new Table(10, 1000);
  for (let time = 1000; time <= 6000; time += 1000) table.add(time);
  const timesIn = (min: number, max: number) => {
    const { first, end } = table.rowsIn({ min, max });
    return [...table.times.subarray(first, end)];
  };
  assertEquals(timesIn(2000, 4000), [2000, 3000, 4000]);
  assertEquals(timesIn(2000.4, 3999.6), [3000]);
  assertEquals(timesIn(-1e9, 1e9).length, 6);
  for (const [min, max] of [[3100, 3900], [-5, 900], [6500, 9000]]) {
    assertEquals(timesIn(min, max), []);
  }
});

Deno.test("the newest value may be a few rows old, and no older", () => {
  const table = new Table(10, 1000);
  const series = table.seriesOf("q", {});
  series.values[table.add(1000)!] = 7;
  table.add(2000);
  table.add(3000);
  assertEquals(newestOf(table, series), 7);
  table.add(4000);
  assertEquals(newestOf(table, series), NaN);
});

Deno.test("where there should be one series, it is the one with the newest value", () => {
  const table = new Table(10, 1000);
  const [old, now] = ["/old", "/now"].map((mountpoint) => table.seriesOf("q", { mountpoint }));
  assertEquals(newestIn(table, [old, now]), undefined);
  old.values[table.add(1000)!] = 7;
  assertEquals(newestIn(table, [old, now]), old);
  now.values[table.add(2000)!] = 9;
  assertEquals(newestIn(table, [old, now]), now);
  for (const time of [3000, 4000, 5000]) table.add(time);
  assertEquals(newestIn(table, [old, now]), undefined);
});

Deno.test("a copy stays as it is", () => {
  const table = new Table(10, 1000);
  const series = table.seriesOf("q", { a: "b" });
  series.values[table.add(1000)!] = 1;
  const copy = table.copy();
  series.values[table.add(2000)!] = 2;
  assertEquals(rowsOf(copy, "q"), [[1000, 1]]);
  assertEquals(copy.series("q")[0].labels, { a: "b" });
});
