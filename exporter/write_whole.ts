import { basename, dirname, join, resolve } from "node:path";

/** Milliseconds after which what a writer left beside a file is nobody's: writing takes some. */
const LEFT = 60_000;

/**
 * Writes a file so that a reader sees the old one or the new one, never a part: beside it, then
 * renamed. It keeps its permissions. A link is followed; what is no file (`/dev/stdout`, a pipe) is written to as it is.
 *
 * What a writer that was killed left beside it is removed when it is a minute old.
 *
 * @throws as the file system does; the old file then stands as it was
 */
export function writeWhole(path: string, text: string): void {
  const old = statOf(path);
  if (old && !old.isFile) {
    Deno.writeTextFileSync(path, text);
    return;
  }
  const target = old ? Deno.realPathSync(path) : linked(path);
  // A name that no reader takes for a snapshot: node_exporter's textfile collector wants *.prom.
  const beside = join(dirname(target), `.${basename(target)}.${Deno.pid}.tmp`);
  try {
    removeLeft(target);
    using file = Deno.openSync(beside, { write: true, create: true, truncate: true, mode: 0o644 });
    if (old?.mode && Deno.build.os !== "windows") Deno.chmodSync(beside, old.mode & 0o777);
    const bytes = new TextEncoder().encode(text);
    for (let written = 0; written < bytes.length;) {
      written += file.writeSync(bytes.subarray(written));
    }
    // On the disk before it has the name: after a power cut there is a whole file too.
    file.syncDataSync();
    Deno.renameSync(beside, target);
  } catch (error) {
    try {
      Deno.removeSync(beside);
    } catch {
      // It was never made.
    }
    throw error;
  }
}

function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Where a link leads whose file is not there yet; the path itself where it is no link. */
function linked(path: string): string {
  let to;
  try {
    to = Deno.readLinkSync(path);
  } catch {
    return path;
  }
  return linked(resolve(Deno.realPathSync(dirname(path)), to));
}

function removeLeft(target: string): void {
  const dir = dirname(target);
  const begin = `.${basename(target)}.`;
  for (const { name } of Deno.readDirSync(dir)) {
    if (!name.startsWith(begin) || !/^\d+\.tmp$/.test(name.slice(begin.length))) continue;
    const path = join(dir, name);
    const modified = statOf(path)?.mtime?.getTime() ?? Infinity;
    if (Date.now() - modified < LEFT) continue;
    try {
      Deno.removeSync(path);
    } catch {
      // Another writer was faster, or it is not ours to remove.
    }
  }
}
