import { Ring } from "../../../../exporter/history/ring.ts";
import { STALE } from "../../../../exporter/query/model.ts";
import { assert, assertEquals } from "../../../assert.ts";
import fc from "fast-check";

/** Steps to the next slot, what is put there, and whether the ring was told of it before. */
const puts = fc.array(
  fc.tuple(
    fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 400 })),
    fc.oneof(
      { weight: 10, arbitrary: fc.constant(7) },
      fc.constantFrom(NaN, 0, -0, Infinity, 1.5),
    ),
    fc.boolean(),
  ),
  { minLength: 1, maxLength: 900, size: "max" },
);

Deno.test("a ring has what was put into it last, whatever came before", () => {
  fc.assert(
    fc.property(puts, fc.constantFrom(5, 120, 300, 500), (steps, size) => {
      const memory = { bytes: 0 };
      const ring = new Ring(size, memory);
      const model = new Map<number, number>();
      let slot = 3;
      for (const [ahead, value, prepared] of steps) {
        // A reading for which it was prepared may not come, and another one may.
        if (prepared) ring.prepare(slot % 2 ? value : 3);
        ring.put(slot += ahead, value);
        model.set(slot, value);
      }
      const whole: number[] = [];
      const tail = Math.max(0, slot - size + 1);
      for (let at = tail; at <= slot; at++) {
        assertEquals(ring.get(at), model.get(at) ?? STALE);
        whole.push(ring.get(at));
      }
      const first = whole.findLastIndex((value) => value === STALE) + 1;
      assertEquals(ring.filled(tail + first, slot), true);
      if (first > 0) assertEquals(ring.filled(tail + first - 1, slot), false);
      assertEquals([...ring.values(tail + first, slot)], whole.slice(first));
      assertEquals(ring.complete, slot - Math.min(...model.keys()) < size);
      assert(memory.bytes <= 8 * size);
      ring.clear();
      assertEquals([memory.bytes, ring.get(slot)], [0, STALE]);
    }),
    { seed: 4, numRuns: 50 },
  );
});

Deno.test("one value alone takes no memory, again after others have left", () => {
  const memory = { bytes: 0 };
  const ring = new Ring(240, memory);
  for (let slot = 0; slot < 1000; slot++) {
    ring.put(slot, slot === 300 ? 2 : 1);
    assertEquals(memory.bytes, slot >= 300 && slot < 599 ? 960 : 0, String(slot));
  }
});
