import type { DiskActivity } from "../readings.ts";
import { atOnce } from "../turns.ts";
import { counts, lineEnd, malformed } from "./text.ts";

/** A sector of /proc/diskstats, in bytes, whatever the disk's own is. */
const SECTOR = 512;

/** A line of /proc/diskstats. */
export interface Diskstats extends DiskActivity {
  readonly major: number;
  readonly minor: number;
  readonly fields: readonly number[];
}

/** What a line begins with: the numbers and the name of a disk. */
const DISK = / *(\d+) +(\d+) +(\S+)/y;

/** Disks that are read before others may work. */
const PIECE = 32;

/**
 * Parses /proc/diskstats (Documentation/admin-guide/iostats.rst); in pieces, for `inTurns`.
 *
 *     8       0 sda 25354637 34367663 1003346126 18492372 28444756 11134226 505697032 63877960 0 9653880 82621804
 *
 * Behind the name stand 11 numbers, since kernel 4.18 four more for discards, since 5.5 two for flushes.
 *
 * @param wanted whether a disk is to be taken; all without it
 * @throws {SyntaxError} where the line of a wanted disk has fewer, or something else than numbers
 */
export function* parsingDiskstats(
  text: string,
  wanted: (device: string) => boolean = () => true,
): Generator<void, Diskstats[]> {
  const disks: Diskstats[] = [];
  for (let begin = 0, end; begin < text.length; begin = end + 1) {
    end = lineEnd(text, begin);
    if (end === begin) continue;
    DISK.lastIndex = begin;
    const [all, major, minor, device] = DISK.exec(text) ?? [];
    if (all === undefined) throw malformed("diskstats", text.slice(begin, end));
    if (!wanted(device)) continue;
    const fields = counts(text, begin + all.length, end);
    // Kernels before 2.6.25 give four numbers for a partition.
    if (fields.length === 4) continue;
    if (fields.length < 11) throw malformed("diskstats", text.slice(begin, end));
    disks.push({
      device,
      major: Number(major),
      minor: Number(minor),
      reads: fields[0],
      readBytes: fields[2] * SECTOR,
      writes: fields[4],
      writeBytes: fields[6] * SECTOR,
      fields,
    });
    if (disks.length % PIECE === 0) yield;
  }
  return disks;
}

/** The same in one piece. */
export const parseDiskstats = (text: string, wanted?: (device: string) => boolean): Diskstats[] =>
  atOnce(parsingDiskstats(text, wanted));
