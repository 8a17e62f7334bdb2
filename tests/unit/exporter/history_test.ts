/** What the history remembers of readings. */
import { gauge, Labels, Metric } from "../../../collectors/collector.ts";
import { liveOf } from "../../../exporter/history/live.ts";
import { Engine } from "../../../exporter/query/engine.ts";
import { assertAlmostEquals, assertEquals } from "../../assert.ts";
import {
  all,
  ask,
  bytes,
  DAY,
  historyOf,
  load1,
  named,
  read,
  samples,
  START,
  steps,
} from "../../history.ts";

Deno.test("a reading is remembered as a scrape of Prometheus would be", () => {
  const history = historyOf();
  const device = new Labels({ device: "eth0", alias: "" });
  const odd = new Labels({ job: "backup", instance: "x", exported_job: "y", __proto__: "z" });
  read(
    history,
    7,
    load1.one(NaN),
    bytes.of([{ labels: device, value: 5 }, { labels: device, value: 6 }]),
    gauge("odd", "").of([{ labels: odd, value: 1 }]),
    new Metric("wait_seconds", "histogram", "Waiting.").of([
      { labels: new Labels({ le: "+Inf" }), value: 3, suffix: "_bucket" },
      { labels: Labels.none, value: 1.5, suffix: "_sum" },
    ]),
  );
  const found = history.select(all, START, START + 10_000).map(({ labels, times, values }) => {
    assertEquals([...times as Float64Array], [START + 7000]);
    const { __name__, job, instance, ...rest } = labels;
    assertEquals([job, instance], ["node", "host:9100"]);
    return [__name__, rest, values[0]];
  });
  assertEquals(found, [
    ["up", {}, 1],
    ["scrape_duration_seconds", {}, 0.01],
    ["scrape_samples_scraped", {}, 6],
    ["node_load1", {}, NaN],
    ["node_network_receive_bytes_total", { device: "eth0" }, 5],
    ["odd", { exported_exported_job: "backup", exported_instance: "x", exported_job: "y" }, 1],
    ["wait_seconds_bucket", { le: "+Inf" }, 3],
    ["wait_seconds_sum", {}, 1.5],
  ]);
  const { type, help } = history.metadata().get("wait_seconds")!;
  assertEquals([type, help], ["histogram", "Waiting."]);
  assertEquals(history.lastScrape(), { at: START + 7000, seconds: 0.01, error: "" });
});

Deno.test("two hours have every reading, a day one in two minutes, and nothing is older", () => {
  const history = historyOf();
  const end = 1.5 * DAY;
  for (let second = 0; second <= end; second += 15) read(history, second, load1.one(second));
  // Two hours, five minutes that a graph looks back at its beginning, and two for how it is rounded.
  const hours = samples(history, "node_load1", end - 7605, end);
  assertEquals([hours.length, hours[0], steps(hours)], [508, [end - 7605, end - 7605], [15]]);
  const day = samples(history, "node_load1", 0, end);
  assertEquals([day.length, day[0], steps(day)], [720, [end - DAY + 120, end - DAY + 120], [120]]);
  assertEquals(day.at(-1), [end, end]);
  assertEquals(samples(history, "node_load1", end - 7620, end - 7100).length, 4);
});

Deno.test("as long as nothing is lost, a query for a day has every reading", () => {
  const history = historyOf();
  for (let second = 0; second < 3600; second += 15) read(history, second, load1.one(1));
  assertEquals(samples(history, "node_load1", -DAY, 3600).length, 240);
});

