/**
 * What people download: an archive for each system, and the sums of all.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { stackFiles } from "../../deploy/files.ts";
import { tar, zip } from "./archive.ts";
import type { Entry } from "./entry.ts";
import { binaryName, releaseName, type Target } from "./targets.ts";

/** Files of the project that every archive has beside the program. */
const BESIDE = ["LICENSE", "README.md", "README.ko.md"];

/**
 * Packs a program and what belongs to it.
 *
 * @param time seconds since 1970, of all files in it
 * @returns the name of the archive, which is in the directory of the binary
 */
export async function pack(
  project: string,
  version: string,
  target: Target,
  binary: string,
  directory: string,
  time: number,
): Promise<string> {
  const folder = releaseName(version, target);
  const entries: Entry[] = [
    {
      path: `${folder}/${binaryName(target)}`,
      bytes: await Deno.readFile(binary),
      executable: true,
    },
  ];
  for (const name of BESIDE) {
    entries.push({ path: `${folder}/${name}`, bytes: await Deno.readFile(join(project, name)) });
  }
  for (const { path, text } of stackFiles({ version })) {
    entries.push({ path: `${folder}/config/${path}`, bytes: new TextEncoder().encode(text) });
  }
  const archive = `${folder}.${target.archive}`;
  const bytes = target.archive === "zip"
    ? zip(entries, time)
    : gzipSync(await tar(entries, time), { level: 9 });
  await Deno.writeFile(join(directory, archive), bytes);
  return archive;
}

/** Writes SHA256SUMS of files in a directory, in the format of sha256sum(1). */
export async function writeSums(directory: string, names: readonly string[]): Promise<void> {
  const lines: string[] = [];
  for (const name of [...names].sort()) {
    const bytes = await Deno.readFile(join(directory, name));
    lines.push(`${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
  }
  await Deno.writeTextFile(join(directory, "SHA256SUMS"), lines.join(""));
}
