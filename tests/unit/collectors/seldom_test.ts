/** Collectors that are loaded when there is something to read. */
import { NoData } from "../../../collectors/collector.ts";
import { collectors } from "../../../collectors/mod.ts";
import * as seldom from "../../../collectors/seldom.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";
import { MadeUpHost, read, values } from "../../fixture.ts";

const { metricsOf, ...all } = seldom;

Deno.test("each has its own name, is in the list, and gives families when it is loaded", async () => {
  for (const [name, collector] of Object.entries(all)) {
    assertEquals(collector.name, name);
    assert(collectors.includes(collector), name);
    assert((await metricsOf(collector)).length > 0, name);
  }
});

Deno.test("a host without it is no error, and a success where node_exporter says so", async () => {
  // Of those that are asked for by a flag, each says itself what is missing.
  const without = Object.values(all).filter(({ offByDefault }) => !offByDefault);
  const successful = [];
  for (const collector of without) {
    const error = await assertRejects(() => read(collector, {}), NoData);
    if ((error as NoData).success) successful.push(collector.name);
  }
  assertEquals(successful.sort(), ["bcache", "btrfs", "edac", "xfs"]);
});

Deno.test("what comes later is read from then on", async () => {
  using made = new MadeUpHost({});
  const running = all.watchdog.start(made.host(all.watchdog));
  const collect = async () => values(await running.collect(1000));
  await assertRejects(collect, NoData);
  made.write({ "sys/class/watchdog/watchdog0/timeout": "60\n" });
  const timeout = 'node_watchdog_timeout_seconds{name="watchdog0"}';
  assertEquals((await collect())[timeout], 60);
  made.write({ "sys/class/watchdog/watchdog0/timeout": "30\n" });
  // Loaded, it answers at once.
  assert(Array.isArray(running.collect(1000)));
  assertEquals((await collect())[timeout], 30);
});
