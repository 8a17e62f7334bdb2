import { SharedWork } from "../../../exporter/shared_work.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";

/** Shared work under a clock that is set by hand, and for what it was done. */
function counted() {
  const clock = { now: 0 };
  const done: string[] = [];
  const shared = new SharedWork<string>(() => clock.now);
  const ask = (key: string) =>
    shared.of(key, () => {
      done.push(key);
      return Promise.resolve(`${key} ${done.length}`);
    });
  /** Many who ask, each when the one before was looked at to its end, but for what waits for a round. */
  const crowd = async (keys: readonly string[]) => {
    const asked: Promise<string>[] = [];
    for (const key of keys) {
      asked.push(ask(key));
      for (let i = 0; i < 20; i++) await null;
    }
    return await Promise.all(asked);
  };
  return { clock, done, shared, ask, crowd };
}

Deno.test("who comes alone is served at once", async () => {
  const { ask, clock, done } = counted();
  for (let times = 1; times <= 2; times++) {
    const asked = ask("a");
    assertEquals(done.length, times);
    assertEquals(await asked, `a ${times}`);
    clock.now += 20;
  }
});

Deno.test("of a crowd the first gets work of its own, all the others the next", async () => {
  const { crowd, done } = counted();
  assertEquals(await crowd(Array(40).fill("a")), ["a 1", ...Array(39).fill("a 2")]);
  assertEquals(done.length, 2);
});

Deno.test("a large crowd gets one work, and its result some at a time: the newest and the oldest first", async () => {
  const { done, ask } = counted();
  await ask("a");
  const order: number[] = [];
  const asked = Array.from({ length: 100 }, (_, i) => ask("a").then(() => order.push(i)));
  await asked[0];
  assertEquals(order, Array.from({ length: 20 }, (_, i) => i), "as many as have room in a turn");
  let late = false;
  const comes = ask("a").then(() => late = true);
  await asked[20];
  assertEquals(late, true, "who comes later does not wait for all of them");
  assert(order.length < 60, `${order.length} had it before`);
  await Promise.all([...asked, comes]);
  assertEquals(order.toSorted((a, b) => a - b), Array.from({ length: 100 }, (_, i) => i));
  assertEquals(done.length, 3);
});

Deno.test("those who ask for something else are a crowd of their own", async () => {
  const { crowd, done } = counted();
  assertEquals(await crowd(["a", "b", "a", "b"]), ["a 1", "b 2", "a 3", "b 2"]);
  assertEquals(done, ["a", "b", "a"]);
});

Deno.test("those who come while work is under way share it", async () => {
  const { shared } = counted();
  const works: ((result: string) => void)[] = [];
  const asked = Array.from(
    { length: 60 },
    () => shared.of("a", () => new Promise((resolve) => void works.push(resolve))),
  );
  assertEquals(works.length, 1);
  works[0]("result");
  assertEquals(await Promise.all(asked), Array(60).fill("result"));
});

Deno.test("what is under way is counted once, however many ask for it", async () => {
  const { ask, shared } = counted();
  const asked = [...Array(60).fill("a"), "b"].map(ask);
  assertEquals([shared.size, shared.isUnderWay("a"), shared.isUnderWay("c")], [2, true, false]);
  await Promise.all(asked);
  assertEquals([shared.size, shared.isUnderWay("a")], [0, false]);
});

Deno.test("work that fails fails for all who share it, and for nobody after them", async () => {
  const shared = new SharedWork<string>();
  const broken = () => Promise.reject(new Error("broken"));
  const asked = [shared.of("a", broken), shared.of("a", broken)];
  for (const one of asked) await assertRejects(() => one, Error, "broken");
  assertEquals(shared.size, 0);
  assertEquals(await shared.of("a", () => Promise.resolve("well")), "well");
});
