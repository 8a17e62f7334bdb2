import { Sampler, type Work } from "../../../exporter/sampler.ts";
import { assertEquals } from "../../assert.ts";
import { HeldClock } from "./held_clock.ts";

/** A full minute. */
const START = 1_700_000_040_000;

/** What a sampler did, in seconds since the start. */
class Told implements Work {
  readonly seconds: number[] = [];
  readonly readings: number[] = [];
  readonly back: number[] = [];
  late = 0;
  ticks = 0;
  /** What each second waits for. */
  under: () => Promise<void> = () => Promise.resolve();

  second(at: number): Promise<void> {
    this.seconds.push((at - START) / 1000);
    return this.under();
  }

  reading(at: number): Promise<void> {
    this.readings.push((at - START) / 1000);
    return Promise.resolve();
  }

  setBack(by: number): void {
    this.back.push(by / 1000);
  }

  came(isLate: boolean): void {
    this.ticks++;
    if (isLate) this.late++;
  }

  took(): void {}
}

function started(wall = START): { told: Told; clock: HeldClock; sampler: Sampler } {
  const told = new Told(), clock = new HeldClock(wall);
  return { told, clock, sampler: new Sampler(told, told, clock) };
}

Deno.test("the first tick comes at once, the others at full seconds and full 15 seconds", async () => {
  const { told, clock, sampler } = started(START + 12_345);
  await clock.run(19_000);
  assertEquals(told.seconds.slice(0, 4), [12.345, 13, 14, 15]);
  assertEquals(told.readings, [12.345, 15, 30]);
  sampler[Symbol.dispose]();
  await clock.run(10_000);
  assertEquals([told.ticks, told.seconds.at(-1), told.late], [20, 31, 0]);
});

Deno.test("a stopped process leaves out the ticks that it missed, and comes late once", async () => {
  const { told, clock } = started();
  await clock.run(2_000);
  clock.stop(3_400);
  await clock.run(2_000);
  assertEquals(told.seconds, [0, 1, 2, 5.4, 6, 7]);
  assertEquals(told.late, 1);
  assertEquals(told.back, []);
});

Deno.test("a clock that is set forward leaves out the time in between, and no tick is late", async () => {
  const { told, clock } = started();
  await clock.run(2_000);
  clock.wall += 3_600_000;
  await clock.run(2_000);
  assertEquals(told.seconds, [0, 1, 2, 3603, 3604]);
  assertEquals(told.readings, [0, 3603]);
  assertEquals([told.back, told.late], [[], 0]);
});

Deno.test("a clock that is set back is told of, and ticks go on with the new time", async () => {
  const { told, clock } = started();
  await clock.run(2_000);
  clock.wall -= 3_600_400;
  await clock.run(2_500);
  assertEquals(told.back, [3600.4]);
  // What came at the third second came a second after the one before.
  assertEquals(told.seconds, [0, 1, 2, 3 - 3600.4, -3597, -3596]);
  assertEquals(told.readings, [0, 3 - 3600.4]);
});

Deno.test("timers that are a little early or late make exact times", async () => {
  const { told, clock } = started();
  await clock.run(999);
  clock.stop(4);
  await clock.run(2_000);
  assertEquals(told.seconds, [0, 1, 2, 3]);
});

Deno.test("a tick that is under way is not doubled", async () => {
  const { told, clock } = started();
  let done = () => {};
  await clock.run(500);
  told.under = () => new Promise((resolve) => done = resolve);
  await clock.run(3_000);
  assertEquals(told.seconds, [0, 1]);
  done();
  await clock.run(1_000);
  assertEquals(told.seconds, [0, 1, 4]);
});

Deno.test("a tick that fails does not end the ticks", async () => {
  const { told, clock } = started();
  told.under = () => Promise.reject(new Error("this one"));
  await clock.run(3_000);
  assertEquals(told.seconds, [0, 1, 2, 3]);
});
