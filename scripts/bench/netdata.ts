/**
 * hostvitals beside netdata on this host, both every second.
 *
 * @module
 */
import { join } from "node:path";
import { freePort } from "./client.ts";
import { EXPORTERS, orInstalled, type Setup } from "./exporters.ts";
import type { Tools } from "./measure.ts";
import { type Command, lastLine, output, type Started } from "./processes.ts";
import { measuredOn, thisMachine } from "./report.ts";
import { quantile } from "./measure.ts";

/** Seconds to settle, and seconds that are measured; the short form's. */
const SETTLE = 30, MEASURED = 240;
const QUICK_SETTLE = 3, QUICK_MEASURED = 10;
/** Seconds between two scrapes of a Prometheus, which both have. */
const INTERVAL = 15;
/** Milliseconds for the first answer. */
const STARTING = 30_000;

interface Monitor {
  readonly title: string;
  readonly command: Command;
  readonly url: string;
}

/** What one of them used. */
interface Used {
  readonly title: string;
  /** Of a core. */
  readonly cpu: number;
  /** Bytes at the end, and in the middle of all looks. */
  readonly resident: number;
  readonly usual: number;
  readonly processes: number;
}

/** Runs both at the same time, and tells what each used, as a table. */
export async function besideNetdata(quick: boolean, setup: Setup, tools: Tools): Promise<string> {
  const [settle, measured] = quick ? [QUICK_SETTLE, QUICK_MEASURED] : [SETTLE, MEASURED];
  const monitors = [await hostvitals(setup), await netdata(setup)];
  const started: Started[] = [];
  for (const { command, url } of monitors) {
    const program = tools.processes.start(command);
    started.push(program);
    await answers(program, url);
  }
  await seconds(settle);
  const before = started.map(({ pid }) => tools.usage.cpuSeconds(pid));
  const since = performance.now();
  const resident = started.map((): number[] => []);
  for (let second = 1; second <= measured; second++) {
    await seconds(1);
    if (second % INTERVAL === 0) { for (const { url } of monitors) await scrape(url); }
    for (const [i, { pid }] of started.entries()) {
      resident[i].push(tools.usage.residentBytes(pid));
    }
  }
  const took = (performance.now() - since) / 1000;
  const used = monitors.map(({ title }, i): Used => ({
    title,
    cpu: (tools.usage.cpuSeconds(started[i].pid) - before[i]) / took,
    resident: resident[i].at(-1)!,
    usual: quantile(resident[i], 0.5),
    processes: tools.usage.processes(started[i].pid),
  }));
  for (const program of started) await program[Symbol.asyncDispose]();
  return report(used, took);
}

async function hostvitals(setup: Setup): Promise<Monitor> {
  const { title, command } = await EXPORTERS.find(({ name }) => name === "hostvitals")!
    .prepare(setup);
  const port = freePort();
  return { title, command: command(port), url: `http://127.0.0.1:${port}/metrics` };
}

/** With its defaults, but for where it listens and writes. */
async function netdata({ directory }: Setup): Promise<Monitor> {
  const version = await orInstalled(() => output({ path: "netdata", args: ["-v"] }), "netdata");
  const port = freePort();
  const own = (name: string) => {
    const path = join(directory, name);
    Deno.mkdirSync(path, { recursive: true });
    return path;
  };
  const config = join(directory, "netdata.conf");
  await Deno.writeTextFile(
    config,
    `[global]
    run as user = root
[db]
    update every = 1
[directories]
    cache = ${own("cache")}
    lib = ${own("lib")}
    log = ${own("log")}
    lock = ${own("lock")}
    registry = ${own("registry")}
[cloud]
    enabled = no
[registry]
    enabled = no
`,
  );
  return {
    title: /[\d.]+/.exec(version) ? `netdata ${/[\d.]+/.exec(version)![0]}` : "netdata",
    command: {
      path: "netdata",
      args: ["-D", "-c", config, "-p", `${port}`, "-i", "127.0.0.1", "-P", join(directory, "pid")],
      env: { DISABLE_TELEMETRY: "1", DO_NOT_TRACK: "1" },
    },
    url: `http://127.0.0.1:${port}/api/v1/allmetrics?format=prometheus`,
  };
}

async function answers(program: Started, url: string): Promise<void> {
  const end = performance.now() + STARTING;
  while (performance.now() < end) {
    if (program.hasEnded) throw new Error(`ended at once: ${lastLine(await program.said)}`);
    try {
      return await scrape(url);
    } catch {
      // Nobody listens there yet.
      await seconds(0.1);
    }
  }
  throw new Error(`${url} does not answer ${STARTING} ms after its start`);
}

async function scrape(url: string): Promise<void> {
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} must answer 200, got ${response.status}`);
}

function report(all: readonly Used[], took: number): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  const [own, peer] = all;
  return [
    `${measuredOn(thisMachine())} Both with their defaults, ` +
    `every second, for ${
      took.toFixed(0)
    } s at the same time; each is scraped every ${INTERVAL} s. ` +
    "CPU and RSS are those of all processes of each.",
    "",
    "| monitor | CPU, % of a core | RSS at the end, MB | RSS, median, MB | processes |",
    "| --- | --: | --: | --: | --: |",
    ...all.map(({ title, cpu, resident, usual, processes }) =>
      `| ${title} | ${(100 * cpu).toFixed(2)} | ${megabytes(resident)} | ${megabytes(usual)} | ` +
      `${processes} |`
    ),
    "",
    `hostvitals takes ${(own.cpu / peer.cpu).toPrecision(2)} of the CPU and ` +
    `${(own.usual / peer.usual).toPrecision(2)} of the memory of netdata.`,
  ].join("\n");
}

const seconds = (count: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, 1000 * count));
