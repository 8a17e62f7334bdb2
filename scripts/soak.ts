/**
 * A day's worth of work, and whether the program is as small afterwards.
 *
 * @module
 */
import { join } from "node:path";
import type { Flag } from "../collectors/flags.ts";
import { parseFlags, UsageError } from "../exporter/options.ts";
import { thisMachine } from "./bench/report.ts";
import { dayCompiled, dayFromSource, runDay } from "./soak/day.ts";
import { chart, report } from "./soak/report.ts";

const hours = (value: string) =>
  Number(value) >= 0.5 && Number(value) <= 1000 ? undefined : "must be a number from 0.5 to 1000";

const FLAGS: readonly Flag[] = [
  { name: "hours", value: "N", help: "of the program's own time", default: "24", check: hours },
  { name: "compiled", help: "compile the program first", default: false },
  { name: "deno", value: "FILE", help: "the Deno that compiles; this one without it" },
  { name: "svg", value: "FILE", help: "draw what was measured there" },
  { name: "json", value: "FILE", help: "write the numbers there" },
  { name: "log", value: "FILE", help: "keep what the program logged there" },
  { name: "help", help: "print this and exit", default: false },
];

async function main(args: readonly string[]): Promise<void> {
  const options = parseFlags(args, FLAGS);
  if (options.on("help")) {
    for (const { name, help } of FLAGS) console.log(`  --${name.padEnd(9)} ${help}`);
    return;
  }
  const directory = await Deno.makeTempDir({ prefix: "hostvitals-soak-" });
  try {
    const command = options.on("compiled")
      ? await dayCompiled(directory, options.text("deno") || Deno.execPath())
      : dayFromSource();
    const log = options.text("log") || join(directory, "log");
    const day = await runDay(command, Number(options.text("hours")), log, { givesBack: true });
    const machine = thisMachine();
    const json = options.text("json");
    if (json) await Deno.writeTextFile(json, `${JSON.stringify({ machine, ...day }, null, 1)}\n`);
    if (options.text("svg")) await Deno.writeTextFile(options.text("svg"), chart(day));
    console.log(report(day, machine));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

if (import.meta.main) {
  let code = 0;
  try {
    await main(Deno.args);
  } catch (error) {
    console.error(`soak: ${(error as Error).message}`);
    code = error instanceof UsageError ? 2 : 1;
  }
  Deno.exit(code);
}
