/**
 * Loads what evaluates PromQL in pieces, so that others are served between them.
 *
 * @module
 */
import { loadRe2 } from "../../collectors/re2.ts";
import { round } from "../../collectors/turns.ts";
import type { Engine } from "./engine.ts";

/** A new engine. */
export async function loadEngine(): Promise<Engine> {
  await import("@lezer/lr");
  await round();
  await loadRe2();
  await round();
  await import("@prometheus-io/lezer-promql");
  await round();
  await import("./parse.ts");
  await round();
  const { Engine } = await import("./engine.ts");
  return new Engine();
}
