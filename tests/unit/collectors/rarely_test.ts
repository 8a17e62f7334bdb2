/** What is kept from scrape to scrape because it changes rarely. */
import { LabelsMemo } from "../../../collectors/labels_memo.ts";
import { OptionalFile } from "../../../collectors/linux/optional.ts";
import { isOld, Rarely, RarelyInTurns } from "../../../collectors/rarely.ts";
import { atOnce, urgently } from "../../../collectors/turns.ts";
import { assertEquals, assertThrows } from "../../assert.ts";
import { MadeUpHost } from "../../fixture.ts";

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
