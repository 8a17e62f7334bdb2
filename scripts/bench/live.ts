/**
 * What the live page costs: the program's CPU without, with one and with twenty pages that are open, and
 * the browser's. `deno task bench:live`; the figures stand in docs/live.md.
 *
 * @module
 */
import { type Browser, chromium } from "playwright-core";
import { Program } from "../../tests/program.ts";
import { tool } from "../../tests/tools.ts";

/** Seconds of each measurement. */
const SECONDS = 30;

/** Seconds on the CPU that a process has used so far, with its children that still run. */
function cpuOf(pid: number): number {
  const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  let seconds = (Number(fields[11]) + Number(fields[12])) / 100;
  for (const child of Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).split(" ")) {
    if (child) seconds += cpuOf(Number(child));
  }
  return seconds;
}

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** Percent of one CPU that a process uses while something goes on. */
async function share(pid: number): Promise<number> {
  const before = cpuOf(pid), since = performance.now();
  await wait(SECONDS);
  return 100 * (cpuOf(pid) - before) / ((performance.now() - since) / 1000);
}

/** Opens streams and reads them, as pages do; gives the bytes of the last seconds of one. */
async function streams(url: string, count: number): Promise<{ end(): void; bytes(): number }> {
  const stop = new AbortController();
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const { body } = await fetch(`${url}api/v1/live`, { signal: stop.signal });
    (async () => {
      for await (const part of body!) if (i === 0) bytes += part.length;
    })().catch(() => {});
  }
  return { end: () => stop.abort(), bytes: () => bytes };
}

async function ticksOf(browser: Browser, url: string): Promise<{ took: number[]; paint: number }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url);
  const took = await page.evaluate(`new Promise((resolve) => {
    const took = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntriesByName("hostvitals:tick")) took.push(duration);
      if (took.length >= ${SECONDS}) resolve(took);
    }).observe({ type: "measure" });
  })`) as number[];
  const paint = await page.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  ) as number;
  return { took: took.sort((a, b) => a - b), paint };
}

async function main(): Promise<void> {
  await using program = await Program.start("--alert.state-file=none");
  // The first readings, and what is loaded and compiled once.
  await wait(20);
  console.log(`program, nobody looks: ${(await share(program.pid)).toFixed(2)} % of one CPU`);
  for (const count of [1, 20]) {
    const open = await streams(program.url, count);
    await wait(10);
    const before = open.bytes();
    const used = await share(program.pid);
    const bytes = Math.round((open.bytes() - before) / SECONDS);
    console.log(`program, ${count} pages: ${used.toFixed(2)} % of one CPU; ${bytes} bytes/s each`);
    open.end();
    await wait(2);
  }
  const seconds = /^hostvitals_live_tick_seconds_total (.*)$/m.exec(await program.metrics())![1];
  console.log(`evaluating all ticks so far took ${Number(seconds).toFixed(3)} s`);
  const executablePath = await tool("chromium", "chromium");
  if (!executablePath) return;
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const { took, paint } = await ticksOf(browser, program.url);
  const at = (share: number) => took[Math.floor(share * (took.length - 1))].toFixed(1);
  console.log(`browser: a tick's script p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`);
  console.log(`browser: first contentful paint ${Math.round(paint)} ms`);
  await browser.close();
}

if (import.meta.main) await main();
