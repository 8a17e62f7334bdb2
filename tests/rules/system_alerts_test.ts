/** The shipped rules' own tests, which promtool runs as well, by the evaluator of the binary. */
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "../assert.ts";
import { runTestFile } from "./run.ts";

const FILE = fileURLToPath(new URL("../../alerts/system_alerts_test.yml", import.meta.url));

Deno.test("every shipped alert fires when it should, as promtool has it, and ends", async () => {
  const outcomes = await runTestFile(FILE);
  assert(outcomes.length > 50, `${outcomes.length} checks`);
  for (const { what, expected, actual } of outcomes) assertEquals(actual, expected, what);
});
