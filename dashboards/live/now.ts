/**
 * The newest values of a query.
 *
 * @module
 */
import { type PanelQuery, type Section } from "../panels.ts";
import { queryOf } from "./queries.ts";
import { frame, shown, slowFrame } from "./state.ts";
import { type Labels, newestIn, newestOf, type Table } from "./table.ts";

/** A series with its newest value. */
export interface Now {
  readonly labels: Labels;
  readonly value: number;
}

/** Where a panel's newest values are; whoever reads it follows it. */
export function tableOf(slow: boolean | undefined): Table {
  if (slow) slowFrame.value;
  else frame.value;
  return slow ? shown.value.slow : shown.value.fast;
}

/** The series of a query that have a value now. */
export function nowOf({ expr }: Pick<PanelQuery, "expr">, table: Table): readonly Now[] {
  return table.series(queryOf(expr))
    .map((series) => ({ labels: series.labels, value: newestOf(table, series) }))
    .filter(({ value }) => !Number.isNaN(value));
}

/** The series of a query that has one at a time, with its newest value. */
export function oneOf({ expr }: Pick<PanelQuery, "expr">, table: Table): Now | undefined {
  const series = newestIn(table, table.series(queryOf(expr)));
  return series && { labels: series.labels, value: newestOf(table, series) };
}

/** Whether a section has something to show: what needs hardware that is not there is not shown at all. */
export function isThere({ panels }: Section): boolean {
  return panels.some(({ needs, slow, queries }) =>
    !needs || queries.some((query) => nowOf(query, tableOf(slow)).length > 0)
  );
}
