/**
 * Loads the engine in pieces: what evaluates PromQL takes 30 ms to load, in which nobody else is served.
 *
 * @module
 */
import { round } from "../../collectors/turns.ts";
import type { Engine } from "./engine.ts";

/** A new engine. */
export async function loadEngine(): Promise<Engine> {
  await import("@lezer/lr");
  await round();
  await import("./parse.ts");
  await round();
  const { Engine } = await import("./engine.ts");
  return new Engine();
}
