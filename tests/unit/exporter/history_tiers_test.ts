/** Which of the history's tiers a query reads. */
import { gauge } from "../../../collectors/collector.ts";
import type { History } from "../../../exporter/history.ts";
import { liveOf } from "../../../exporter/history/live.ts";
import { assert, assertAlmostEquals, assertEquals } from "../../assert.ts";
import { ask, bytes, graph, historyOf, load1, read, samples, START, steps } from "../../history.ts";

const HOUR = 3600;

Deno.test("a graph of ten minutes or two hours has every sample, wherever its start is rounded to", () => {
  const live = historyOf({ live: liveOf(["loadavg"], false) });
  for (let second = 0; second <= 3 * HOUR; second++) {
    // Not every reading is made as soon as it is due.
    const at = second + second % 7 / 10;
    live.second(START + 1000 * at, [load1.one(second)]);
    if (second % 15 === 0) read(live, at, load1.one(second));
    if (second < 3 * HOUR - 60) continue;
    for (const [span, step] of [[600, 1], [2 * HOUR, 15]]) {
      const from = Math.floor((at - span) / 60) * 60;
      const found = samples(live, "node_load1", from - 300, at).map(([, value]) => [value]);
      assertEquals(steps(found), [step], `${span} s until ${at}`);
    }
  }
});

/** Six hours of a counter of ten a second, of a gauge that tells the time, and of two that have gaps. */
function sixHours(): History {
  const history = historyOf();
  const holes = gauge("holes", ""), rare = gauge("rare", "");
  for (let second = 0; second <= 6 * HOUR; second += 15) {
    const families = [bytes.one(10 * second), load1.one(second)];
    if (second % 570 > 100) families.push(holes.one(second));
    if (second % 7200 < 600) families.push(rare.one(second));
    // For three minutes no reading was made, just where two hours begin.
    if (Math.abs(second - SEAM) > 90) read(history, second, ...families);
  }
  return history;
}

/** From here on there is a reading every 15 s. */
const SEAM = 6 * HOUR - 2 * HOUR - 405;

Deno.test("a graph of six hours has the rate of a minute where there are four samples in one", async () => {
  const history = historyOf();
  for (let second = 0; second <= 6 * HOUR; second += 15) {
    read(history, second, bytes.one(10 * second));
  }
  const minute = await graph(history, `rate(${bytes.name}[1m])`, 0, 6 * HOUR, 20);
  // From when on the whole minute is there.
  const first = Math.ceil((SEAM + 60) / 20) * 20;
  assertEquals([minute[0][0], minute.length], [first, (6 * HOUR - first) / 20 + 1]);
  // Nowhere a dip: no window has samples of both tiers.
  for (const window of ["1m", "4m", "5m", "10m", "1h"]) {
    for (
      const [at, rate] of await graph(history, `rate(${bytes.name}[${window}])`, 0, 6 * HOUR, 20)
    ) {
      if (at >= HOUR) assertAlmostEquals(rate, 10, 1e-9, `${window} at ${at}`);
    }
  }
});

Deno.test("a graph over two tiers shows at each step what a query of that moment does, gaps and all", async () => {
  const history = sixHours();
  const queries = [
    "node_load1",
    "timestamp(node_load1 offset 7m)",
    "holes",
    "rare",
    `rate(${bytes.name}[1m])`,
    "count_over_time(holes[10m])",
    "avg_over_time(node_load1[3h])",
    "max_over_time(holes[20m:1m])",
    "absent_over_time(rare[5m])",
    "node_load1 - node_load1 @ end()",
  ];
  for (const query of queries) {
    const momentary = query.replace("end()", `${START / 1000 + 6 * HOUR}`);
    const moments: [number, number][] = [];
    for (let at = 0; at <= 6 * HOUR; at += 20) {
      moments.push(...await graph(history, momentary, at, at, 1));
    }
    assert(moments.length > 0, query);
    assertEquals(await graph(history, query, 0, 6 * HOUR, 20), moments, query);
  }
});

Deno.test("where the two hours begin no sample is read twice, and a gap stays one", async () => {
  const found = await graph(sixHours(), "timestamp(node_load1)", 0, 6 * HOUR, 15);
  const times = found.map(([at, time]) => [at, time - START / 1000]);
  // Of the readings that were not made the first is one step after the last one, in either tier.
  const around = times.filter(([at]) => Math.abs(at - SEAM) <= 300);
  assert(around.every(([at, time]) => at - time < 120), JSON.stringify(around));
  assert(times.every(([, time], i) => i === 0 || time >= times[i - 1][1]), "it goes back");
  const finer = times.filter(([at]) => at >= SEAM + 300);
  assertEquals(finer.every(([at, time]) => at === time), true);
  assertEquals(finer.length, (6 * HOUR - SEAM - 300) / 15 + 1);
});

Deno.test("a mean of hours counts each of them once", () => {
  const history = historyOf();
  for (let second = 0; second <= 6 * HOUR; second += 15) read(history, second, load1.one(second));
  assertAlmostEquals(ask(history, "avg_over_time(node_load1[6h])", 6 * HOUR), 3 * HOUR, 1e-9);
});

/** Half an hour of readings, with those of the seconds that are made. */
function halfHour(isMade: (second: number) => boolean, isRead = (_: number) => true): History {
  const history = historyOf({ live: liveOf(["loadavg"], false) });
  for (let second = 0; second <= 1800; second++) {
    if (isMade(second)) history.second(START + 1000 * second, [load1.one(second)]);
    if (second % 15 === 0 && isRead(second)) read(history, second, load1.one(second));
  }
  return history;
}

Deno.test("where seconds are left out for minutes, the readings are read instead", async () => {
  const cases: [string, (second: number) => boolean][] = [
    ["until now", (second) => second < 1200],
    ["half a minute until now", (second) => second < 1770],
    ["in the middle", (second) => second < 1400 || second > 1720],
    ["until a while ago, and never before", (second) => second > 1500],
  ];
  for (const [name, isMade] of cases) {
    const history = halfHour(isMade);
    const found = samples(history, "node_load1", 1200, 1800);
    assertEquals([found.length, steps(found)], [41, [15]], name);
    assertEquals((await graph(history, "rate(node_load1[1m])", 1200, 1800, 15)).length, 41, name);
  }
});

Deno.test("the seconds are read where they go on, and where nothing else was read either", () => {
  const stopped = halfHour((second) => second < 1200);
  assertEquals(steps(samples(stopped, "node_load1", 1000, 1199)), [1]);
  const left = samples(halfHour((second) => second % 20 > 4), "node_load1", 1500, 1800);
  assertEquals(left.filter(([, value]) => value !== "stale").length, 15 * 15);
  const awake = (second: number) => second < 1300 || second > 1500;
  const suspended = samples(halfHour(awake, awake), "node_load1", 1200, 1800);
  assertEquals(steps(suspended), [1, 201]);
  assertEquals(suspended.filter(([, value]) => value === "stale").length, 1);
});
