/** All properties, with a seed that is always the same: what fails once fails again. */
import fc from "fast-check";
import { properties } from "./properties/mod.ts";

const SEED = 20_261_124;

for (const { name, runs, property } of properties()) {
  Deno.test(name, async () => {
    await fc.assert(property, { seed: SEED, numRuns: runs });
  });
}
