/** A file of a made-up host. */
export interface Entry {
  /** Below its root: `proc/stat`. One that ends with a slash is an empty directory. */
  readonly path: string;
  /** What stands in it. What begins with `-> ` makes it a symbolic link. */
  readonly text: string;
  /** Its numbers grow from step to step, as on a host that works. */
  readonly moves?: boolean;
}

/** An entry for each name of a directory, each with its text and a line's end. */
export function attributes(
  dir: string,
  texts: Readonly<Record<string, string | number>>,
): Entry[] {
  return Object.entries(texts).map(([name, text]) => ({
    path: `${dir}/${name}`,
    text: `${text}\n`,
  }));
}

/** The numbers from 0 on. */
export const numbers = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** So many numbers in a row, each other than the next, the same at every call. */
export const row = (seed: number, length: number, least = 100_000): string =>
  numbers(length).map((i) => least + (seed * 7919 + i * 104_729) % (8 * least)).join(" ");
