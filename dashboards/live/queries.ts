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
export const LIVE: Windows = { rate: "2s", slow: "1m" };

const filled = new WeakMap<Windows, Map<string, string>>();

/** An expression as it is asked; every drawing looks for its series by it. */
export function queryOf(expr: string, windows: Windows = LIVE): string {
  let known = filled.get(windows);
  if (!known) filled.set(windows, known = new Map());
  let query = known.get(expr);
  if (query === undefined) known.set(expr, query = exprFor(expr, windows));
  return query;
}

/** The queries of the stream: those that have a new value every second, and those every 15 s. */
export function liveQueries(): {
  readonly fast: readonly string[];
  readonly slow: readonly string[];
  /** Those of charts, which draw the largest series only. */
  readonly charted: ReadonlySet<string>;
} {
  const fast = new Set<string>(), slow = new Set<string>();
  const charted = new Set<string>(), whole = new Set<string>();
  const ask = (expr: string, isSlow: boolean | undefined, as: Set<string>) => {
    const query = queryOf(expr);
    (isSlow ? slow : fast).add(query);
    as.add(query);
  };
  for (const { kind, slow: isSlow, queries } of sections.flatMap(({ panels }) => panels)) {
    const as = kind === "timeseries" ? charted : whole;
    for (const { expr } of queries) ask(expr, isSlow, as);
  }
  for (const { slow: isSlow, values, trend } of tiles) {
    for (const { expr } of [...values, ...trend]) ask(expr, isSlow, whole);
  }
  for (const { expr } of facts) ask(expr, true, whole);
  return { fast: [...fast], slow: [...slow], charted: charted.difference(whole) };
}
