import { fit } from "../../../scripts/soak/fit.ts";
import type { Seen } from "../../../scripts/soak/day.ts";
import { least } from "../../../scripts/soak/report.ts";
import { SteppedClock } from "../../../scripts/soak/stepped_clock.ts";
import { assertAlmostEquals, assertEquals } from "../../assert.ts";

Deno.test("the line through points is the line that they lie on, or the nearest one", () => {
  assertEquals(fit([[1, 5], [2, 7], [4, 11]]), { base: 3, slope: 2 });
  const { base, slope } = fit([[0, 0], [1, 2], [2, 1], [3, 3]]);
  assertAlmostEquals(base, 0.3);
  assertAlmostEquals(slope, 0.8);
  assertEquals(fit([[1, 4], [1, 6]]), { base: 5, slope: 0 });
});

Deno.test("time on a stepped clock leaps from call to call, in order, and stands in between", async () => {
  const clock = new SteppedClock(1_000_000);
  const called: [string, number][] = [];
  const call = (name: string) => () => void called.push([name, clock.now()]);
  clock.after(3000, call("third"));
  clock.after(1000, () => {
    call("first")();
    clock.after(1000, call("second"));
  });
  const stop = clock.after(2500, call("never"));
  clock.after(10_000, call("later"));
  stop();
  await clock.pass(5000);
  assertEquals(called, [["first", 1_001_000], ["second", 1_002_000], ["third", 1_003_000]]);
  assertEquals([clock.now(), clock.monotonic(), clock.timers], [1_005_000, 5000, 1]);
});

Deno.test("of each hour the least counts: what is there for a moment was not left behind", () => {
  const timers = (i: number) => i === 17 ? 9 : i < 240 ? 3 : 4;
  const seen = Array.from(
    { length: 500 },
    (_, i) => ({ hour: i / 240, timers: timers(i) }) as Seen,
  );
  const of = ({ timers }: Seen) => timers;
  assertEquals(least(seen, of), [[239 / 240, 3], [479 / 240, 4], [499 / 240, 4]]);
});
