/**
 * Tries what the fuzz tests hold, with seeds of its own, for as long as asked; prints a table.
 *
 *     deno task fuzz [--seconds=60] [--only=WORD] [--seed=N]
 *
 * @module
 */
import fc from "fast-check";
import { parseArgs } from "node:util";
import type { FuzzProperty } from "../tests/fuzz/property.ts";
import { properties } from "../tests/fuzz/properties/mod.ts";
import { markdown } from "../tests/markdown.ts";

/** Inputs of a property between two looks at the clock. */
const BATCH = 100;

/** What came of a property. */
interface Outcome {
  runs: number;
  readonly failures: string[];
  /** Milliseconds. */
  took: number;
}

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    only: { type: "string", default: "" },
    seed: { type: "string" },
  },
});

const chosen = properties().filter(({ name }) => name.includes(values.only));
if (chosen.length === 0) throw new RangeError(`no property has ${JSON.stringify(values.only)}`);
const first = values.seed === undefined
  ? crypto.getRandomValues(new Int32Array(1))[0]
  : Number(values.seed);
const outcomes = new Map<FuzzProperty, Outcome>(
  chosen.map((property) => [property, { runs: 0, failures: [], took: 0 }]),
);
const until = performance.now() + 1000 * Number(values.seconds);
for (let round = 0; performance.now() < until; round++) {
  for (const one of chosen) {
    if (performance.now() >= until) break;
    await tryOut(one, outcomes.get(one)!, first + round);
  }
}
console.log(`seed ${first}, ${Deno.version.deno}, ${values.seconds} s`);
console.log(
  markdown(
    ["property", "inputs", "ms an input", "failures"],
    [...outcomes].map(([{ name }, { runs, failures, took }]) => [
      name,
      String(runs),
      (took / Math.max(runs, 1)).toFixed(2),
      String(failures.length),
    ]),
  ),
);
const failures = [...outcomes.values()].flatMap(({ failures }) => failures);
for (const failure of failures.slice(0, 20)) console.error(failure);
Deno.exit(failures.length > 0 ? 1 : 0);

/** One batch; of a property that fails the first three are told. */
async function tryOut(
  { name, property, runs }: FuzzProperty,
  outcome: Outcome,
  seed: number,
): Promise<void> {
  if (outcome.failures.length >= 3) return;
  const since = performance.now();
  const result = await fc.check(property, { seed, numRuns: Math.min(runs, BATCH) });
  outcome.took += performance.now() - since;
  outcome.runs += result.numRuns;
  if (!result.failed) return;
  const counterexample = fc.stringify(result.counterexample).slice(0, 1000);
  outcome.failures.push(
    `${name}: seed ${seed}, path ${result.counterexamplePath}: ${result.errorInstance}\n  ${counterexample}`,
  );
}
