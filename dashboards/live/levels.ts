/**
 * How bad a value is.
 *
 * @module
 */
import type { Threshold } from "../panels.ts";

export type Level = "ok" | "warning" | "critical";

/** A sign of each level, for who does not see its colour. */
export const SIGNS: Readonly<Record<Level, string>> = { ok: "✓", warning: "▲", critical: "■" };

/** The worst level whose threshold a value has passed. */
export function levelOf(value: number, thresholds: readonly Threshold[] = []): Level {
  let worst: Level = "ok";
  for (const { value: limit, level, below } of thresholds) {
    const passed = below ? value < limit : value >= limit;
    if (passed && worst !== "critical") worst = level;
  }
  return worst;
}
