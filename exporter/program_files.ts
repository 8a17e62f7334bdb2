/**
 * What of the program's files lies in memory.
 *
 * Deno's file has some 100 MB, and half of it is read for the start: parts that the program never needs again, and
 * that count as its memory for as long as they are mapped.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html
 * @module
 */

/** A part of the address space, in bytes. */
export interface Range {
  readonly start: bigint;
  readonly length: bigint;
}

/** `5581c0a00000-5581c4000000 r-xp 02a00000 08:01 1234      /usr/bin/hostvitals` */
const MAPPING = /^([0-9a-f]+)-([0-9a-f]+) (r-[x-]p) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [1-9]\d* +\//;

/**
 * Where files are mapped as they lie on the disk, the program's own and its libraries: for reading, private, and
 * never written to. Such memory can be taken away at any time, and is there again when it is read.
 *
 * @param smaps what `/proc/self/smaps` says
 */
export function unwritten(smaps: string): Range[] {
  const found: Range[] = [];
  let range: Range | undefined;
  for (const line of smaps.split("\n")) {
    const field = /^(\w+): +(\d+)/.exec(line);
    if (!field) range = mapped(line);
    // What the loader wrote to before it forbade to write (relocations) is a copy of its own.
    else if (field[1] === "Anonymous" && field[2] === "0" && range) found.push(range);
  }
  return found;
}

function mapped(line: string): Range | undefined {
  const [, from, to] = MAPPING.exec(line) ?? [];
  if (from === undefined) return undefined;
  const start = BigInt(`0x${from}`);
  return { start, length: BigInt(`0x${to}`) - start };
}

/**
 * Where this program has its files.
 *
 * @throws as `Deno.readTextFile`, such as where there is no /proc
 */
export const ownFiles = async (): Promise<Range[]> =>
  unwritten(await Deno.readTextFile("/proc/self/smaps"));
