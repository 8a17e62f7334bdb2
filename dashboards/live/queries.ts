/**
 * What the live page asks.
 *
 * @module
 */
import { exprFor, facts, sections, tiles } from "../panels.ts";

/** Windows of rates. */
export interface Windows {
  /** For what is read every second. */
  readonly rate: string;
  /** For what is read every 15 s. */
  readonly slow: string;
}

/** Of the live page: as short as they show something new every second, and not only noise. */
export const LIVE: Windows = { rate: "3s", slow: "1m" };

/** The queries of the stream: those that have a new value every second, and those every 15 s. */
export function liveQueries(): {
  readonly fast: readonly string[];
  readonly slow: readonly string[];
} {
  const fast = new Set<string>(), slow = new Set<string>();
  for (const { slow: isSlow, queries } of sections.flatMap(({ panels }) => panels)) {
    for (const { expr } of queries) (isSlow ? slow : fast).add(exprFor(expr, LIVE));
  }
  for (const { slow: isSlow, values, trend } of tiles) {
    for (const { expr } of [...values, ...trend]) (isSlow ? slow : fast).add(exprFor(expr, LIVE));
  }
  for (const { expr } of facts) slow.add(exprFor(expr, LIVE));
  return { fast: [...fast], slow: [...slow] };
}
