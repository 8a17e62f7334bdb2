import { dayFromSource, runDay, type Seen } from "../../scripts/soak/day.ts";
import { chart, report } from "../../scripts/soak/report.ts";
import { thisMachine } from "../../scripts/bench/report.ts";
import { assert, assertEquals } from "../assert.ts";

const skip = { ignore: Deno.build.os !== "linux" };

Deno.test(
  "an hour's worth of work: all of it is done, and nothing is left behind",
  skip,
  async () => {
    const log = await Deno.makeTempFile();
    try {
      const day = await runDay(dayFromSource(), 1, log, { givesBack: true });
      // The first tick and the first reading are those of the start.
      assertEquals([day.ticks, day.scrapes, day.queries, day.viewers], [3601, 240, 72, 1]);
      assertEquals(day.readings, { kept: 241, made: 241 });
      assert(day.evaluations > 240, `${day.evaluations} evaluations`);
      assert(day.events > 8 * 15 / 2, `${day.events} events of 120 seconds`);
      assertEquals(day.seen.length, 240);
      // At any one moment some work may be under way: what is left behind is there at all of them.
      const least = (of: (seen: Seen) => number) =>
        [day.seen.slice(0, 120), day.seen.slice(120)].map((half) => Math.min(...half.map(of)));
      for (
        const [what, of, more] of [
          ["open files", ({ files }) => files, 2],
          ["threads", ({ threads }) => threads, 4],
          ["timers", ({ timers }) => timers, 2],
          ["bytes", ({ resident }) => resident, 64e6],
        ] satisfies [string, (seen: Seen) => number, number][]
      ) {
        const [first, second] = least(of);
        assert(second <= first + more, `${first} ${what} at least, then ${second}`);
      }
      assert(chart(day).includes("RSS, second half"));
      assert(report(day, thisMachine()).includes("| open files |"));
    } finally {
      await Deno.remove(log);
    }
  },
);
