import { count, malformed } from "./text.ts";

/** How many files are open on the host. */
export interface FileHandles {
  readonly allocated: number;
  readonly maximum: number;
}

/**
 * Parses /proc/sys/fs/file-nr (proc_sys_fs(5)): allocated, allocated but unused (always 0 since
 * kernel 2.6), and the most that there can be.
 *
 *     1024	0	1631329
 *
 * @throws {SyntaxError} where there are not three numbers
 */
export function parseFileNr(text: string): FileHandles {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 3) throw malformed("sys/fs/file-nr", text);
  return { allocated: count(fields[0], text), maximum: count(fields[2], text) };
}
