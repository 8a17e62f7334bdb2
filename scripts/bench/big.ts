/**
 * A made-up big host, measured by hostvitals and by node_exporter on the same tree in the same run.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type HostSize, sizeOf } from "../big_host/size.ts";
import { HostTree } from "../big_host/tree.ts";
import { bundle } from "../compile/bundle.ts";
import { EXPORTERS, type Setup } from "./exporters.ts";
import { type LoopHeld, loopHeld } from "./loop.ts";
import { measureAll, type Plan, type Runs, Subject, type Tools } from "./measure.ts";
import { heading, type Result, table, thisMachine } from "./report.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** Scrapes and rounds; what a host of that size does in a minute of a Prometheus. */
const PLAN: Plan = {
  rounds: 5,
  scrapes: 20,
  limit: 90_000,
  pause: 0,
  idle: 10_000,
  rest: 20_000,
  starts: 0,
};
const QUICK: Partial<Plan> = { rounds: 2, scrapes: 8, limit: 20_000, idle: 3000, rest: 1000 };

/** Seconds for which the event loop is watched: two readings of everything are in them. */
const WATCHED = 40;
const QUICK_WATCHED = 5;

/** Both programs on a made-up host. */
export interface Sides {
  /** hostvitals and node_exporter with the same families. */
  readonly equal: readonly [Result, Result];
  /** hostvitals with everything that it does by default. */
  readonly all: Result;
}

/** What was measured of a made-up host. */
export interface BigResult extends Sides {
  readonly size: HostSize;
  readonly loop: LoopHeld;
}

/** Measures a host of so many CPUs, and all else in proportion; hostvitals as it is bundled for a release. */
export async function measureBig(
  cpus: number,
  quick: boolean,
  setup: Setup,
  tools: Tools,
): Promise<BigResult> {
  const { main } = await bundle(Deno.execPath(), PROJECT, join(setup.directory, "bundle"));
  using tree = new HostTree(sizeOf(cpus));
  const sides = await bothSides(tree, quick, { ...setup, bundled: main }, tools);
  const watched = quick ? QUICK_WATCHED : WATCHED;
  const between = () => tree.advance();
  const loop = await loopHeld(main, tree.flags, tools, setup.directory, watched, between);
  return { size: tree.size, ...sides, loop };
}

/** The same without a look at the event loop. */
export async function measureSides(
  cpus: number,
  quick: boolean,
  setup: Setup,
  tools: Tools,
): Promise<Sides> {
  using tree = new HostTree(sizeOf(cpus));
  return await bothSides(tree, quick, setup, tools);
}

/** Both programs with the same families only, on a made-up host of so many CPUs. */
export async function measureEqual(
  cpus: number,
  quick: boolean,
  setup: Setup,
  tools: Tools,
): Promise<readonly [Result, Result]> {
  using tree = new HostTree(sizeOf(cpus));
  return await onTree(tree, quick, setup, tools).equal();
}

async function bothSides(
  tree: HostTree,
  quick: boolean,
  setup: Setup,
  tools: Tools,
): Promise<Sides> {
  const measure = onTree(tree, quick, setup, tools);
  const equal = await measure.equal();
  // A host has one of it: two would work at the same moment of each second.
  return { equal, all: await measure.all() };
}

/** How programs are measured on a tree whose counters count on. */
function onTree(tree: HostTree, quick: boolean, setup: Setup, tools: Tools) {
  const plan = { ...PLAN, ...quick ? QUICK : {}, between: () => tree.advance() };
  const runs = async (name: string, equal: boolean): Promise<Runs> => {
    const { prepare } = EXPORTERS.find((exporter) => exporter.name === name)!;
    const ready = await prepare({ ...setup, host: tree.flags, equal });
    return { name, ready, subject: await Subject.start(ready, tools) };
  };
  const measured = async (entries: readonly Runs[]): Promise<Result[]> => {
    const results = await measureAll(entries, plan);
    for (const { subject } of entries) await subject[Symbol.asyncDispose]();
    return results;
  };
  return {
    equal: async (): Promise<readonly [Result, Result]> => {
      const both = [await runs("hostvitals", true), await runs("node_exporter", true)];
      const [own, peer] = await measured(both);
      return [own, peer];
    },
    all: async (): Promise<Result> => (await measured([await runs("hostvitals", false)]))[0],
  };
}

interface Budget {
  readonly name: string;
  readonly unit: string;
  readonly most: number;
  readonly value: (result: BigResult) => number;
}

const BUDGETS: readonly Budget[] = [
  {
    name: "CPU of a plain scrape, beside node_exporter's with the same families",
    unit: "of it",
    most: 0.25,
    value: ({ equal: [own, peer] }) => own.plain.cpu / peer.plain.cpu,
  },
  {
    name: "CPU of a scrape as Prometheus asks, beside node_exporter's with the same families",
    unit: "of it",
    most: 0.25,
    value: ({ equal: [own, peer] }) => own.prometheus.cpu / peer.prometheus.cpu,
  },
  {
    name: "p99 of a scrape as Prometheus asks, everything on",
    unit: "ms",
    most: 100,
    value: ({ all }) => all.prometheus.p99,
  },
  {
    name: "event loop held up by its own work, everything on, in the first seconds",
    unit: "ms",
    most: 20,
    value: ({ loop }) => loop.first.working,
  },
  {
    name: "event loop held up by its own work, everything on, afterwards",
    unit: "ms",
    most: 20,
    value: ({ loop }) => loop.after.working,
  },
];

/** What was measured, for people. */
export function bigReport(result: BigResult): string {
  const { size, equal: [own, peer], all, loop } = result;
  const parts = Object.entries(size).map(([what, count]) => `${count} ${what}`);
  const rows = [
    { ...own, title: `${own.title}, the same families` },
    { ...peer, title: `${peer.title}, the same families` },
    { ...all, title: `${all.title}, everything on` },
  ];
  const lines = BUDGETS.map(({ name, unit, most, value }) => {
    const found = value(result);
    const judged = found <= most ? "met" : "missed";
    return `- budget ${name}: ${found.toPrecision(3)} ${unit}, at most ${most} ${unit}: ${judged}`;
  });
  const { first, after } = loop;
  return [
    heading(thisMachine()),
    "",
    `A made-up host: ${parts.join(", ")}. Between two scrapes its counters count on.`,
    "",
    table(rows, []),
    "",
    ...lines,
    `- longest pause of the event loop, whatever the machine did beside it: ` +
    `${first.longest.toFixed(1)} ms in the first seconds, ${
      after.longest.toFixed(1)
    } ms afterwards; ` +
    `${after.over20} of ${after.looks} looks found it at work for more than 20 ms`,
  ].join("\n");
}
