/**
 * What a scrape costs, hostvitals beside its peers on the same host in one run.
 *
 * @module
 */
import { type Flag, oneOf } from "../collectors/flags.ts";
import { type Options, parseFlags, UsageError } from "../exporter/options.ts";
import { budgets } from "./bench/budgets.ts";
import { type Exporter, EXPORTERS, type Setup } from "./bench/exporters.ts";
import { bigReport, measureBig } from "./bench/big.ts";
import { measureGrowth } from "./bench/growth.ts";
import { measureHour } from "./bench/hour.ts";
import {
  measureAll,
  measureStart,
  type Plan,
  type Runs,
  Subject,
  type Tools,
} from "./bench/measure.ts";
import { besideNetdata } from "./bench/netdata.ts";
import { Processes } from "./bench/processes.ts";
import { type Absent, heading, type Result, table, thisMachine } from "./bench/report.ts";
import { Usage } from "./bench/usage.ts";
import { BIG } from "./big_host/size.ts";

const number = (least: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= least
    ? undefined
    : `must be a whole number, ${least} or more`;

const FLAGS: readonly Flag[] = [
  { name: "rounds", value: "N", help: "rounds, of which the median counts", check: number(1) },
  { name: "scrapes", value: "N", help: "scrapes a round and condition", check: number(1) },
  {
    name: "pause",
    value: "MS",
    help: "milliseconds between two scrapes; with 0 they find everything warm",
    default: "0",
    check: number(0),
  },
  { name: "quick", help: "a short run, with more noise", default: false },
  {
    name: "only",
    value: "EXPORTER",
    help: `only this one: ${EXPORTERS.map(({ name }) => name).join(", ")}`,
    repeatable: true,
    check: oneOf(...EXPORTERS.map(({ name }) => name)),
  },
  {
    name: "equal",
    help: "hostvitals and node_exporter serve the same families, as far as flags can make them",
    default: false,
  },
  { name: "big", help: "a made-up big host instead of this one", default: false },
  {
    name: "cpus",
    value: "N",
    help: "CPUs of the big host; all else is in proportion",
    default: `${BIG.cpus}`,
    check: number(1),
  },
  { name: "growth", help: "made-up hosts of 1 to 256 CPUs, beside node_exporter", default: false },
  { name: "svg", value: "FILE", help: "with --growth: draw what was measured there" },
  { name: "netdata", help: "beside netdata, both every second", default: false },
  { name: "compiled", value: "FILE", help: "measure this hostvitals, not the source" },
  {
    name: "hour",
    help: "start, and memory after an hour's worth of work, compiled",
    default: false,
  },
  { name: "real", help: "with --hour: let it take an hour", default: false },
  { name: "deno", value: "FILE", help: "with --hour: the Deno that compiles" },
  { name: "json", value: "FILE", help: "write the numbers there" },
  { name: "help", help: "print this and exit", default: false },
];

/** Idle and rest are as long as hostvitals' longest interval: each minute it gives back free memory. */
const FULL = { rounds: 5, scrapes: 500, limit: 10_000, idle: 60_000, rest: 65_000, starts: 5 };
const QUICK = { rounds: 2, scrapes: 100, limit: 2_000, idle: 1_500, rest: 0, starts: 1 };

function planOf(options: Options): Plan {
  const usual = options.on("quick") ? QUICK : FULL;
  const pause = Number(options.text("pause"));
  const rounds = Number(options.text("rounds") || usual.rounds);
  const scrapes = Number(options.text("scrapes") || usual.scrapes);
  return {
    ...usual,
    rounds,
    scrapes,
    pause,
    // The pauses do not count as the exporter's time.
    limit: usual.limit + rounds * scrapes * pause,
  };
}

interface Entry extends Runs {
  readonly timed: boolean;
}

/** Starts the exporters that are wanted, and says of the others why they are not here. */
async function startAll(
  wanted: readonly Exporter[],
  setup: Setup,
  tools: Tools,
): Promise<{ entries: Entry[]; absent: Absent[] }> {
  const entries: Entry[] = [];
  const absent: Absent[] = [];
  for (const { name, timed = false, prepare } of wanted) {
    try {
      const ready = await prepare(setup);
      entries.push({ name, timed, ready, subject: await Subject.start(ready, tools) });
    } catch (error) {
      absent.push({ name, why: (error as Error).message });
    }
  }
  return { entries, absent };
}

async function measure(entries: readonly Entry[], plan: Plan, tools: Tools): Promise<Result[]> {
  const results = await measureAll(entries, plan);
  // A start is measured with nobody else running.
  for (const { subject } of entries) await subject[Symbol.asyncDispose]();
  const all: Result[] = [];
  for (const [i, { timed, ready }] of entries.entries()) {
    all.push(timed ? { ...results[i], start: await measureStart(ready, plan, tools) } : results[i]);
  }
  return all;
}

async function run(options: Options, processes: Processes, directory: string): Promise<string> {
  using usage = new Usage();
  const tools = { processes, usage };
  const compiled = options.text("compiled") || undefined;
  const setup = { directory, processes, compiled, equal: options.on("equal") };
  const quick = options.on("quick");
  if (options.on("big")) {
    return bigReport(await measureBig(Number(options.text("cpus")), quick, setup, tools));
  }
  if (options.on("growth")) return await measureGrowth(options.text("svg"), quick, setup, tools);
  if (options.on("netdata")) return await besideNetdata(quick, setup, tools);
  if (options.on("hour")) {
    return await measureHour(options.text("deno"), options.on("real"), directory, tools);
  }
  const only = options.list("only");
  const wanted = EXPORTERS.filter(({ name }) => only.length === 0 || only.includes(name));
  const { entries, absent } = await startAll(wanted, setup, tools);
  const results = await measure(entries, planOf(options), tools);
  const machine = thisMachine();
  const json = options.text("json");
  if (json) {
    await Deno.writeTextFile(json, `${JSON.stringify({ machine, results, absent }, null, 1)}\n`);
  }
  const judged = budgets(results, compiled !== undefined);
  return [heading(machine), "", table(results, absent), "", ...judged].join("\n");
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseFlags(args, FLAGS);
  if (options.on("help")) {
    for (const { name, help } of FLAGS) console.log(`  --${name.padEnd(9)} ${help}`);
    return;
  }
  await using end = new AsyncDisposableStack();
  const directory = await Deno.makeTempDir({ prefix: "hostvitals-bench-" });
  end.defer(() => Deno.remove(directory, { recursive: true }));
  const processes = end.use(new Processes());
  console.log(await Promise.race([run(options, processes, directory), toldToEnd()]));
}

/** Fails at SIGTERM or SIGINT, so that what was started ends first. */
function toldToEnd(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => reject(new Error(`ended by ${signal}`)));
    }
  });
}

if (import.meta.main) {
  let code = 0;
  try {
    await main(Deno.args);
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    code = error instanceof UsageError ? 2 : 1;
  }
  Deno.exit(code);
}
