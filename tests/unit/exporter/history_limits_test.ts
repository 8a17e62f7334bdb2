/** How much the history remembers, and what it takes. */
import { configureSync, resetSync } from "@logtape/logtape";
import { gauge, Labels } from "../../../collectors/collector.ts";
import systemAlerts from "../../../alerts/dist/system_alerts.json" with { type: "json" };
import { liveQueries } from "../../../dashboards/live/queries.ts";
import { isOther } from "../../../exporter/history/importance.ts";
import { liveOf } from "../../../exporter/history/live.ts";
import { assert, assertEquals } from "../../assert.ts";
import { bytes, DAY, historyOf, load1, named, read, samples, START, steps } from "../../history.ts";

Deno.test("series that vanish give their place and memory back after a day", async () => {
  const history = historyOf();
  const one = new Labels({ device: "a" });
  for (let second = 0; second <= 3600; second += 15) {
    read(history, second, bytes.of([{ labels: one, value: second }]), load1.one(second));
  }
  assertEquals(history.size, 5);
  const before = history.bytes;
  for (let second = 3615; second < DAY + 3600; second += 15) read(history, second, load1.one(0));
  assertEquals([history.size, history.bytes < before], [5, true]);
  for (let second = DAY + 3600; second < DAY + 3900; second += 15) {
    await history.prepare(START + 1000 * second, []);
    read(history, second);
  }
  assertEquals(history.size, 4);
  assertEquals(history.series(named(bytes.name), 0, START + 2 * DAY * 1000), []);
  // The labels that the collector kept find a new place.
  read(history, DAY + 3900, bytes.of([{ labels: one, value: 1 }]));
  assertEquals(samples(history, bytes.name, 0, 2 * DAY), [[DAY + 3900, 1]]);
});

Deno.test("at the cap the newest series are left out, and counted", () => {
  const history = historyOf({ maxSeries: 6 });
  const devices = Array.from({ length: 9 }, (_, i) => new Labels({ device: `d${i}` }));
  const reading = (second: number, ...of: number[]) =>
    read(history, second, bytes.of(of.map((i) => ({ labels: devices[i], value: i }))));
  const there = (second: number) =>
    history.series(named(bytes.name), START + 1000 * second, START + 1000 * second)
      .map(({ device }) => device);
  // Three places are for what every scrape has.
  reading(15, 0, 1, 2, 3, 4);
  assertEquals([history.size, history.dropped], [6, 2]);
  assertEquals(there(15), ["d0", "d1", "d2"]);
  reading(30, 4, 3, 2, 1);
  assertEquals([there(30), history.dropped], [["d1", "d2"], 4]);
  // Away once is not away; twice is. The place of the one that is away longest goes first.
  // Away for one or two readings is not away; for three it is, and who is longest away goes first.
  reading(45, 5, 2);
  assertEquals([there(45), history.dropped], [["d2"], 5]);
  reading(60, 5, 2);
  assertEquals([there(60), history.dropped], [["d2", "d5"], 5]);
  reading(75, 6, 7, 2, 5, 1);
  assertEquals([there(75), history.dropped], [["d2", "d5", "d6"], 7]);
  assertEquals(history.size, 6);
});

Deno.test("where there is no place for all, what says most of the host comes first", () => {
  const history = historyOf({ maxSeries: 3 + 250, live: liveOf(["netdev", "cpu"], false) });
  const family = (name: string, label: string, count: number) =>
    gauge(name, "", label).of(
      Array.from(
        { length: count },
        (_, i) => ({ labels: new Labels({ [label]: `${i}` }), value: 1 }),
      ),
    );
  const families = [
    family("node_network_mtu_bytes", "device", 70),
    family("node_network_receive_bytes_total", "device", 70),
    family("node_filesystem_avail_bytes", "mountpoint", 80),
    family("node_cpu_seconds_total", "cpu", 100),
    family("node_cooling_device_cur_state", "name", 30),
  ];
  const found = (name: string) => history.series(named(name), START, START + 60_000).length;
  // What is read every second comes first of all, and must not take the places of the others.
  history.second(START, families);
  assertEquals(history.size, 0);
  read(history, 0, ...families);
  assertEquals(families.map(({ metric }) => found(metric.name)), [0, 40, 80, 100, 30]);
});

