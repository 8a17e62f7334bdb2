import {
  type Collector,
  gauge,
  type Host,
  type MetricFamily,
  NoData,
} from "../../../collectors/collector.ts";
import { Scraper, UnknownCollector } from "../../../exporter/scrape.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";
import { values } from "../../fixture.ts";
import { settled } from "../../settled.ts";

type Collect = (budget: number) => MetricFamily[] | Promise<MetricFamily[]>;

const collector = (name: string, collect: Collect): Collector => ({
  name,
  help: "",
  system: "any",
  metrics: [],
  start: () => ({ collect }),
});

const fine = (name: string) => collector(name, () => [gauge(`${name}_up`, "x").one(1)]);
const scraperOf = (...collectors: Collector[]) => new Scraper(collectors, {} as Host);

/** The samples of a scrape but for how long it took. */
async function scrape(scraper: Scraper, budget: number, names?: string[]) {
  const { families } = await scraper.scrape(budget, names);
  return values(families.filter(({ metric }) => !metric.name.includes("duration")));
}

const success = (name: string) => `node_scrape_collector_success{collector="${name}"}`;

Deno.test("a collector that throws, at once or later, costs only its own samples", async () => {
  const scraper = scraperOf(
    fine("a"),
    collector("now", () => {
      throw new SyntaxError("bad line");
    }),
    collector("later", () => Promise.reject(new Error("gone"))),
    collector("none", () => {
      throw new NoData("no such hardware");
    }),
    fine("b"),
  );
  assertEquals(await scrape(scraper, 1000), {
    a_up: 1,
    b_up: 1,
    [success("a")]: 1,
    [success("now")]: 0,
    [success("later")]: 0,
    [success("none")]: 0,
    [success("b")]: 1,
  });
});

Deno.test("a collector of what the host has nothing of is not asked at every scrape", async () => {
  let asked = 0;
  const scraper = scraperOf(collector("none", () => {
    asked++;
    throw new NoData("no such hardware");
  }));
  for (let i = 0; i < 3; i++) assertEquals(await scrape(scraper, 1000), { [success("none")]: 0 });
  assertEquals(asked, 1);
});

Deno.test("a late collector is left out, not started again while it hangs, and comes back", async () => {
  let started = 0;
  let wake = (_: MetricFamily[]) => {};
  const hung = collector("hung", () => {
    started++;
    return new Promise((resolve) => wake = resolve);
  });
  const scraper = scraperOf(fine("a"), hung);
  const without = { a_up: 1, [success("a")]: 1, [success("hung")]: 0 };
  assertEquals(await scrape(scraper, 20), without);
  // It has hung for longer than this scrape may take: no waiting at all.
  assertEquals(await scrape(scraper, 10), without);
  assertEquals(started, 1);
  wake([gauge("hung_up", "x").one(1)]);
  await settled();
  const next = scrape(scraper, 1000);
  await settled();
  wake([gauge("hung_up", "x").one(2)]);
  assertEquals(await next, { a_up: 1, hung_up: 2, [success("a")]: 1, [success("hung")]: 1 });
  assertEquals(started, 2);
});

Deno.test("scrapes at the same time share one reading, each with its own deadline", async () => {
  let started = 0;
  let wake = (_: MetricFamily[]) => {};
  const slow = collector("slow", () => {
    started++;
    return new Promise((resolve) => wake = resolve);
  });
  const scraper = scraperOf(slow);
  const patient = scrape(scraper, 10_000);
  const hasty = scrape(scraper, 5);
  assertEquals(await hasty, { [success("slow")]: 0 });
  wake([gauge("slow_up", "x").one(1)]);
  assertEquals(await patient, { slow_up: 1, [success("slow")]: 1 });
  assertEquals(started, 1);
});

Deno.test("of each collector is told how long it took", async () => {
  const { families } = await scraperOf(fine("a")).scrape(1000);
  const took = values(families)['node_scrape_collector_duration_seconds{collector="a"}'];
  assert(took >= 0 && took < 1, String(took));
});

Deno.test("only the collectors asked for run", async () => {
  const scraper = scraperOf(fine("a"), fine("b"));
  assertEquals(await scrape(scraper, 1000, ["b"]), { b_up: 1, [success("b")]: 1 });
  await assertRejects(() => scraper.scrape(1000, ["c"]), UnknownCollector, "missing collector: c");
});

Deno.test("a tick that fails does not stop the others", async () => {
  let ticked = 0;
  const ticking = (name: string, tick: () => void): Collector => ({
    ...fine(name),
    start: () => ({ collect: () => [], tick }),
  });
  await scraperOf(
    ticking("bad", () => {
      throw new Error("no");
    }),
    ticking("good", () => void ticked++),
  ).tick();
  assertEquals(ticked, 1);
});
