/**
 * Compiles hostvitals for every system, and packs what people download.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Flag, oneOf } from "../collectors/flags.ts";
import manifest from "../deno.json" with { type: "json" };
import { type Options, parseFlags, UsageError } from "../exporter/options.ts";
import { bundle } from "./compile/bundle.ts";
import { compile } from "./compile/compile.ts";
import { pack, writeSums } from "./compile/release.ts";
import { run } from "./compile/run.ts";
import { releaseName, type Target, targetName, TARGETS } from "./compile/targets.ts";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const NAMES = TARGETS.map(targetName);

const FLAGS: readonly Flag[] = [
  {
    name: "target",
    value: "TARGET",
    help: `only this one: ${NAMES.join(", ")}; may be repeated`,
    repeatable: true,
    check: oneOf(...NAMES),
  },
  { name: "output", value: "DIR", help: "where all of it goes", default: "dist" },
  { name: "deno", value: "FILE", help: "the Deno that compiles; this one without it" },
  { name: "archive", help: "pack archives and write SHA256SUMS (on)", default: true },
  { name: "help", help: "print this and exit", default: false },
];

/** @returns the exit code: 1 where a target failed */
async function main(options: Options): Promise<number> {
  // Deno bundles in the project's directory, wherever this runs.
  const output = resolve(options.text("output"));
  const deno = options.text("deno") || Deno.execPath();
  const wanted = options.list("target");
  const targets = TARGETS.filter((target) =>
    wanted.length === 0 || wanted.includes(targetName(target))
  );
  await Deno.mkdir(output, { recursive: true });
  const bundled = await bundle(Deno.execPath(), PROJECT, join(output, "bundle"));
  const time = await lastChange();
  const archives: string[] = [];
  let failed = 0;
  for (const target of targets) {
    const name = releaseName(manifest.version, target);
    try {
      const { binary, cached } = await compileTo(deno, output, bundled, target);
      if (options.on("archive")) {
        archives.push(await pack(PROJECT, manifest.version, target, binary, output, time));
      }
      const size = megabytes((await Deno.stat(binary)).size);
      console.log(`${name}: ${size}${cached ? ", with V8's cache of its start" : ""}`);
    } catch (error) {
      failed++;
      console.error(`compile: ${name} failed: ${(error as Error).message}`);
    }
  }
  if (archives.length > 0) await writeSums(output, archives);
  return failed > 0 ? 1 : 0;
}

async function compileTo(
  deno: string,
  output: string,
  bundled: Awaited<ReturnType<typeof bundle>>,
  target: Target,
): Promise<{ readonly binary: string; readonly cached: boolean }> {
  const suffix = target.os === "windows" ? ".exe" : "";
  const binary = join(output, `${releaseName(manifest.version, target)}${suffix}`);
  return { binary, cached: await compile(deno, bundled, target, binary) };
}

/** Seconds since 1970: SOURCE_DATE_EPOCH, or when the last commit was made, so that it can be repeated. */
async function lastChange(): Promise<number> {
  const said = Deno.env.get("SOURCE_DATE_EPOCH");
  if (said && /^\d+$/.test(said)) return Number(said);
  try {
    return Number(await run("git", ["log", "-1", "--format=%ct"], { cwd: PROJECT }));
  } catch {
    // A tree without its history.
    return 0;
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

if (import.meta.main) {
  let code = 0;
  try {
    const options = parseFlags(Deno.args, FLAGS);
    if (options.on("help")) {
      for (const { name, value, help } of FLAGS) {
        console.log(`  --${`${name}${value ? `=${value}` : ""}`.padEnd(16)} ${help}`);
      }
    } else code = await main(options);
  } catch (error) {
    console.error(`compile: ${(error as Error).message.replaceAll("\n", " ")}`);
    code = error instanceof UsageError ? 2 : 1;
  }
  Deno.exit(code);
}
