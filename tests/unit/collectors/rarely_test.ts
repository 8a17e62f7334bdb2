/** What is kept from scrape to scrape because it changes rarely. */
import { LabelsMemo } from "../../../collectors/labels_memo.ts";
import { OptionalFile } from "../../../collectors/linux/optional.ts";
import { isOld, Rarely, RarelyInTurns, StaleWhileRevalidate } from "../../../collectors/rarely.ts";
import { atOnce, urgently } from "../../../collectors/turns.ts";
import { assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { MadeUpHost } from "../../fixture.ts";
import { settled } from "../../settled.ts";

Deno.test("what changes rarely is asked for once a minute", () => {
  let clock = 0, asked = 0;
  const answer = new Rarely(() => clock, () => ++asked);
  assertEquals(answer.get(), 1);
  clock = 59_999;
  assertEquals(answer.get(), 1);
  clock = 60_000;
  assertEquals(answer.get(), 2);
});

Deno.test("what takes long is asked for when nobody waits, and where somebody always does after two minutes", async () => {
  let clock = 0, asked = 0;
  const answer = new RarelyInTurns(() => clock, function* () {
    yield;
    return ++asked;
  });
  const get = () => atOnce(answer.get());
  assertEquals(get(), 1);
  clock = 60_000;
  await urgently(() => Promise.resolve(assertEquals(get(), 1)));
  assertEquals(get(), 2);
  clock = 179_999;
  await urgently(() => Promise.resolve(assertEquals(get(), 2)));
  clock = 180_000;
  await urgently(() => Promise.resolve(assertEquals(get(), 3)));
  assertEquals([59_999, 60_000].map((age) => isOld(age)), [false, true]);
});

Deno.test("a question that failed is asked again at once", () => {
  let asked = 0;
  const answer = new Rarely(() => 0, () => {
    if (++asked === 1) throw new Error("not now");
    return asked;
  });
  assertThrows(() => answer.get(), Error, "not now");
  assertEquals(answer.get(), 2);
});

/** A count that is answered by hand: how often it was asked, and of which kind last. */
function counting() {
  const made = { clock: 0, asked: 0, kind: "", answer: (_count: number) => {}, fail: () => {} };
  const count = new StaleWhileRevalidate(() => made.clock, (kind) => {
    made.asked++;
    made.kind = kind;
    return new Promise<number>((resolve, reject) => {
      made.answer = resolve;
      made.fail = () => reject(new Error("not now"));
    });
  });
  return { made, count };
}

Deno.test("nobody waits for a count while the last one is good enough", async () => {
  const { made, count } = counting();
  const first = count.get();
  assertEquals(made.kind, "usual");
  made.answer(1);
  assertEquals(await first, 1);
  made.clock = 9_999;
  assertEquals([count.get(), made.asked], [1, 1]);
  made.clock = 10_000;
  assertEquals([count.get(), count.get(), made.asked, made.kind], [1, 1, 2, "patient"]);
  // It is of the time at which it was asked for.
  made.clock = 19_000;
  made.answer(2);
  await settled();
  assertEquals([count.get(), made.asked], [2, 2]);
  made.clock = 20_000;
  assertEquals([count.get(), made.asked], [2, 3]);
  made.clock = 40_000;
  const late = count.get();
  assertEquals([late instanceof Promise, made.asked], [true, 3]);
  made.answer(3);
  assertEquals(await late, 3);
});

Deno.test("a count that fails meanwhile is asked for again, and tells why", async () => {
  const { made, count } = counting();
  const first = count.get();
  made.answer(1);
  await first;
  made.clock = 10_000;
  assertEquals(count.get(), 1);
  made.fail();
  await settled();
  const again = count.get();
  made.fail();
  await assertRejects(async () => await again, Error, "not now");
  assertEquals(made.asked, 3);
});

/** An optional file of a made-up host, and the host. */
function optional(tree: Record<string, string>) {
  const made = new MadeUpHost(tree);
  const host = { files: made.files, monotonic: () => made.clock };
  return { made, file: new OptionalFile(host, "/proc/mdstat") };
}

Deno.test("an optional file is read anew each time", () => {
  const { made, file } = optional({ "proc/mdstat": "one" });
  using _ = made;
  assertEquals(file.read(), "one");
  made.write({ "proc/mdstat": "two" });
  assertEquals(file.read(), "two");
});

Deno.test("a file that comes with a module is seen within a minute", () => {
  const { made, file } = optional({});
  using _ = made;
  assertEquals(file.read(), undefined);
  made.write({ "proc/mdstat": "here" });
  made.clock = 59_999;
  assertEquals(file.read(), undefined);
  made.clock = 60_000;
  assertEquals(file.read(), "here");
});

Deno.test("an optional file that cannot be read is not taken for a missing one", () => {
  const { made, file } = optional({ "proc/mdstat/a_directory": "" });
  using _ = made;
  assertThrows(() => file.read(), Error, "directory");
});

Deno.test("the same pairs are the same labels, other pairs are others", () => {
  const labels = new LabelsMemo();
  const first = labels.of({ device: "nvme0", state: "live" });
  assertEquals(labels.of({ device: "nvme0", state: "live" }) === first, true);
  assertEquals(labels.of({ device: "nvme0", state: "dead" }).text, '{device="nvme0",state="dead"}');
});
