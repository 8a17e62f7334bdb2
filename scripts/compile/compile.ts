/**
 * From a bundle to a program that runs by itself.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import type { Bundle } from "./bundle.ts";
import { machineOf } from "./machine.ts";
import { run } from "./run.ts";
import { Modules } from "./scripts.ts";
import type { Trial } from "./start/trial.ts";
import { type Target, targetName, thisTarget } from "./targets.ts";
import { V8_FLAGS } from "../v8_flags.ts";

/**
 * What the program runs with. Measured by `deno task bench --compiled`: docs/compile.md has the table.
 */
export const SETTINGS: readonly string[] = [
  // Deno gives /proc and /sys only to a program that may do all; limits are set from outside, by the
  // systemd unit, where they bind the threads of C++ and Rust as well.
  "--allow-all",
  // Deno.serve without aborting the signal of each request that was answered well, as deno.json says.
  "--unstable-no-legacy-abort",
  // Deno's would be kept as /tmp/deno-compile-hostvitals.cache and be run by whoever starts the program
  // next, root too: a file that any user can lay there first. Ours is inside.
  "--no-code-cache",
  V8_FLAGS,
];

/** The modules that start the scripts; they are laid beside them. */
const ENTRY = "entry.ts", TRIAL = "trial.ts", LOADER = "loader.ts";

/**
 * Compiles for one target. Where that is this system, the program is tried, and V8's cache of it included.
 *
 * @param deno the Deno that compiles; it downloads the runtime of the target, once
 * @returns whether the cache is in it
 * @throws {Error} in one line, such as where there is no runtime to download
 */
export async function compile(
  deno: string,
  bundle: Bundle,
  target: Target,
  output: string,
): Promise<boolean> {
  const { directory, workers } = bundle;
  // The bundle of a program of ours has a directory "scripts".
  const scripts = join(directory, "packed");
  const cache = join(scripts, "cache.bin");
  for (const file of [ENTRY, TRIAL, LOADER]) {
    await Deno.copyFile(new URL(`./start/${file}`, import.meta.url), join(directory, file));
  }
  await Deno.remove(scripts, { recursive: true }).catch(() => undefined);
  const tried = targetName(target) === nameOfThis();
  try {
    const modules = await Modules.read(directory, bundle.main);
    const start = new Set([modules.main]);
    if (tried) await tryStart(deno, directory, modules, start, target, { scripts, cache });
    else {
      await modules.write(scripts, modules.withTheirs(start));
      await Deno.writeFile(cache, new Uint8Array());
    }
  } finally {
    await stop();
  }
  await compileOne(deno, join(directory, ENTRY), [scripts, ...workers], target, output);
  return tried;
}

/**
 * Writes the scripts, with all in the start's that is loaded until a scrape is answered, and their cache.
 *
 * @param start names of modules; those that are found are added
 */
async function tryStart(
  deno: string,
  directory: string,
  modules: Modules,
  start: Set<string>,
  target: Target,
  { scripts, cache }: { readonly scripts: string; readonly cache: string },
): Promise<void> {
  const program = join(directory, target.os === "windows" ? "trial.exe" : "trial");
  await compileOne(deno, join(directory, TRIAL), [], target, program);
  const trial = async (): Promise<Trial> =>
    JSON.parse(await run(program, [`${pathToFileURL(scripts)}/`, cache]));
  for (let more: readonly string[] = modules.names; more.length > 0;) {
    await Deno.remove(scripts, { recursive: true }).catch(() => undefined);
    await modules.write(scripts, modules.withTheirs(start));
    more = (await trial()).loaded;
    for (const name of more) start.add(name);
  }
  const { tookCache } = await trial();
  await Deno.remove(program);
  if (!tookCache) throw new Error("V8 does not take the cache that it made");
}

const nameOfThis = (): string | undefined => {
  const target = thisTarget();
  return target && targetName(target);
};

async function compileOne(
  deno: string,
  main: string,
  included: readonly string[],
  target: Target,
  output: string,
): Promise<void> {
  await run(deno, [
    "compile",
    "--quiet",
    "--no-config",
    "--no-check",
    ...SETTINGS,
    ...included.map((path) => `--include=${path}`),
    `--target=${target.triple}`,
    `--output=${output}`,
    main,
  ]);
  // DENORT_BIN, where it is set, is taken for every target.
  const machine = machineOf(await head(output));
  if (machine === targetName(target)) return;
  await Deno.remove(output);
  throw new Error(`the runtime is one for ${machine ?? "another system"}`);
}

/** The first bytes of a file. */
async function head(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(4096);
  return bytes.subarray(0, await file.read(bytes) ?? 0);
}