Deno.test("a graph of minutes has a sample a second, one of an hour every 15 s", () => {
  const history = historyOf({ live: liveOf(["loadavg"], false) });
  for (let second = 0; second <= 7200; second++) {
    history.second(START + 1000 * second, [load1.one(second), gauge("other", "").one(1)]);
    if (second % 15 === 0) read(history, second, load1.one(second), gauge("other", "").one(1));
  }
  const end = 7200;
  // Ten minutes, five that a graph looks back at its beginning, and two for how it is rounded.
  const minutes = samples(history, "node_load1", end - 1019, end);
  assertEquals([minutes.length, minutes[0], steps(minutes)], [1020, [end - 1019, end - 1019], [1]]);
  assertEquals(steps(samples(history, "other", end - 899, end)), [15]);
  const hour = samples(history, "node_load1", end - 3600, end);
  assertEquals([hour.length, steps(hour)], [241, [15]]);
});

Deno.test("a series that came an hour ago has all its readings, whatever the span", () => {
  const history = historyOf();
  const other = gauge("other", "");
  for (let second = 0; second <= 4 * 3600; second += 15) {
    read(history, second, load1.one(1), ...second > 3 * 3600 ? [other.one(1)] : []);
  }
  assertEquals(steps(samples(history, "node_load1", 0, 4 * 3600)), [120]);
  const found = samples(history, "other", 0, 4 * 3600);
  assertEquals([found.length, steps(found)], [240, [15]]);
});

Deno.test("a missing series is stale once, a series that comes back goes on", () => {
  const history = historyOf();
  for (let second = 0; second <= 300; second += 15) {
    const there = second < 60 || second >= 120 && second !== 180;
    read(history, second, ...there ? [load1.one(second)] : []);
  }
  assertEquals(samples(history, "node_load1", 30, 210), [
    [30, 30],
    [45, 45],
    [60, "stale"],
    [120, 120],
    [135, 135],
    [150, 150],
    [165, 165],
    [180, "stale"],
    [195, 195],
    [210, 210],
  ]);
  assertEquals(samples(history, "node_load1", 60, 110), []);
  assertEquals(history.series(named("node_load1"), START + 60_000, START + 110_000), []);
  assertEquals(history.series(named("node_load1"), START + 60_000, START + 120_000).length, 1);
});

Deno.test("NaN is a value, also a whole day of it", () => {
  const history = historyOf();
  for (let second = 0; second < 4 * 3600; second += 15) read(history, second, load1.one(NaN));
  const found = samples(history, "node_load1", 0, 4 * 3600);
  assertEquals(found.length, 120);
  assertEquals(found.every(([, value]) => Number.isNaN(value)), true);
});

Deno.test("where no reading was made, the series ends, and time does not count as rate", () => {
  const history = historyOf();
  let counted = 0;
  const reading = (second: number) => read(history, second, bytes.one(counted));
  for (let second = 0; second <= 60; second += 15, counted += 150) reading(second);
  // Suspended for an hour, in which nothing was counted; then a reading late by four seconds.
  for (let second = 3664; second <= 3730; second += second === 3664 ? 11 : 15) {
    reading(second);
    counted += second === 3664 ? 110 : 150;
  }
  const name = "node_network_receive_bytes_total";
  assertEquals(samples(history, name, 45, 3690), [
    [45, 450],
    [60, 600],
    [75, "stale"],
    [3664, 750],
    [3675, 860],
    [3690, 1010],
  ]);
  // In the middle of it there is nothing, though five minutes have not passed.
  assertEquals(new Engine().instantNow(name, START + 100_000, history), {
    resultType: "vector",
    time: START + 100_000,
    result: [],
  });
  assertAlmostEquals(ask(history, `rate(${name}[1m])`, 60), 10, 1e-9);
  assertAlmostEquals(ask(history, `rate(${name}[1m])`, 3720), 10, 1e-9);
});

