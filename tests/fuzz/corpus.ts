/**
 * Real files of /proc and /sys: of the host that this runs on, and of node_exporter's test where its
 * data is here.
 *
 * @module
 */
import { join } from "node:path";
import { Fixtures, needsData } from "../conformance/peer_data.ts";

/** A file is taken up to this size, so that no input is slow for its size alone. */
const LARGEST = 32 * 1024;

/** Files of this host that are worth having; a star stands for any names. */
const OF_THIS_HOST: readonly string[] = [
  "proc/*",
  "proc/self/*",
  "proc/net/*",
  "proc/pressure/*",
  "proc/sys/fs/*",
  "proc/sys/kernel/*",
  "proc/sys/kernel/random/*",
  "sys/class/net/*/*",
  "sys/class/net/*/statistics/*",
  "sys/block/*/*",
  "sys/block/*/queue/*",
  "sys/devices/system/cpu/*",
  "sys/devices/system/cpu/*/topology/*",
  "sys/devices/system/cpu/vulnerabilities/*",
  "sys/devices/system/node/*/*",
  "sys/class/dmi/id/*",
];
/** Not to be read: they wait, are endless, or change the host. */
const NEVER = /kmsg|kcore|sysrq|kpage|\/mem$|pagemap|trace|clear_refs|tasks|msr/;

/** Path, as `proc/net/dev`, to content. */
export type Corpus = ReadonlyMap<string, Uint8Array>;

let read: Corpus | undefined;

/** All files, read once. */
export function corpus(): Corpus {
  if (read) return read;
  const files = new Map<string, Uint8Array>();
  for (const pattern of OF_THIS_HOST) {
    for (const path of matching("", pattern.split("/"))) add(files, path, `/${path}`);
  }
  if (!needsData.ignore) {
    using fixtures = new Fixtures();
    for (const path of below(fixtures.path)) {
      // Both, where both have it.
      const name = files.has(path) ? `${path}#peer` : path;
      add(files, name, join(fixtures.path, path));
    }
  }
  return read = files;
}

/** The files whose path matches. @throws where there are none */
export function filesLike(pattern: RegExp): Uint8Array[] {
  return [...corpus()].filter(([path]) => pattern.test(path)).map(([, bytes]) => bytes);
}

function add(files: Map<string, Uint8Array>, name: string, path: string): void {
  if (NEVER.test(path)) return;
  try {
    if (!Deno.statSync(path).isFile) return;
    using file = Deno.openSync(path);
    const bytes = new Uint8Array(LARGEST);
    const size = file.readSync(bytes) ?? 0;
    if (size > 0) files.set(name, bytes.slice(0, size));
  } catch {
    // Not for us to read, or gone.
  }
}

function matching(dir: string, [first, ...rest]: readonly string[]): string[] {
  if (first === undefined) return [dir];
  const names = first === "*" ? namesOf(`/${dir}`).slice(0, 60) : [first];
  return names.flatMap((name) => matching(dir === "" ? name : `${dir}/${name}`, rest));
}

function namesOf(dir: string): string[] {
  try {
    return [...Deno.readDirSync(dir)].map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

function below(root: string, dir = ""): string[] {
  return [...Deno.readDirSync(join(root, dir))].flatMap(({ name, isDirectory, isFile }) => {
    const path = dir === "" ? name : `${dir}/${name}`;
    return isDirectory ? below(root, path) : isFile ? [path] : [];
  });
}
