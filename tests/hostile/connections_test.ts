/** Clients that come in crowds, ask slowly, or never read: none may keep the others from the metrics. */
import { assert, assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { Program } from "../program.ts";
import { beside, eventually, long, openFiles, Report, type Seen, sleep } from "./beside.ts";
import { Crowd } from "./crowd.ts";

const report = new Report();
globalThis.addEventListener("unload", () => report.print());

const ASK = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
/** MB. With 1,000 clients each of these stays far below. */
const MOST_MEMORY = 400;

/** What holds beside every attack: scrapes were answered, and memory stayed within its bound. */
function assertUnharmed({ failures, scrapes, peak }: Seen): void {
  assertEquals(failures, []);
  assert(scrapes > 0, `${scrapes} scrapes`);
  assert(peak < MOST_MEMORY, `${peak} MB`);
}

/** A sample of the program's own metrics. */
async function own(program: Program, series: string): Promise<number> {
  const families = readExposition(await program.metrics());
  return Number(families.get(series.replace(/\{.*/, ""))!.samples.get(series));
}

const closedFor = (reason: string) =>
  `hostvitals_http_connections_closed_total{reason="${reason}"}`;

Deno.test("200 scrapers at once: each gets its metrics, or is told that there are too many", async () => {
  await using program = await Program.start("--web.max-requests=100");
  const statuses = new Map<number, number>();
  const scrape = async () => {
    const response = await program.fetch("metrics");
    const text = await response.text();
    if (response.ok) assert(text.endsWith("\n") && text.includes("node_load1 "));
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
  };
  const seen = await beside(program, async () => {
    for (let second = 0; second < (long ? 60 : 4); second++) {
      await Promise.all([...Array.from({ length: 200 }, scrape), sleep(1000)]);
    }
  });
  assert(statuses.get(200)! > 200);
  assertEquals([...statuses.keys()].filter((status) => status !== 200 && status !== 503), []);
  assert(seen.peak < MOST_MEMORY, `${seen.peak} MB`);
  const answers = [...statuses].map(([status, n]) => `${n} × ${status}`).join(", ");
  report.add("200 scrapers at once, each second", seen, answers);
});

Deno.test("1,000 connections that send a byte a second are closed after ten seconds", async () => {
  await using program = await Program.start();
  // From the first scrape on some files of /proc stay open.
  await program.metrics();
  const files = openFiles(program.pid);
  using crowd = await Crowd.of(program, 1000);
  assertEquals(crowd.size, 1000);
  const seen = await beside(program, async () => {
    crowd.readAll();
    crowd.drip(ASK, 1000);
    for (let second = 0; second < 30 && crowd.closed < 1000; second++) await sleep(1000);
  });
  assertUnharmed(seen);
  assertEquals(crowd.closed, 1000);
  assertEquals(await own(program, closedFor("slow")), 1000);
  await eventually(() => openFiles(program.pid) < files + 20, "their files are closed");
  report.add("1,000 that send a byte a second", seen, "all closed");
});

Deno.test("1,000 connections that ask and read nothing cost their buffers only, and make room", async () => {
  await using program = await Program.start("--web.max-connections=1000");
  using crowd = await Crowd.of(program, 1000);
  const seen = await beside(program, async () => {
    await crowd.send(ASK);
    await sleep(long ? 60_000 : 5000);
  });
  assertUnharmed(seen);
  assert(await own(program, closedFor("full")) > 0);
  report.add("1,000 that read nothing", seen, "scrapes take their places");
});
