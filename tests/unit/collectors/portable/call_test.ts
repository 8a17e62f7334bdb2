import { Call } from "../../../../collectors/portable/call.ts";
import { assert, assertEquals, assertRejects } from "../../../assert.ts";

/** A question that is answered when the test says so, and a clock that the test holds. */
function heldCall(options: { deadline?: number; goodFor?: number } = {}) {
  const held = { clock: 0, asked: 0, open: Promise.withResolvers<string>() };
  const call = new Call("df", () => {
    held.asked++;
    held.open = Promise.withResolvers();
    return held.open.promise;
  }, { ...options, monotonic: () => held.clock });
  return { held, call };
}

Deno.test("whoever asks while the question is open gets the same answer", async () => {
  const { held, call } = heldCall();
  const first = call.answer(), second = call.answer();
  held.open.resolve("one");
  assertEquals(await Promise.all([first, second]), ["one", "one"]);
  assertEquals(held.asked, 1);
});

Deno.test("once it has answered, the question is asked anew", async () => {
  const { held, call } = heldCall();
  const first = call.answer();
  held.open.resolve("one");
  await first;
  const second = call.answer();
  held.open.resolve("two");
  assertEquals(await second, "two");
  assertEquals(held.asked, 2);
});

Deno.test("an answer is given again for as long as it is good", async () => {
  const { held, call } = heldCall({ goodFor: 2000 });
  const first = call.answer();
  held.open.resolve("one");
  await first;
  held.clock = 1999;
  assertEquals(await call.answer(), "one");
  assertEquals(held.asked, 1);
  held.clock = 2000;
  const second = call.answer();
  held.open.resolve("two");
  assertEquals(await second, "two");
});

Deno.test("a question that hangs rejects at the deadline", async () => {
  const { held, call } = heldCall({ deadline: 5 });
  const error = await assertRejects(() => call.answer(), Deno.errors.TimedOut);
  assertEquals(
    error.message,
    "df has not answered for 0.0 s; it is not asked again before it does",
  );
  held.open.resolve("late");
});

Deno.test("a question that hangs is not asked again, and who asks then is told at once", async () => {
  const { held, call } = heldCall({ deadline: 5 });
  await assertRejects(() => call.answer(), Deno.errors.TimedOut);
  held.clock = 12_300;
  await assertRejects(() => call.answer(), Deno.errors.TimedOut, "has not answered for 12.3 s");
  assertEquals(held.asked, 1);
  held.open.resolve("at last");
  await new Promise((resolve) => setTimeout(resolve));
  const next = call.answer();
  held.open.resolve("well again");
  assertEquals(await next, "well again");
  assertEquals(held.asked, 2);
});

Deno.test("who can wait less than the deadline is told earlier, the others get the answer", async () => {
  const { held, call } = heldCall({ deadline: 60_000 });
  const patient = call.answer();
  await assertRejects(() => call.answer(5), Deno.errors.TimedOut);
  held.open.resolve("one");
  assertEquals(await patient, "one");
  assertEquals(held.asked, 1);
});

Deno.test("a question that fails tells everybody who waits, and is asked anew", async () => {
  const { held, call } = heldCall({ goodFor: 2000 });
  const both = [call.answer(), call.answer()];
  held.open.reject(new Error("no such command"));
  for (const { status } of await Promise.allSettled(both)) assert(status === "rejected");
  const next = call.answer();
  held.open.resolve("one");
  assertEquals(await next, "one");
});
