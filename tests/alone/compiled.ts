/**
 * hostvitals compiled for real, once for all tests of a file.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isRoot } from "../program.ts";
import { said } from "../stack/written.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
/** Lays out a Deno that compiles without Deno's own download; beside the project where it is worked on. */
const TOOLCHAIN = join(PROJECT, "../shared/tools/compile-toolchain");

/** A compiled program, in a directory that everybody may enter. */
export interface Compiled {
  readonly path: string;
  readonly directory: string;
}

/**
 * Compiles for this system, by the toolchain, or else by this Deno and its download.
 *
 * @returns undefined where there is neither; a line on standard error says so
 * @throws {Error} where compiling fails for another reason
 */
export async function compiled(): Promise<Compiled | undefined> {
  const directory = await Deno.makeTempDir();
  await Deno.chmod(directory, 0o755);
  const toolchain = await toolchainIn(join(directory, "toolchain"));
  const { os, arch } = Deno.build;
  const system = os === "darwin" ? "macos" : os;
  const result = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      join(PROJECT, "scripts/compile.ts"),
      `--target=${system}-${arch === "x86_64" ? "x64" : "arm64"}`,
      "--output=.",
      "--no-archive",
      ...toolchain ? [`--deno=${toolchain.DENO}`] : [],
    ],
    // Away from the project, as somebody else's script may compile it.
    cwd: directory,
    env: toolchain ? { DENORT_BIN: toolchain.DENORT_BIN } : {},
  }).output();
  const problem = new TextDecoder().decode(result.stderr);
  if (!result.success) {
    await Deno.remove(directory, { recursive: true });
    if (!/error sending request/.test(problem)) throw new Error(problem);
    console.error("skipped: tests of the compiled program (no runtime to compile with is here)");
    return undefined;
  }
  const name =
    [...Deno.readDirSync(directory)].find(({ name }) => name.startsWith("hostvitals-"))!.name;
  const path = join(directory, os === "windows" ? "hostvitals.exe" : "hostvitals");
  await Deno.rename(join(directory, name), path);
  // The program must not need what it was made of.
  await Deno.remove(join(directory, "bundle"), { recursive: true });
  if (toolchain) await Deno.remove(join(directory, "toolchain"), { recursive: true });
  return { path, directory };
}

async function toolchainIn(directory: string): Promise<Record<string, string> | undefined> {
  const isHere = await Deno.stat(TOOLCHAIN).then(() => true, () => false);
  if (!isHere || Deno.build.target !== "x86_64-unknown-linux-gnu") return undefined;
  const { code, said: text } = await said("bash", [TOOLCHAIN, directory]);
  if (code !== 0) throw new Error(text);
  return Object.fromEntries(text.trim().split("\n").slice(-2).map((line) => line.split("=")));
}

/** A command as a user without rights, with an empty environment. */
export function unprivileged(
  path: string,
  args: readonly string[],
  cwd: string,
): Deno.Command {
  const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"];
  return new Deno.Command(isRoot ? "/usr/bin/setpriv" : path, {
    args: isRoot ? [...nobody, path, ...args] : [...args],
    cwd,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}
