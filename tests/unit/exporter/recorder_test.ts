import { gauge, type MetricFamily } from "../../../collectors/collector.ts";
import { History } from "../../../exporter/history.ts";
import { liveOf } from "../../../exporter/history/live.ts";
import { matcher } from "../../../exporter/query/matchers.ts";
import { STALE } from "../../../exporter/query/model.ts";
import { Recorder } from "../../../exporter/recorder.ts";
import { Sampler } from "../../../exporter/sampler.ts";
import { assertEquals, assertMatch } from "../../assert.ts";
import { HeldClock } from "./held_clock.ts";

/** A full minute. */
const START = 1_700_000_040_000;
const load1 = gauge("node_load1", "1m load average.");

/** A host whose load is the second of the clock at which it is read. */
class Made implements Disposable {
  readonly clock = new HeldClock(START);
  readonly history = new History({
    instance: () => "host:9100",
    live: liveOf(["loadavg", "textfile"], false),
  });
  readonly asked: (readonly string[])[] = [];
  /** What who works on from readings was told: second, made, and whether the history has it; set back. */
  readonly told: ((readonly [number, boolean, boolean]) | string)[] = [];
  /** Done while a reading is made, before the first value is read. */
  during = () => {};
  /** What a reading waits for after that. */
  wait = (): Promise<void> => Promise.resolve();
  readonly #sampler: Sampler;

  constructor() {
    const scrape = async (_: number, names: readonly string[] = ["all"]) => {
      this.asked.push(names);
      this.during();
      const families: MetricFamily[] = [load1.one(this.#now())];
      await this.wait();
      return { families, succeeded: 1 };
    };
    const recorder = new Recorder({
      scraper: { scrape, tick: () => Promise.resolve() },
      own: () => Promise.resolve([gauge("hostvitals_made", "").one(1)]),
      history: this.history,
      told: {
        reading: (at, made) => {
          const has = this.samples((at - START) / 1000, (at - START) / 1000, "hostvitals_made");
          this.told.push([(at - START) / 1000, made, has.length === 1]);
        },
        setBack: (by) => void this.told.push(`back ${by}`),
      },
      clock: this.clock,
      pause: () => Promise.resolve(),
    });
    this.#sampler = new Sampler(recorder, undefined, this.clock);
  }

  #now = () => (this.clock.now() - START) / 1000;

  /** Seconds and values of a series between two seconds. */
  samples(from: number, to: number, name = "node_load1"): (readonly [number, number | "stale"])[] {
    const [series] = this.history.select(
      [matcher("__name__", "=", name)],
      START + 1000 * from,
      START + 1000 * to,
    );
    return Array.from(series?.times ?? [], (time, i) => {
      const value = series.values[i];
      return [(time - START) / 1000, value === STALE ? "stale" : value] as const;
    });
  }

  [Symbol.dispose](): void {
    this.#sampler[Symbol.dispose]();
  }
}

Deno.test("seconds ask the live collectors only, every fifteenth is followed by all", async () => {
  using made = new Made();
  await made.clock.run(30_000);
  assertEquals(made.samples(0, 30).length, 31);
  assertEquals(made.samples(0, 30, "hostvitals_made").map(([second]) => second), [0, 15, 30]);
  assertEquals(made.asked.filter(([name]) => name === "all").length, 3);
  assertEquals(made.asked.filter(([name]) => name === "loadavg").length, 31);
  assertEquals(made.asked[0], ["loadavg"]);
});

Deno.test("a process that is stopped between ticks has a gap, and the next value its true time", async () => {
  using made = new Made();
  await made.clock.run(15_000);
  made.clock.stop(3_250);
  await made.clock.run(2_000);
  assertEquals(made.samples(14, 20), [
    [14, 14],
    [15, 15],
    [16, "stale"],
    [18.25, 18.25],
    [19, 19],
    [20, 20],
  ]);
});

Deno.test("what was read after the process was stopped in a reading's middle is left out", async () => {
  using made = new Made();
  await made.clock.run(5_000);
  made.during = () => {
    made.clock.stop(400);
    made.during = () => {};
  };
  await made.clock.run(3_000);
  // A second's reading that is late by more than a tenth of a second is of no known time.
  assertEquals(made.samples(5, 8), [[5, 5], [6, "stale"], [7, 7], [8, 8]]);
});

Deno.test("the clock that is set while a reading waits for a slow collector makes it a gap", async () => {
  using made = new Made();
  await made.clock.run(14_500);
  let answer = () => {};
  made.wait = () =>
    made.asked.at(-1)![0] === "all"
      ? new Promise((resolve) => answer = resolve)
      : Promise.resolve();
  await made.clock.run(2_000);
  made.clock.wall += 60_000;
  answer();
  await made.clock.run(0);
  assertMatch(made.history.lastScrape().error, /suspended, or its clock set, by 60000 ms/);
  assertEquals(made.samples(0, 100, "hostvitals_made"), [[0, 1]]);
  made.wait = () => Promise.resolve();
  await made.clock.run(20_000);
  assertEquals(made.history.lastScrape().error, "");
});

Deno.test("seconds go on while a reading waits for a slow collector", async () => {
  using made = new Made();
  let answer = () => {};
  await made.clock.run(14_500);
  made.wait = () =>
    made.asked.at(-1)![0] === "all"
      ? new Promise((resolve) => answer = resolve)
      : Promise.resolve();
  await made.clock.run(8_000);
  assertEquals(made.samples(15, 22).length, 8);
  answer();
  await made.clock.run(0);
  // It counts as of when it began.
  assertEquals(made.samples(0, 30, "hostvitals_made").map(([second]) => second), [0, 15]);
});

Deno.test("the clock that is set back an hour and forward again never makes two samples of one time", async () => {
  using made = new Made();
  await made.clock.run(100_000);
  made.clock.wall -= 3_600_000;
  await made.clock.run(100_000);
  made.clock.wall += 3_600_000;
  await made.clock.run(100_000);
  for (const name of ["node_load1", "hostvitals_made"]) {
    const times = made.samples(-10_000, 10_000, name).map(([second]) => second);
    assertEquals(times.length > 15, true);
    assertEquals(times.every((time, i) => i === 0 || time > times[i - 1]), true, name);
  }
});

Deno.test("who works on from readings is told when the history has one, and of those left out", async () => {
  using made = new Made();
  await made.clock.run(14_500);
  let answer = () => {};
  made.wait = () =>
    made.asked.at(-1)![0] === "all"
      ? new Promise((resolve) => answer = resolve)
      : Promise.resolve();
  await made.clock.run(2_000);
  assertEquals(made.told, [[0, true, true]]);
  made.clock.wall += 60_000;
  answer();
  await made.clock.run(0);
  made.wait = () => Promise.resolve();
  await made.clock.run(1_000);
  assertEquals(made.told.slice(1, 2), [[15, false, false]]);
  made.clock.wall -= 60_000;
  await made.clock.run(1_000);
  // The step of 15 s had its reading before.
  assertEquals(made.told.slice(-2), ["back 60000", [18, false, false]]);
});
