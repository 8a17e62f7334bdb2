/**
 * A day of a host, as fast as the work of a day is done.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, freePort } from "../bench/client.ts";
import type { Command } from "../bench/processes.ts";
import { bundle } from "../compile/bundle.ts";
import { compile } from "../compile/compile.ts";
import { thisTarget } from "../compile/targets.ts";
import { V8_FLAGS } from "../v8_flags.ts";
import type { Inside } from "./program.ts";
import { DayProgram } from "./day_program.ts";

const PROJECT = new URL("../..", import.meta.url);
/** main.ts by a clock that is told when time passes; below the project's directory. */
const DAY_PROGRAM = "scripts/soak/program.ts";

/** Seconds between two scrapes, and the program's own readings. */
const STEP = 15;
/** Steps between two rounds of queries, two viewers. */
const QUERY = 20, VIEWER = 240;
/** Steps from one time at which the program is to give back what it does not use to the next: an hour. */
export const GIVEN_BACK = 240;
/** Steps for which a viewer stays. */
const STAYS = 8;

/** What rule files and dashboards ask. */
const QUERIES = [
  "avg(node_cpu_usage_percent)",
  "sum by (mode) (rate(node_cpu_seconds_total[5m]))",
  "node_memory_usage_percent",
  "topk(5, rate(node_network_receive_bytes_total[5m]))",
  "quantile_over_time(0.95, node_load1[1h])",
  'max(1 - node_filesystem_avail_bytes{fstype!="tmpfs"} / node_filesystem_size_bytes)',
] as const;

/** Whoever asks now and then comes by a connection of their own. */
const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });

/** What was seen at one moment. */
export interface Seen extends Inside {
  /** Hours of the program's day. */
  readonly hour: number;
  /** Bytes. */
  readonly resident: number;
  /** Bytes of them that are no file's, such as the program's own, which come and go as it is read. */
  readonly anonymous: number;
  readonly files: number;
  readonly threads: number;
}

/** A day. */
export interface Day {
  /** After each scrape. */
  readonly seen: readonly Seen[];
  readonly scrapes: number;
  readonly queries: number;
  readonly viewers: number;
  /** Events that the viewers got. */
  readonly events: number;
  /** Lines that it logged. */
  readonly logged: number;
  /** Of the program's own count. */
  readonly ticks: number;
  /** Readings that its history has of the last two hours, and how many those were. */
  readonly readings: { readonly kept: number; readonly made: number };
  /** How often rules were evaluated. */
  readonly evaluations: number;
  /** What was seen after a rest at the real pace, if there was one. */
  readonly rested?: Seen;
  /** Seconds that it took. */
  readonly took: number;
}

/** What there is beside the work of a day. */
export interface Pace {
  /** Milliseconds of rest behind every 15 s, in which V8 may tidy up. */
  readonly pause?: number;
  /** Seconds that pass afterwards as they do on a host. */
  readonly rest?: number;
  /** Whether the program is to give back each hour what it does not use. */
  readonly givesBack?: boolean;
}

/** How the program of the day is run from source. */
export const dayFromSource = (): Command => ({
  path: Deno.execPath(),
  args: ["run", "--allow-all", V8_FLAGS, fileURLToPath(new URL(DAY_PROGRAM, PROJECT))],
});

/**
 * How it is run as it is released: bundled, and compiled to a file in a directory.
 *
 * @param compiler the Deno that compiles
 * @throws {Error} in one line, such as where there is no runtime to download
 */
export async function dayCompiled(directory: string, compiler: string): Promise<Command> {
  const target = thisTarget();
  if (!target) throw new Error(`there is no release for ${Deno.build.target}`);
  const project = fileURLToPath(PROJECT);
  const bundled = await bundle(Deno.execPath(), project, join(directory, "bundle"), DAY_PROGRAM);
  const path = join(directory, "day");
  await compile(compiler, bundled, target, path);
  return { path, args: [] };
}

/**
 * Runs the program for so many hours of its own.
 *
 * @param log the file for all that it logs
 * @throws {Error} where it ends, or answers wrongly
 */
export async function runDay(
  command: Command,
  hours: number,
  log: string,
  pace: Pace = {},
): Promise<Day> {
  const since = performance.now();
  const day = await liveThrough(command, hours, log, pace);
  return {
    ...day,
    logged: Deno.readTextFileSync(log).split("\n").length - 1,
    took: (performance.now() - since) / 1000,
  };
}

