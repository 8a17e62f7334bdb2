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
import { measureStart, type Tools } from "./measure.ts";
import type { Command } from "./processes.ts";
import { heading, thisMachine } from "./report.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
/** main.ts by a clock that is told when time passes. */
const STEPPED = "scripts/soak/program.ts";
const STARTS = 15;
/** Milliseconds of rest behind every 15 s of work: the hour takes a minute. */
const PAUSE = 250;
/** The design's: milliseconds, and bytes. */
const MOST = { start: 200, resident: 80e6 };

/** The same program in one way of running it. */
interface Way {
  readonly title: string;
  readonly main: Command;
  readonly stepped: Command;
}

/**
 * Measures the bundle on this Deno, and compiled.
 *
 * @param compiler the Deno that compiles; this one if it is empty
 */
export async function measureHour(
  compiler: string,
  directory: string,
  tools: Tools,
): Promise<string> {
  const rows: string[] = [];
  for (const { title, main, stepped } of await ways(compiler || Deno.execPath(), directory)) {
    const command = (port: number): Command => ({
      ...main,
      args: [...main.args, "--host=127.0.0.1", `--port=${port}`, "--alert.state-file=none"],
    });
    const start = await measureStart({ title, command }, { starts: STARTS }, tools);
    const { seen } = await runDay(stepped, 1, join(directory, "log"), PAUSE);
    const resident = seen.map(({ resident }) => resident);
    const judged = start <= MOST.start && resident.at(-1)! <= MOST.resident ? "met" : "missed";
    const cells = [
      title,
      start.toFixed(0),
      (resident.at(-1)! / 1e6).toFixed(0),
      (Math.max(...resident) / 1e6).toFixed(0),
      judged,
    ];
    rows.push(`| ${cells.join(" | ")} |`);
  }
  return [
    heading(thisMachine()),
    "",
    `| runs on | start to first answered scrape, ms | RSS after an hour, MB | at most | ${MOST.start} ms and ${
      MOST.resident / 1e6
    } MB |`,
    "| --- | --: | --: | --: | --- |",
    ...rows,
  ].join("\n");
}

async function ways(compiler: string, directory: string): Promise<Way[]> {
  const main = await bundle(Deno.execPath(), PROJECT, join(directory, "main"));
  const stepped = await bundle(Deno.execPath(), PROJECT, join(directory, "stepped"), STEPPED);
  const bundled = (path: string): Command => ({
    path: Deno.execPath(),
    args: ["run", "--no-config", "--allow-all", "--unstable-no-legacy-abort", V8_FLAGS, path],
  });
  const found: Way[] = [{
    title: `Deno ${Deno.version.deno}, from the bundle`,
    main: bundled(main.main),
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
  const metrics = await run(files.main, [
    "--once",
    "--collector.disable-defaults",
    "--collector.uname",
  ]);
  const runtime = /goversion="deno([^"]+)"/.exec(metrics)?.[1];
  found.push({
    title: runtime ? `compiled, Deno ${runtime}` : "compiled",
    main: { path: files.main, args: [] },
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
