/** What rules record in the history, and what they see of it. */
import { Engine } from "../../../exporter/query/engine.ts";
import type { History } from "../../../exporter/history.ts";
import { assertEquals } from "../../assert.ts";
import { ask, historyOf, load1, named, read, samples, START } from "../../history.ts";

Deno.test("what a rule records has its own labels, and ends where the rule says so", async () => {
  const history = historyOf();
  const rule = { __name__: "ALERTS", alertname: "A" };
  const other = { __name__: "other", job: "own" };
  read(history, 0, load1.one(1));
  history.record(START, [{ labels: rule, value: 1 }, { labels: other, value: 5 }]);
  // Not twice, and not at a time that was no reading.
  history.record(START, [{ labels: rule, value: 2 }]);
  history.record(START + 5000, [{ labels: rule, value: 3 }]);
  assertEquals(samples(history, "ALERTS", 0, 60), [[0, 1]]);
  assertEquals(history.select(named("other"), START, START + 1000)[0].labels, other);
  read(history, 15, load1.one(1));
  // Between the reading and the evaluation nothing is known yet.
  assertEquals(samples(history, "ALERTS", 0, 60), [[0, 1]]);
  assertEquals(ask(history, "count(ALERTS)", 16), 1);
  history.record(START + 15_000, [], [rule]);
  assertEquals(samples(history, "ALERTS", 0, 60), [[0, 1], [15, "stale"]]);
  const result = new Engine().instantNow("ALERTS", START + 16_000, history);
  assertEquals(result.resultType === "vector" && result.result, []);
  // Of the other nobody said anything: it ends with the next reading.
  assertEquals(samples(history, "other", 0, 60), [[0, 5]]);
  read(history, 30, load1.one(1));
  assertEquals(samples(history, "other", 0, 60), [[0, 5], [15, "stale"]]);
  // And may come again.
  history.record(START + 30_000, [{ labels: rule, value: 1 }]);
  assertEquals(samples(history, "ALERTS", 0, 60), [[0, 1], [15, "stale"], [30, 1]]);
  assertEquals(history.metadata().has("ALERTS"), false);
  await history.prepare(START + 45_000, [load1.one(1)]);
});

Deno.test("what rules record is in the day's tier, and within the cap", () => {
  const history = historyOf({ maxSeries: 5 });
  const rule = { __name__: "rule" };
  for (let second = 0; second < 3 * 3600; second += 15) {
    read(history, second, load1.one(1));
    history.record(START + 1000 * second, [{ labels: rule, value: second }]);
  }
  assertEquals(samples(history, "rule", 0, 240), [[0, 0], [120, 120], [240, 240]]);
  const before = history.dropped;
  history.record(START + 1000 * (3 * 3600 - 15), [
    { labels: { __name__: "a" }, value: 1 },
    { labels: { __name__: "b" }, value: 1 },
  ]);
  assertEquals([history.size, history.dropped - before], [5, 2]);
});

Deno.test("rules read what a scrape every 15 s would have", () => {
  const live = { collectors: ["loadavg"], has: () => true };
  const history = historyOf({ live });
  for (let second = 0; second <= 60; second++) {
    history.second(START + 1000 * second, [load1.one(second)]);
    if (second % 15 === 0) read(history, second, load1.one(second));
  }
  const count = (storage: Pick<History, "select">) =>
    storage.select(named("node_load1"), START, START + 60_000)[0].times.length;
  assertEquals([count(history), count(history.readings)], [61, 5]);
});
