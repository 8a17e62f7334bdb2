import { dirname } from "node:path";
import { writeWhole } from "../exporter/write_whole.ts";

/**
 * Writes a file, and the directories that it needs, so that everybody may read it, whatever the umask is:
 * Prometheus and its like, and services, run as users of their own. What is there keeps
 * its permissions: its owner may keep others out, and /dev/null is others' too.
 *
 * @throws as the file system does
 */
export function writeForAll(path: string, text: string): void {
  makeForAll(dirname(path));
  const isNew = !exists(path);
  writeWhole(path, text);
  if (isNew) allow(path, 0o644);
}

/**
 * Makes a directory that everybody may enter, and those above it that are not there.
 *
 * @throws as the file system does
 */
export function makeForAll(directory: string): void {
  const above = dirname(directory);
  if (above !== directory && !exists(above)) makeForAll(above);
  if (exists(directory)) return;
  Deno.mkdirSync(directory);
  allow(directory, 0o755);
}

/** Whether there is something at a path. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function allow(path: string, mode: number): void {
  if (Deno.build.os !== "windows") Deno.chmodSync(path, mode);
}
