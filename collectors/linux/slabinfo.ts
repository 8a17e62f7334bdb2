import { count, malformed } from "./text.ts";

/** A slab cache: objects of one size. */
export interface Slab {
  readonly name: string;
  /** Objects in use, objects, bytes of an object, objects of a slab, pages of a slab. */
  readonly values: readonly number[];
}

const VALUES = 5;

/**
 * Parses /proc/slabinfo, version 2 (slabinfo(5)).
 *
 *     # name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : …
 *     kmalloc-8192         132    148   8192    4    8 : tunables    0    0    0 : slabdata …
 *
 * @throws {SyntaxError} where the version is another or a line is malformed
 */
export function parseSlabinfo(text: string): Slab[] {
  const [head, ...lines] = text.split("\n");
  if (!head.startsWith("slabinfo - version: 2.")) throw malformed("slabinfo", head);
  return lines.filter((line) => line !== "" && line[0] !== "#").map((line) => {
    const [name, ...values] = line.split(/ +/, VALUES + 1);
    if (values.length < VALUES) throw malformed("slabinfo", line);
    return { name, values: values.map((text) => count(text, line)) };
  });
}
