/**
 * From a bundle to a program that runs by itself.
 *
 * @module
 */
import type { Bundle } from "./bundle.ts";
import { machineOf } from "./machine.ts";
import { run } from "./run.ts";
import { type Target, targetName } from "./targets.ts";
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
  // It would be kept as /tmp/deno-compile-hostvitals.cache and be run by whoever starts the program
  // next, root too: a file that any user can lay there first. It saves no time that can be measured.
  "--no-code-cache",
  V8_FLAGS,
];

/**
 * Compiles for one target.
 *
 * @param deno the Deno that compiles; it downloads the runtime of the target, once
 * @throws {Error} in one line, such as where there is no runtime to download
 */
export async function compile(
  deno: string,
  { main, workers }: Bundle,
  target: Target,
  output: string,
): Promise<void> {
  await run(deno, [
    "compile",
    "--quiet",
    "--no-config",
    "--no-check",
    ...SETTINGS,
    ...workers.map((worker) => `--include=${worker}`),
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
