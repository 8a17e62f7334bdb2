/** Writes a file whole, over and over, until it is killed: each time a text whose lines are all the same. */
import { writeWhole } from "../../exporter/write_whole.ts";

const [path] = Deno.args;
for (let i = 0;; i++) {
  writeWhole(path, `${i}\n`.repeat(50_000));
  if (i === 0) console.log("writing");
}
