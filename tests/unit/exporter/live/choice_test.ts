/** Of a query with many series the largest are told, without changing what is told all the time. */
import { Choice, MOST } from "../../../../exporter/live/choice.ts";
import { assert, assertEquals } from "../../../assert.ts";

const START = 1_700_000_000_000;

/** A host of so many interfaces, whose values are set; it counts the changes of what is told. */
class Host {
  readonly choice = new Choice();
  readonly values: number[];
  readonly labels: { device: string }[];
  time = START;
  changes = 0;
  all: number | undefined;
  told: readonly number[] = [];

  constructor(count: number) {
    this.values = Array.from({ length: count }, (_, i) => i);
    this.labels = this.values.map((i) => ({ device: `${i}` }));
  }

  get #found() {
    return this.values.map((value, i) => ({ metric: this.labels[i], value }));
  }

  /** Seconds pass. */
  pass(seconds: number, each = () => {}): void {
    for (let i = 0; i < seconds; i++) {
      this.time += 1000;
      each();
      const { series, all } = this.choice.of(this.#found, this.time);
      const told = series.map(({ metric }) => Number(metric.device));
      if (told.join() !== this.told.join()) this.changes++;
      this.told = told;
      this.all = all;
    }
  }

  past(means: readonly number[]) {
    const found = means.map((value, i) => ({
      metric: { device: `${i}` },
      times: [this.time - 1000, this.time],
      values: [value - 1, value + 1],
    }));
    const { series, all } = this.choice.ofPast(found, this.time);
    return { told: series.map(({ metric }) => Number(metric.device)), all };
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

Deno.test("where there are no more than are told, all are, as they come", () => {
  const host = new Host(MOST);
  host.pass(20);
  assertEquals([host.told, host.all], [range(0, MOST), undefined]);
  assertEquals(host.past(host.values), { told: range(0, MOST), all: undefined });
});

Deno.test("of more the largest are told, in their order, and how many there are", () => {
  const host = new Host(100);
  host.pass(60);
  assertEquals([host.told, host.all, host.changes], [range(100 - MOST, 100), 100, 1]);
});

Deno.test("one that becomes busy is told within 15 s, also twice as busy as the others only", () => {
  const host = new Host(100);
  host.values.fill(50);
  host.pass(60);
  const quiet = range(0, 100).filter((i) => !host.told.includes(i));
  host.values[quiet[0]] = 100;
  host.values[quiet[1]] = 55;
  host.pass(15);
  assert(host.told.includes(quiet[0]) && host.told.includes(quiet[1]), host.told.join());
  assertEquals([host.told.length, host.changes], [MOST, 3]);
});

Deno.test("one that rests is told on while others need no place, and those that are equal change nothing", () => {
  const host = new Host(100);
  host.pass(60);
  host.values.fill(0);
  host.pass(600);
  assertEquals([host.told, host.changes], [range(100 - MOST, 100), 1]);
});

Deno.test("twelve that take turns at being busy keep their places", () => {
  const host = new Host(100);
  host.pass(10);
  let second = 0;
  const turn = () => {
    for (let i = 0; i < 100; i++) host.values[i] = i < 12 ? 200 : i / 100;
    const rests = Math.floor(second++ / 20) % 12;
    for (let i = 0; i < 4; i++) host.values[(rests + i) % 12] = 0;
  };
  // Until each had its turn.
  host.pass(300, turn);
  const { changes } = host;
  assertEquals(range(0, 12).filter((i) => !host.told.includes(i)), []);
  host.pass(600, turn);
  assertEquals(host.changes, changes);
});

Deno.test("where all are equally noisy, what is told changes no more often than every 5 s", () => {
  const host = new Host(200);
  let seed = 1;
  const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
  host.pass(300, () => host.values.forEach((_, i) => host.values[i] = random()));
  assert(host.changes <= 61, `${host.changes} changes`);
});

Deno.test("a choice begins with the means of the past, and the past tells what the ticks tell", () => {
  const host = new Host(100);
  // Before the past is known a tick may come, in which others are large.
  host.pass(1);
  const past = host.past(host.values.map((i) => i < 16 ? 1000 : i));
  assertEquals(past, { told: range(0, 16), all: 100 });
  host.values.fill(500, 0, 16);
  host.pass(10);
  assertEquals(host.told, past.told);
  // A page that comes later is told the same, whatever the means of its past are.
  assertEquals(host.past(host.values.map((i) => i)).told, past.told);
});

Deno.test("after a time in which nobody looked it begins anew", () => {
  const host = new Host(100);
  host.past(host.values);
  host.pass(10);
  host.time += 3_600_000;
  const past = host.past(host.values.map((i) => 100 - i));
  assertEquals(past.told, range(0, MOST));
});

Deno.test("what is gone is counted for as long as it is seen; without a value nothing is told", () => {
  const host = new Host(100);
  host.values.fill(NaN, 30);
  host.pass(10);
  assertEquals([host.told, host.all], [range(14, 30), 30]);
  host.values.fill(NaN, 20);
  host.pass(290);
  assertEquals(host.all, 30);
  host.pass(20);
  assertEquals([host.told, host.all], [range(4, 20), 20]);
});

Deno.test("a second without values changes nothing", () => {
  const host = new Host(100);
  host.pass(10);
  host.time += 1000;
  assertEquals(host.choice.of([], host.time), { series: [], all: 100 });
  host.pass(1);
  assertEquals([host.told.length, host.changes], [MOST, 1]);
});

Deno.test("a clock that is set back is no reason to wait", () => {
  const host = new Host(100);
  host.pass(60);
  host.time -= 86_400_000;
  host.values[0] = 1000;
  host.pass(15);
  assert(host.told.includes(0), host.told.join());
  assertEquals(host.all, 100);
});
