/**
 * From a bundle to a program that runs by itself.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import type { Bundle, Worker } from "./bundle.ts";
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

/** The modules that start the scripts; they lie beside them. */
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
  const directory = join(bundle.directory, "program");
  const places: Places = {
    directory,
    scripts: join(directory, "packed"),
    cache: join(directory, "packed/cache.bin"),
  };
  await Deno.remove(directory, { recursive: true }).catch(() => undefined);
  await Deno.mkdir(directory);
  for (const file of [ENTRY, TRIAL, LOADER]) {
    await Deno.copyFile(new URL(`./start/${file}`, import.meta.url), join(directory, file));
  }
  for (const worker of bundle.workers) {
    await Deno.writeTextFile(join(directory, worker.name), threadOf(worker));
  }
  const tried = target === thisTarget();
  try {
    const threads = bundle.workers.map(({ main }) => join(bundle.directory, main));
    const modules = await Modules.read(bundle.directory, bundle.main, threads);
    if (tried) await tryStart(deno, modules, target, places);
    else {
      await modules.write(places.scripts, modules.withTheirs([modules.main]));
      await Deno.writeFile(places.cache, new Uint8Array());
    }
  } finally {
    await stop();
  }
  const included = [places.scripts, ...bundle.workers.map(({ name }) => join(directory, name))];
  await compileOne(deno, join(directory, ENTRY), included, target, output);
  return tried;
}

/** Where what is compiled lies. */
interface Places {
  readonly directory: string;
  readonly scripts: string;
  /** A file. */
  readonly cache: string;
}

/** What starts a thread. Its scripts are loaded without the start's, if it needs none of them. */
const threadOf = ({ main }: Worker): string =>
  `import { Loader } from "./${LOADER}";
new Loader(import.meta.url, new URL("./packed/", import.meta.url)).load("./${main}");
`;

/** Writes the scripts, with all in the start's that is loaded until a scrape is answered, and their cache. */
async function tryStart(
  deno: string,
  modules: Modules,
  target: Target,
  { directory, scripts, cache }: Places,
): Promise<void> {
  const program = join(directory, target.os === "windows" ? "trial.exe" : "trial");
  await compileOne(deno, join(directory, TRIAL), [], target, program);
  const trial = async (): Promise<Trial> =>
    JSON.parse(await run(program, [`${pathToFileURL(scripts)}/`, cache]));
  const start = new Set([modules.main]);
  for (let more: readonly string[] = [...start]; more.length > 0;) {
    await Deno.remove(scripts, { recursive: true }).catch(() => undefined);
    await modules.write(scripts, modules.withTheirs(start));
    more = (await trial()).loaded;
    for (const name of more) start.add(name);
  }
  const { tookCache } = await trial();
  await Deno.remove(program);
  if (!tookCache) throw new Error("V8 does not take the cache that it made");
}

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
