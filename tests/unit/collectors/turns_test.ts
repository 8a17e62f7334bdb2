import { atOnce, inTurns } from "../../../collectors/turns.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";

/** Work of so many pieces of 2 ms, of which a turn has three. */
function* pieces(count: number): Generator<void, number> {
  for (let i = 0; i < count; i++) {
    const end = performance.now() + 2;
    while (performance.now() < end);
    yield;
  }
  return count;
}

Deno.test("short work is done at once", () => {
  assertEquals(inTurns(pieces(1)), 1);
});

Deno.test("long work lets others have their turn, again and again", async () => {
  let others = 0;
  const timer = setInterval(() => others++);
  const done = inTurns(pieces(30));
  assert(done instanceof Promise);
  assertEquals(await done, 30);
  clearInterval(timer);
  assert(others >= 3, `${others} turns`);
});

Deno.test("work that must be whole is not interrupted", () => {
  assertEquals(atOnce(pieces(5)), 5);
});

Deno.test("what fails, fails at once or later, as it was met", async () => {
  function* failing(before: number): Generator<void, never> {
    yield* pieces(before);
    throw new RangeError("no");
  }
  assertThrows(() => inTurns(failing(0)), RangeError, "no");
  await assertRejects(async () => await inTurns(failing(10)), RangeError, "no");
});