Deno.test("a clock that is set back by an hour takes the history with it: nothing is lost, no rate is wrong", () => {
  const history = historyOf({ live: liveOf(["netdev"], false) });
  let second = 0, counted = 0;
  const run = (until: number) => {
    for (; second <= until; second++, counted += 10) {
      history.second(START + 1000 * second, [bytes.one(counted)]);
      if (second % 15 === 0) read(history, second, bytes.one(counted));
    }
  };
  run(3 * 3600);
  history.setBack(3_600_400);
  // One second after the last one; then the full ones of the new time.
  second -= 3600.4;
  history.second(START + 1000 * second, [bytes.one(counted)]);
  read(history, second, bytes.one(counted));
  counted += 4;
  second = Math.ceil(second);
  run(2 * 3600 + 600);
  const name = "node_network_receive_bytes_total";
  const found = samples(history, name, 0, 3 * 3600);
  assertEquals(found.some(([, value]) => value === "stale"), false);
  for (const [from, to] of [[2 * 3600 + 50, 2 * 3600 + 590], [0, 3 * 3600]]) {
    const found = samples(history, name, from, to);
    for (let i = 1; i < found.length; i++) {
      const seconds = Number(found[i][0]) - Number(found[i - 1][0]);
      const rate = (Number(found[i][1]) - Number(found[i - 1][1])) / seconds;
      assertAlmostEquals(rate, 10, 1e-6, `at ${found[i][0]}`);
    }
  }
  assertAlmostEquals(ask(history, `rate(${name}[1h])`, 2 * 3600 + 600), 10, 1e-6);
  assertAlmostEquals(ask(history, `rate(${name}[1m])`, 2 * 3600 + 20), 10, 1e-6);
});

Deno.test("a counter's increase is the same in every tier, over resets, too", () => {
  const history = historyOf({ live: liveOf(["netdev"], false) });
  const end = 4 * 3600;
  for (let second = 0; second <= end; second++) {
    // It begins anew every forty minutes, right behind a reading that every tier keeps.
    const counted = bytes.one(3 * (second % 2400 || 2400));
    history.second(START + 1000 * second, [counted]);
    if (second % 15 === 0) read(history, second, counted);
  }
  const resets = [["9m", 540, 0], ["42m", 2520, 1], ["100m", 6000, 2], [
    "200m",
    12_000,
    5,
  ]] as const;
  for (const [span, seconds, count] of resets) {
    const of = `${bytes.name}[${span}]`;
    assertAlmostEquals(ask(history, `increase(${of})`, end), 3 * seconds, 1e-6, span);
    assertEquals(ask(history, `resets(${of})`, end), count, span);
  }
});

Deno.test("what is prepared in pieces is remembered as what is not, the reading's own series first", async () => {
  const many = bytes.of(
    Array.from({ length: 1000 }, (_, i) => ({
      labels: new Labels({ device: `veth${i}` }),
      value: i,
    })),
  );
  for (const maxSeries of [10_000, 503]) {
    const [prepared, plain] = [historyOf({ maxSeries }), historyOf({ maxSeries })];
    await prepared.prepare(START + 15_000, [load1.one(1), many]);
    assertEquals(prepared.size, Math.min(1004, maxSeries));
    assertEquals(samples(prepared, "up", 0, 20), [], "no value before the reading");
    for (const history of [prepared, plain]) read(history, 15, load1.one(1), many);
    assertEquals(
      prepared.select(all, START, START + 20_000),
      plain.select(all, START, START + 20_000),
    );
    assertEquals(samples(prepared, "up", 0, 20), [[15, 1]]);
    assertEquals(prepared.dropped, plain.dropped);
  }
});

Deno.test("a series that comes back with this very reading keeps its place", () => {
  const history = historyOf({ maxSeries: 5 });
  const [a, b, c] = ["a", "b", "c"].map((device) => new Labels({ device }));
  const reading = (second: number, ...of: Labels[]) =>
    read(history, second, bytes.of(of.map((labels) => ({ labels, value: second }))));
  reading(0, a, b);
  for (const second of [15, 30, 45]) reading(second);
  reading(60, a, c, b);
  assertEquals(
    history.series(named(bytes.name), START + 60_000, START + 60_000).map(({ device }) => device),
    ["a", "c"],
  );
});
