import { dayFromSource, runDay } from "../../scripts/soak/day.ts";
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
      const day = await runDay(dayFromSource(), 1, log);
      // The first tick and the first reading are those of the start.
      assertEquals([day.ticks, day.scrapes, day.queries, day.viewers], [3601, 240, 72, 1]);
      assertEquals(day.readings, { kept: 241, made: 241 });
      assert(day.evaluations > 240, `${day.evaluations} evaluations`);
      assert(day.events > 8 * 15 / 2, `${day.events} events of 120 seconds`);
      assertEquals(day.seen.length, 6);
      const [first, last] = [day.seen[0], day.seen.at(-1)!];
      assert(last.files <= first.files + 2, `${first.files} open files, then ${last.files}`);
      assert(last.threads <= first.threads + 4, `${first.threads} threads, then ${last.threads}`);
      assert(last.timers <= first.timers + 2, `${first.timers} timers, then ${last.timers}`);
      assert(
        last.resident < first.resident + 64e6,
        `${first.resident} bytes, then ${last.resident}`,
      );
      assert(chart(day).includes("RSS, second half"));
      assert(report(day, thisMachine()).includes("| open files |"));
    } finally {
      await Deno.remove(log);
    }
  },
);
