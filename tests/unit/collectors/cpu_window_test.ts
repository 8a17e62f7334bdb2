import { CpuWindow } from "../../../collectors/cpu_window.ts";
import type { CpuTimes } from "../../../collectors/readings.ts";
import { assertAlmostEquals, assertEquals } from "../../assert.ts";

/** Seconds by mode: user, nice, system, idle, iowait, irq, softirq, steal. */
const cpu = (name: string, ...seconds: number[]): CpuTimes => ({
  cpu: name,
  seconds,
  guest: 0,
  guestNice: 0,
});

/** A window with a clock that the test sets, in seconds. */
function windowAt() {
  let clock = 0;
  const window = new CpuWindow(() => 1000 * clock);
  return { window, at: (seconds: number) => void (clock = seconds) };
}

Deno.test("the modes add up to 100, and waiting for I/O is not busy", () => {
  const { window, at } = windowAt();
  window.add([cpu("0", 10, 0, 5, 80, 5, 0, 0, 0)]);
  at(10);
  const [{ busy, percent }] = window.percentages([cpu("0", 12, 0, 6, 85, 6, 0.5, 0.25, 0.25)]);
  assertEquals(percent, [20, 0, 10, 50, 10, 5, 2.5, 2.5]);
  assertEquals(percent.reduce((sum, value) => sum + value), 100);
  assertEquals(busy, 40);
});

Deno.test("no percentages before a second has passed", () => {
  const { window, at } = windowAt();
  const reading = [cpu("0", 1, 0, 0, 1, 0, 0, 0, 0)];
  assertEquals(window.percentages(reading), []);
  window.add(reading);
  at(0.5);
  assertEquals(window.percentages([cpu("0", 1.5, 0, 0, 1, 0, 0, 0, 0)]), []);
  at(1);
  assertEquals(window.percentages([cpu("0", 2, 0, 0, 1, 0, 0, 0, 0)])[0].busy, 100);
});

Deno.test("only the last 15 seconds count, however often somebody asks", () => {
  const { window, at } = windowAt();
  // Busy for 20 s, then idle for 15 s.
  for (let s = 0; s <= 35; s++) {
    at(s);
    const now = [cpu("0", Math.min(s, 20), 0, 0, Math.max(0, s - 20), 0, 0, 0, 0)];
    window.add(now);
    for (let asked = 0; asked < 3; asked++) window.percentages(now);
  }
  assertEquals(window.percentages([cpu("0", 20, 0, 0, 15, 0, 0, 0, 0)])[0].busy, 0);
});

Deno.test("after a pause the window begins anew", () => {
  const { window, at } = windowAt();
  window.add([cpu("0", 0, 0, 0, 0, 0, 0, 0, 0)]);
  at(3600);
  window.add([cpu("0", 100, 0, 0, 3500, 0, 0, 0, 0)]);
  assertEquals(window.percentages([cpu("0", 100, 0, 0, 3500, 0, 0, 0, 0)]), []);
  at(3602);
  const [{ busy }] = window.percentages([cpu("0", 101, 0, 0, 3501, 0, 0, 0, 0)]);
  assertEquals(busy, 50);
});

Deno.test("a CPU that comes has no percentages at first, one that goes has none", () => {
  const { window, at } = windowAt();
  window.add([cpu("0", 0, 0, 0, 0, 0, 0, 0, 0), cpu("1", 0, 0, 0, 0, 0, 0, 0, 0)]);
  at(2);
  const found = window.percentages([
    cpu("0", 1, 0, 0, 1, 0, 0, 0, 0),
    cpu("2", 1, 0, 0, 1, 0, 0, 0, 0),
  ]);
  assertEquals(found.map(({ cpu }) => cpu), ["0"]);
});

Deno.test("a mode that goes back stays where it was, by however much; so do guests", () => {
  const { window } = windowAt();
  window.steady([{ ...cpu("0", 10, 0, 0, 100, 5000, 0, 0, 0), guest: 7, guestNice: 2 }]);
  // As kernels do that take the sleep of a CPU from iowait to idle.
  const [held] = window.steady([cpu("0", 11, 0, 0, 110, 4990, 0, 0, 0)]);
  assertEquals(held.seconds, [11, 0, 0, 110, 5000, 0, 0, 0]);
  assertEquals([held.guest, held.guestNice], [7, 2]);
  // Small steps are held against the highest, not against the last.
  for (const iowait of [4998, 4996.9]) {
    const [next] = window.steady([cpu("0", 11, 0, 0, 110, iowait, 0, 0, 0)]);
    assertEquals(next.seconds[4], 5000);
  }
});

Deno.test("a CPU whose idle time goes back has come anew: as it is, and without percentages at first", () => {
  const { window, at } = windowAt();
  for (let s = 0; s <= 10; s++) {
    at(s);
    window.add([cpu("0", s, 0, 0, 9 * s, 0, 0, 0, 0), cpu("1", s, 0, 0, 100 + 9 * s, 0, 0, 0, 0)]);
  }
  at(11);
  const came = window.steady([
    cpu("0", 11, 0, 0, 99, 0, 0, 0, 0),
    cpu("1", 0.1, 0, 0, 0.9, 0, 0, 0, 0),
  ]);
  assertEquals(came[1].seconds, [0.1, 0, 0, 0.9, 0, 0, 0, 0]);
  assertEquals(window.percentages(came).map(({ cpu }) => cpu), ["0"]);
  window.add(came);
  at(13);
  const later = window.percentages(window.steady([
    cpu("0", 13, 0, 0, 117, 0, 0, 0, 0),
    cpu("1", 0.3, 0, 0, 2.7, 0, 0, 0, 0),
  ]));
  assertEquals(later.map(({ cpu, busy }) => [cpu, busy]), [["0", 10], ["1", 10]]);
});

Deno.test("modes that the system does not count are no part of the sum", () => {
  const { window, at } = windowAt();
  window.add([cpu("0", 0, NaN, 0, 0, NaN, NaN, NaN, NaN)]);
  at(4);
  const [{ busy, percent }] = window.percentages([cpu("0", 1, NaN, 0, 3, NaN, NaN, NaN, NaN)]);
  assertEquals(percent, [25, NaN, 0, 75, NaN, NaN, NaN, NaN]);
  assertAlmostEquals(busy, 25);
});
