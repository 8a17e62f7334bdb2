/**
 * The program as it is released: how long it takes to start, and what memory it has after an hour's worth
 * of ticks, scrapes, queries and viewers. That hour passes in a minute, by the clock of `deno task soak`.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../compile/bundle.ts";
import { compile } from "../compile/compile.ts";
import { run } from "../compile/run.ts";
import { thisTarget } from "../compile/targets.ts";
import { runDay } from "../soak/day.ts";
import { V8_FLAGS } from "../v8_flags.ts";
import type { Ready } from "./exporters.ts";
import { measureStart, Subject, type Tools } from "./measure.ts";
import type { Command } from "./processes.ts";
import { measuredOn, thisMachine } from "./report.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
/** main.ts by a clock that is told when time passes. */
const STEPPED = "scripts/soak/program.ts";
const STARTS = 15;
/** Milliseconds of rest behind every 15 s of work: the hour takes a minute. */
const PAUSE = 250;
/** Seconds as they pass on a host, behind that hour: two scrapes, and V8 tidies up. */
const REST = 60;
/** The design's: milliseconds, and MB. */
const MOST = { start: 200, resident: 80 };

/** The same program in one way of running it. */
interface Way extends Ready {
  readonly stepped: Command;
}

/**
 * Measures the bundle on this Deno, and compiled.
 *
 * @param compiler the Deno that compiles; this one if it is empty
 * @param real the hour takes an hour: ticks and scrapes only
 */
export async function measureHour(
  compiler: string,
  real: boolean,
  directory: string,
  tools: Tools,
): Promise<string> {
  const found = await ways(compiler || Deno.execPath(), directory, tools);
  const starts: string[] = [];
  for (const way of found) {
    const start = await measureStart(way, { starts: STARTS }, tools);
    starts.push(row(way, MOST.start, [start]));
  }
  const hours = real ? await realHours(found, tools) : await fastHours(found, directory);
  return [
    measuredOn(thisMachine()),
    "",
    "| runs on | start to first answered scrape, ms | budget |",
    "| --- | --: | --- |",
    ...starts,
    "",
    real
      ? "| runs on | RSS after a minute, MB | at most in an hour | after it | budget |"
      : "| runs on | RSS after an hour in a minute, MB | at most | after a minute as on a host | budget |",
    "| --- | --: | --: | --: | --- |",
    ...found.map((way, i) => row(way, MOST.resident, hours[i].map((bytes) => bytes / 1e6))),
  ].join("\n");
}

/** Of a table; the last figure is judged. */
function row({ title }: Way, most: number, figures: readonly number[]): string {
  const judged = `${figures.at(-1)! <= most ? "met" : "missed"} (${most})`;
  return `| ${[title, ...figures.map((figure) => figure.toFixed(0)), judged].join(" | ")} |`;
}

/** Bytes: at the hour's end, at most, and after the rest. */
async function fastHours(found: readonly Way[], directory: string): Promise<number[][]> {
  const hours: number[][] = [];
  for (const { stepped } of found) {
    const { seen, rested } = await runDay(stepped, 1, join(directory, "log"), {
      pause: PAUSE,
      rest: REST,
    });
    const all = [...seen, rested!].map(({ resident }) => resident);
    hours.push([seen.at(-1)!.resident, Math.max(...all), rested!.resident]);
  }
  return hours;
}

/** Bytes: after a minute, at most, and at the end. All run in the same hour: what they hold is each one's own. */
async function realHours(found: readonly Way[], tools: Tools): Promise<number[][]> {
  const subjects = await Promise.all(found.map((way) => Subject.start(way, tools)));
  const seen = found.map((): number[] => []);
  const once = { scrapes: 1, pause: 0 };
  for (let second = 15; second <= 3600; second += 15) {
    await sleep(15_000);
    for (const [i, subject] of subjects.entries()) {
      await subject.scrapes(once, "prometheus", 0);
      if (second % 60 === 0) seen[i].push(subject.residentBytes());
    }
  }
  for (const subject of subjects) await subject[Symbol.asyncDispose]();
  return seen.map((resident) => [resident[0], Math.max(...resident), resident.at(-1)!]);
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** On a port of 127.0.0.1. */
const serving = ({ path, args }: Command) => (port: number): Command => ({
  path,
  args: [...args, "--host=127.0.0.1", `--port=${port}`, "--alert.state-file=none"],
});

async function ways(compiler: string, directory: string, tools: Tools): Promise<Way[]> {
  const main = await bundle(Deno.execPath(), PROJECT, join(directory, "main"));
  const stepped = await bundle(Deno.execPath(), PROJECT, join(directory, "stepped"), STEPPED);
  const bundled = (path: string): Command => ({
    path: Deno.execPath(),
    args: ["run", "--no-config", "--allow-all", "--unstable-no-legacy-abort", V8_FLAGS, path],
  });
  const found: Way[] = [{
    title: `Deno ${Deno.version.deno}, from the bundle`,
    command: serving(bundled(main.main)),
    stepped: bundled(stepped.main),
  }];
  const target = thisTarget();
  if (!target) return found;
  const files = {
    main: join(directory, "hostvitals"),
    stepped: join(directory, "hostvitals-hour"),
  };
  try {
    await compile(compiler, main, target, files.main);
    await compile(compiler, stepped, target, files.stepped);
    await forget(files.main);
    await forget(files.stepped);
  } catch (error) {
    console.error(`bench: not compiled: ${(error as Error).message}`);
    return found;
  }
  const command = serving({ path: files.main, args: [] });
  await using subject = await Subject.start({ title: "", command }, tools);
  const runtime = subject.label("goversion")!.replace("deno", "Deno ");
  found.push({
    title: `compiled, ${runtime}`,
    command,
    stepped: { path: files.stepped, args: [] },
  });
  return found;
}

/**
 * Has a file read from the disk again, as after a boot: what was written a moment ago lies in small pieces in
 * the system's page cache, and a program in it starts slower.
 */
async function forget(path: string): Promise<void> {
  if (Deno.build.os !== "linux") return;
  await run("sync", [path]);
  await run("dd", [`if=${path}`, "iflag=nocache", "count=0", "status=none"]);
}
