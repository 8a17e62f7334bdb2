/**
 * What the query API sees of the history.
 *
 * @module
 */
import type { Matcher, Queryable } from "./query/model.ts";

/** What the query API needs of the history beside its samples. */
export interface HistoryView extends Queryable {
  /** Labels of every series that has a sample in [from, to] ms and matches (for /series, /labels, /label/x/values). */
  series(
    matchers: readonly Matcher[],
    from: number,
    to: number,
  ): readonly Readonly<Record<string, string>>[];
  /** Type, help (and unit, empty) of families by name, for /metadata and /targets/metadata. */
  metadata(): ReadonlyMap<string, { readonly type: string; readonly help: string }>;
  /** ms of the last 15 s reading, how long it took in seconds, and what went wrong with it (empty if nothing), for /targets. */
  lastScrape(): { readonly at: number; readonly seconds: number; readonly error: string };
}
