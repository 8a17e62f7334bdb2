import { FairLine } from "../../../exporter/fair_line.ts";
import { assertEquals } from "../../assert.ts";

/** A line whose turn is taken, and what became of those who entered. */
async function lineOf(most: number, names: readonly string[], last: readonly string[] = []) {
  const line = new FairLine(most, (who) => last.includes(who));
  await line.enter("first");
  const served: string[] = [];
  const gone: string[] = [];
  for (const name of names) {
    line.enter(name[0]).then((turn) => (turn ? served : gone).push(name));
    await Promise.resolve();
  }
  for (let i = 0; i < names.length; i++) {
    line.leave();
    await Promise.resolve();
  }
  line.leave();
  return { served, gone, line };
}

Deno.test("turns go round those who wait, however much each of them asks for", async () => {
  const { served, gone } = await lineOf(10, ["a1", "a2", "a3", "b1", "b2", "c1"]);
  assertEquals(served, ["a1", "b1", "c1", "a2", "b2", "a3"]);
  assertEquals(gone, []);
});

Deno.test("who failed has turns when nobody else waits", async () => {
  const { served } = await lineOf(10, ["a1", "a2", "b1", "c1", "c2"], ["a", "b"]);
  assertEquals(served, ["c1", "c2", "a1", "b1", "a2"]);
});

Deno.test("in a full line the newest of whoever has most gives way", async () => {
  const { served, gone } = await lineOf(3, ["a1", "a2", "a3", "b1", "b2", "c1"]);
  // b2 would make two of b beside two of a: the newcomer goes.
  assertEquals(gone, ["a3", "b2", "a2"]);
  assertEquals(served, ["a1", "b1", "c1"]);
});

Deno.test("of those who have as many, one that failed gives way", async () => {
  const { served, gone } = await lineOf(2, ["a1", "b1", "c1", "d1"], ["a", "d"]);
  assertEquals(gone, ["a1", "d1"]);
  assertEquals(served, ["b1", "c1"]);
});

Deno.test("an empty line gives its turn at once", async () => {
  const { line } = await lineOf(2, ["a1"]);
  assertEquals(await line.enter("b"), true);
});
