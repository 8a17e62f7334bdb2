/**
 * Archives that people download: the same bytes for the same files, on whatever machine.
 *
 * @module
 */
import { type Zippable, zipSync } from "fflate";
import { packTar } from "modern-tar";
import type { Entry } from "./entry.ts";

/** Made on Unix, so that the mode of a file counts (APPNOTE.TXT, 4.4.2). */
const UNIX = 3;
const REGULAR = 0o100000;

const modeOf = ({ executable }: Entry) => executable ? 0o755 : 0o644;

/**
 * A tar, of the owner 0.
 *
 * @param time seconds since 1970, of all files
 */
export function tar(entries: readonly Entry[], time: number): Promise<Uint8Array> {
  return packTar(entries.map((entry) => ({
    header: {
      name: entry.path,
      size: entry.bytes.length,
      mode: modeOf(entry),
      mtime: new Date(1000 * time),
    },
    body: entry.bytes,
  })));
}

/**
 * A ZIP.
 *
 * @param time seconds since 1970, of all files; ZIP knows none before 1980
 */
export function zip(entries: readonly Entry[], time: number): Uint8Array {
  const wanted = new Date(1000 * Math.max(time, Date.UTC(1980) / 1000));
  // Times have no zone there, and the library takes the machine's; it is to be UTC.
  const mtime = new Date(wanted.getTime() + 60_000 * wanted.getTimezoneOffset());
  const files: Zippable = {};
  for (const entry of entries) {
    const attrs = (REGULAR | modeOf(entry)) * 0x10000;
    files[entry.path] = [entry.bytes, { os: UNIX, attrs, mtime, level: 9 }];
  }
  return zipSync(files);
}
