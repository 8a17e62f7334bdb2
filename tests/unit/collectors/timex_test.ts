import { clockState, readClock } from "../../../collectors/linux/clock_state.ts";
import { assert, assertEquals } from "../../assert.ts";

/** A `struct timex` in which each number that is told is another one. */
function told(status: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(208));
  const longs = [8, 16, 24, 32, 48, 88, 96, 104, 120, 128, 136, 144, 152];
  for (const at of longs) view.setBigInt64(at, BigInt(-at), true);
  for (const at of [112, 160]) view.setInt32(at, -at, true);
  view.setInt32(40, status, true);
  return new Uint8Array(view.buffer);
}

Deno.test("a struct timex: each number where adjtimex(2) has it", () => {
  const { pps, ...clock } = clockState(0, told(0x2001));
  assertEquals(clock, {
    isSynchronized: true,
    unit: 1e-9,
    offset: -8,
    frequency: -16,
    maxError: -24,
    estimatedError: -32,
    status: 0x2001,
    timeConstant: -48,
    tick: -88,
    taiOffset: -160,
  });
  assertEquals(pps, {
    frequency: -96,
    jitter: -104,
    shift: -112,
    stability: -120,
    jitterExceeded: -128,
    calibrations: -136,
    errors: -144,
    stabilityExceeded: -152,
  });
});

Deno.test("a clock that nothing keeps right, and counts of microseconds", () => {
  const { isSynchronized, unit } = clockState(5, told(0x40));
  assertEquals({ isSynchronized, unit }, { isSynchronized: false, unit: 1e-6 });
});

Deno.test({
  name: "the clock of this host has its tick",
  ignore: Deno.build.os !== "linux",
  fn() {
    const clock = readClock();
    assert(clock);
    // It is a hundredth of a second, and adjtimex(8) sets it no further than a tenth from that.
    assert(Math.abs(clock.tick - 10_000) <= 1000, `${clock.tick}`);
    // Synchronized is what is not STA_UNSYNC.
    assertEquals(clock.isSynchronized, (clock.status & 0x40) === 0);
  },
});
