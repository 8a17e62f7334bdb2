import { FreeMemory } from "../../../exporter/memory.ts";
import { assertEquals } from "../../assert.ts";
import { HeldClock } from "./held_clock.ts";

Deno.test("memory is given back after the start and each minute, one time after the other", async () => {
  const clock = new HeldClock(0);
  let times = 0;
  let done = Promise.withResolvers<void>();
  const memory = new FreeMemory(() => () => {
    times++;
    return done.promise;
  }, clock);
  await clock.run(4999);
  assertEquals(times, 0);
  await clock.run(1);
  assertEquals(times, 1);
  await clock.run(120_000);
  assertEquals(times, 1, "the first has not ended");
  done.resolve();
  await clock.run(0);
  done = Promise.withResolvers();
  await clock.run(60_000);
  assertEquals(times, 2);
  memory[Symbol.dispose]();
  done.resolve();
  await clock.run(120_000);
  assertEquals(times, 2, "closed");
});

Deno.test("where the C library cannot, nothing is asked again", async () => {
  const clock = new HeldClock(0);
  let asked = 0;
  using _memory = new FreeMemory(() => void asked++, clock);
  await clock.run(300_000);
  assertEquals(asked, 1);
});
