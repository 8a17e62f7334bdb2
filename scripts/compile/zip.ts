/**
 * Writes archives in the ZIP format (APPNOTE.TXT 6.3), the same bytes for the same files.
 *
 * @module
 */
import { crc32, deflateRawSync } from "node:zlib";
import type { Entry } from "./entry.ts";

/** 2.0: folders and deflate. */
const VERSION = 20;
/** Made on Unix, so that the mode of a file counts. */
const UNIX = 3 << 8;
/** Names are UTF-8. */
const UTF8 = 1 << 11;
const DEFLATED = 8;

/**
 * An archive of files.
 *
 * @param time seconds since 1970, of all files; ZIP knows none before 1980
 */
export function zip(entries: readonly Entry[], time: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { path, bytes, executable } of entries) {
    const name = new TextEncoder().encode(path);
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = [
      [2, UTF8],
      [2, DEFLATED],
      ...dosTime(time),
      [4, crc32(bytes)],
      [4, packed.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0], // no extra field
    ] as const;
    const header = numbers([4, 0x04034b50], [2, VERSION], ...common);
    directory.push(
      numbers(
        [4, 0x02014b50],
        [2, UNIX | VERSION],
        [2, VERSION],
        ...common,
        [2, 0], // no comment
        [2, 0], // first disk
        [2, 0], // internal attributes
        [4, (0o100000 | (executable ? 0o755 : 0o644)) * 0x10000],
        [4, at],
      ),
      name,
    );
    parts.push(header, name, packed);
    at += header.length + name.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, size],
    [4, at],
    [2, 0],
  );
  return joined([...parts, ...directory, end]);
}

/** Time and date as MS-DOS has them: local time, of which UTC is taken, in steps of 2 s. */
function dosTime(seconds: number): readonly (readonly [2, number])[] {
  const date = new Date(1000 * Math.max(seconds, Date.UTC(1980) / 1000));
  const time = date.getUTCHours() << 11 | date.getUTCMinutes() << 5 | date.getUTCSeconds() >> 1;
  const day = date.getUTCFullYear() - 1980 << 9 | date.getUTCMonth() + 1 << 5 | date.getUTCDate();
  return [[2, time], [2, day]];
}

/** Numbers of 2 or 4 bytes, the lowest byte first. */
function numbers(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  const all = new Uint8Array(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(all.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return all;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