async function liveThrough(
  command: Command,
  hours: number,
  log: string,
  { pause = 0, rest = 0, givesBack = false }: Pace,
): Promise<Omit<Day, "logged" | "took">> {
  const port = freePort();
  await using program = await DayProgram.start(command, port, log);
  using scraper = new Client(`http://127.0.0.1:${port}/metrics`);
  const base = `http://127.0.0.1:${port}`;
  const seen: Seen[] = [];
  const steps = Math.round(hours * 3600 / STEP);
  const counts = { scrapes: 0, queries: 0, viewers: 0, events: 0 };
  let viewer: { readonly left: number; readonly leave: () => Promise<number> } | undefined;
  for (let step = 1; step <= steps; step++) {
    if (pause > 0) await sleep(pause);
    if (givesBack && step % GIVEN_BACK === GIVEN_BACK / 2) await program.giveBack();
    const inside = await passStep(program);
    await scraper.scrape("prometheus");
    counts.scrapes++;
    if (step % QUERY === 0) {
      for (const query of QUERIES) await ask(base, query, inside.now);
      counts.queries += QUERIES.length;
    }
    if (viewer?.left === step) {
      counts.events += await viewer.leave();
      viewer = undefined;
    } else if (!viewer && step % VIEWER === VIEWER / 4) {
      viewer = { left: step + STAYS, leave: watch(base) };
      counts.viewers++;
    }
    seen.push({ ...inside, ...outside(program.pid), hour: step * STEP / 3600 });
  }
  if (viewer) counts.events += await viewer.leave();
  let rested: Seen | undefined;
  for (let second = 1; second <= rest; second++) {
    await sleep(1000);
    const inside = await program.pass(1000);
    if (second % STEP !== 0) continue;
    await scraper.scrape("prometheus");
    counts.scrapes++;
    rested = { ...inside, ...outside(program.pid), hour: hours + second / 3600 };
  }
  const metrics = await (await fetch(`${base}/metrics`, { client })).text();
  const end = program.now / 1000;
  // The first of all was made at the start.
  const made = Math.min(steps + Math.floor(rest / STEP) + 1, 2 * 3600 / STEP);
  return {
    seen,
    rested,
    ...counts,
    ticks: valueOf(metrics, "hostvitals_sampler_ticks_total"),
    readings: { kept: await counted(base, end, made), made },
    evaluations: valueOf(metrics, "hostvitals_rule_evaluations_total"),
  };
}

/** 15 seconds pass, one by one: in one go the live stream would leave some out. */
async function passStep(program: DayProgram): Promise<Inside> {
  for (let second = 1; second < STEP; second++) await program.pass(1000);
  return await program.pass(1000);
}

/** A graph of an hour. */
async function ask(base: string, query: string, now: number): Promise<void> {
  const end = now / 1000;
  const asked = new URLSearchParams({ query, start: `${end - 3600}`, end: `${end}`, step: "15" });
  const response = await fetch(`${base}/api/v1/query_range?${asked}`, { client });
  const answer = await response.json();
  if (answer.status !== "success") throw new Error(`${query}: ${JSON.stringify(answer)}`);
}

/**
 * Looks at the live page; what it returns ends that and tells how many events came. It ends by its reader: in some
 * hundred times Deno 2.9 loses what aborts a body that is under way.
 */
function watch(base: string): () => Promise<number> {
  let events = 0;
  const begun = (async () => {
    await (await fetch(`${base}/`, { client })).text();
    const response = await fetch(`${base}/api/v1/live`, { client });
    return response.body!.pipeThrough(new TextDecoderStream()).getReader();
  })();
  const looking = begun.then(async (reader) => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      events += value.split("\ndata:").length - 1 + Number(value.startsWith("data:"));
    }
  });
  return async () => {
    await (await begun).cancel();
    await looking;
    return events;
  };
}

/** How many of the last readings the history has. */
async function counted(base: string, end: number, readings: number): Promise<number> {
  const query = `sum(count_over_time(up[${readings * STEP}s]))`;
  const response = await fetch(
    `${base}/api/v1/query?${new URLSearchParams({ query, time: `${end}` })}`,
    { client },
  );
  return Number((await response.json()).data.result[0]?.value[1] ?? 0);
}

function valueOf(metrics: string, name: string): number {
  const lines = metrics.split("\n").filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}

function outside(pid: number): Omit<Seen, keyof Inside | "hour"> {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)![1]);
  return {
    resident: 1024 * number("VmRSS"),
    anonymous: 1024 * number("RssAnon"),
    threads: number("Threads"),
    files: [...Deno.readDirSync(`/proc/${pid}/fd`)].length,
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
