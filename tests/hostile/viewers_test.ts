/** Many who look at the live page, some of whom do not read. */
import { assert, assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { Program } from "../program.ts";
import { beside, eventually, long, Report, sleep } from "./beside.ts";
import { Crowd } from "./crowd.ts";

const report = new Report();
globalThis.addEventListener("unload", () => report.print());

const LOOK = "GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

Deno.test("500 viewers, 100 of them stalled, keep nobody from the metrics; gone, they leave nothing", async () => {
  await using program = await Program.start();
  const own = async (name: string) =>
    Number(readExposition(await program.metrics()).get(name)?.samples.get(name) ?? NaN);
  const seen = await (async () => {
    using viewers = await Crowd.of(program, 400);
    using stalled = await Crowd.of(program, 100);
    return await beside(program, async () => {
      await viewers.send(LOOK);
      await stalled.send(LOOK);
      viewers.readAll();
      await sleep(long ? 120_000 : 8000);
      assertEquals(viewers.closed, 0);
      assert(await own("hostvitals_live_viewers") >= 400);
    });
  })();
  assertEquals(seen.failures, []);
  assert(seen.peak < 500, `${seen.peak} MB`);
  await eventually(async () => await own("hostvitals_live_viewers") === 0, "nobody looks");
  report.add("500 viewers, 100 of them stalled", seen, "all served, none left behind");
});
