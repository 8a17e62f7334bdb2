import { Tarpit } from "../../../exporter/tarpit.ts";
import { assertEquals } from "../../assert.ts";

/** A tarpit whose clock is set by hand. */
function tarpit() {
  const clock = { now: 1000 };
  const pit = new Tarpit(() => clock.now);
  return { clock, take: () => pit.take() };
}

Deno.test("one who mistypes waits for half a second", () => {
  const { clock, take } = tarpit();
  assertEquals(take(), 500);
  clock.now += 500;
  assertEquals(take(), 500);
});

Deno.test("of many at once one is answered each 5 ms, however many clients they are", () => {
  const { clock, take } = tarpit();
  assertEquals(Array.from({ length: 5 }, take), [500, 505, 510, 515, 520]);
  clock.now += 10;
  assertEquals(take(), 515);
});

Deno.test("nobody waits for more than ten seconds behind those who did not stay for their answers", () => {
  const { take } = tarpit();
  assertEquals(Math.max(...Array.from({ length: 10_000 }, take)), 10_000);
});
