/**
 * What of the program's own file lies in memory.
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
const MAPPING = /^([0-9a-f]+)-([0-9a-f]+) (r-[x-]p) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [1-9]\d* +(.*)$/;

/**
 * Where a file is mapped as it lies on the disk: for reading, private, and never written to. Such memory can be taken
 * away at any time, and is there again when it is read.
 *
 * @param smaps what `/proc/self/smaps` says
 * @param file as it is named there
 */
export function unwritten(smaps: string, file: string): Range[] {
  const found: Range[] = [];
  let range: Range | undefined;
  for (const line of smaps.split("\n")) {
    const field = /^(\w+): +(\d+)/.exec(line);
    if (!field) range = mapped(line, file);
    // What the loader wrote to before it forbade to write (relocations) is a copy of its own.
    else if (field[1] === "Anonymous" && field[2] === "0" && range) found.push(range);
  }
  return found;
}

function mapped(line: string, file: string): Range | undefined {
  const [, from, to, , name] = MAPPING.exec(line) ?? [];
  if (name !== file) return undefined;
  const start = BigInt(`0x${from}`);
  return { start, length: BigInt(`0x${to}`) - start };
}

/**
 * Where this program's own file is mapped.
 *
 * @throws as `Deno.readTextFile`, such as where there is no /proc
 */
export async function ownFile(): Promise<Range[]> {
  const [smaps, file] = await Promise.all([
    Deno.readTextFile("/proc/self/smaps"),
    Deno.readLink("/proc/self/exe"),
  ]);
  return unwritten(smaps, file);
}
