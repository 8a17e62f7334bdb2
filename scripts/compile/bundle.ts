/**
 * The program in a few files of JavaScript, which is what gets compiled: `deno compile` with npm
 * packages embeds whole packages, and in Deno 2.9 overflows its stack.
 *
 * @module
 */
import { basename, join } from "node:path";
import { run } from "./run.ts";

/** The modules that are started as threads, by their addresses. */
const WORKERS = ["collectors/portable/worker.ts", "exporter/bcrypt_worker.ts"];

/** Where a bundle is. */
export interface Bundle {
  readonly directory: string;
  readonly main: string;
  readonly workers: readonly Worker[];
}

/** A thread's module, which nobody imports. */
export interface Worker {
  /** Below the directory of the bundle. */
  readonly main: string;
  /** As it is looked for, beside the code that starts it. */
  readonly name: string;
}

/**
 * Bundles the program into a directory. What is imported by `import()` stays in files of its own, so
 * that a snapshot for cron does not load what only the server needs.
 *
 * @param project its directory
 * @param program the module to start with, seen from there
 * @throws {Error} with what Deno said
 */
export async function bundle(
  deno: string,
  project: string,
  directory: string,
  program = "main.ts",
): Promise<Bundle> {
  // Files of an earlier bundle have other names, and would stay.
  await Deno.remove(directory, { recursive: true }).catch(() => undefined);
  await run(deno, [
    "bundle",
    "--quiet",
    "--platform=deno",
    "--code-splitting",
    // Half as much to load. Together with --keep-names Deno 2.9.6 writes what does not run: the names
    // of functions and classes are lost, so nothing may depend on them.
    "--minify",
    `--outdir=${directory}`,
    program,
    ...WORKERS,
  ], { cwd: project });
  const main = join(directory, program.replace(/\.ts$/, ".js"));
  const workers = await Promise.all(WORKERS.map((worker) => placed(worker, directory)));
  return { directory, main, workers };
}

/**
 * Places a thread where it is looked for. It is started by its address, `./worker.ts` beside the code
 * that starts it, and a bundle has that code in its top directory, whatever the name of the file.
 */
async function placed(worker: string, directory: string): Promise<Worker> {
  const main = worker.replace(/\.ts$/, ".js");
  const name = basename(worker);
  await Deno.writeTextFile(join(directory, name), `import "./${main}";\n`);
  return { main, name };
}