Deno.test("what built-in rules and the live page ask comes before what nobody asks", () => {
  const { fast, slow } = liveQueries();
  const asked = JSON.stringify([systemAlerts, fast, slow]);
  const large = /\bnode_(?:cpu|filesystem|disk|network|hwmon)_\w+/g;
  const names = new Set([...asked.matchAll(large)].map(([name]) => name));
  // Of systeminformation, of nothing that a host has hundreds of, or of no number of its own.
  const few = /^node_(disk_io_(read|write)|network_connections|disk_usage|disk_inodes)/;
  assert(names.size > 20, [...names].join());
  const late = [...names].filter((name) => !few.test(name) && isOther(gauge(name, "")));
  assertEquals(late, []);
});

Deno.test("that the cap is reached is said once, however many series come and go", () => {
  const said: string[] = [];
  configureSync({
    sinks: { said: ({ message }) => void said.push(message.join("")) },
    loggers: [
      { category: "hostvitals", sinks: ["said"], lowestLevel: "warning" },
      { category: ["logtape", "meta"], sinks: [], lowestLevel: "fatal" },
    ],
  });
  try {
    const history = historyOf({ maxSeries: 5 });
    for (let i = 0; i < 100; i++) {
      const labels = Array.from({ length: 4 }, (_, n) => new Labels({ device: `veth${i + n}` }));
      read(history, 15 * i, bytes.of(labels.map((labels) => ({ labels, value: i }))));
    }
    assertEquals(history.size, 5);
    assert(history.dropped >= 100, `${history.dropped} dropped`);
    assertEquals(said, [
      "the history has no place for more than 5 series: new ones are left out of queries; " +
      "--history.max-series makes room",
    ]);
  } finally {
    resetSync();
  }
});

Deno.test("1,000 series take at most 12 MB after a day, 250 of them by the second", () => {
  const history = historyOf({ live: liveOf(["netdev"], false) });
  const seconds = Array.from({ length: 250 }, (_, i) => new Labels({ device: `${i}` }));
  const others = Array.from({ length: 750 }, (_, i) => new Labels({ i: `${i}` }));
  const other = gauge("other", "");
  const live = (value: number) =>
    bytes.of(seconds.map((labels, i) => ({ labels, value: value + i })));
  for (let second = 0; second <= DAY; second += 15) {
    const rest = other.of(others.map((labels, i) => ({ labels, value: second + i })));
    read(history, second, live(second), rest);
  }
  for (let second = DAY + 1; second <= DAY + 1020; second++) {
    history.second(START + 1000 * second, [live(second)]);
  }
  assertEquals(history.size, 1003);
  assertEquals(history.bytes, 8 * (1000 * (508 + 720) + 250 * 1020));
  // As --help says.
  assert(history.bytes <= 12e3 * 1000);
});

Deno.test("series that never change take next to no memory", () => {
  const history = historyOf();
  for (let second = 0; second <= DAY; second += 15) read(history, second, load1.one(4));
  assertEquals(history.bytes, 0);
  assertEquals(samples(history, "node_load1", 0, DAY).length, 720);
});

Deno.test("the retention is how far back it goes", () => {
  const history = historyOf({ retention: 600_000 });
  for (let second = 0; second <= 3600; second += 15) read(history, second, load1.one(second));
  assertEquals(samples(history, "node_load1", 3600 - 585, 3600).length, 40);
  const found = samples(history, "node_load1", 0, 3600);
  assertEquals([found[0][0], steps(found)], [3600 - 4 * 120, [120]]);
});
