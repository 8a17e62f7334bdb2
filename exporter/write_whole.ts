import { basename, dirname, join } from "node:path";

/**
 * Writes a file so that a reader sees the old one or the new one, never a part: beside it, then
 * renamed. A link is followed; what is no file (`/dev/stdout`, a pipe) is written to as it is.
 *
 * @throws as the file system does; the old file then stands as it was
 */
export function writeWhole(path: string, text: string): void {
  const old = statOf(path);
  if (old && !old.isFile) {
    Deno.writeTextFileSync(path, text);
    return;
  }
  const target = old ? Deno.realPathSync(path) : path;
  // A name that no reader takes for a snapshot: node_exporter's textfile collector wants *.prom.
  const beside = join(dirname(target), `.${basename(target)}.${Deno.pid}.tmp`);
  try {
    using file = Deno.openSync(beside, { write: true, create: true, truncate: true, mode: 0o644 });
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
