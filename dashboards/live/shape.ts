/**
 * What a chart draws of a table.
 *
 * @module
 */
import { legendFor, type Panel, type PanelQuery } from "../panels.ts";
import { queryOf, type Windows } from "./queries.ts";
import type { Series, Table } from "./table.ts";
import { say } from "./words.ts";

/** A line of a chart. */
export interface Line {
  readonly name: string;
  readonly series: Series;
  /** Which of the colours, and which of the dashes. */
  readonly colour: number;
  readonly dash: number;
  /** Drawn below zero. */
  readonly down: boolean;
  /** A line to compare with. */
  readonly reference: boolean;
}

/** The lines of a panel, and how many there are beside those that are drawn. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly all: number;
}

/** Lines that can be told apart in one chart. */
const MOST = 8;

/** The lines of a panel: of those that are too many, the ones with the largest values in these rows. */
export function linesOf(panel: Panel, table: Table, windows: Windows, first: number): Lines {
  const mirrored = panel.queries.some(({ down }) => down);
  const measured = panel.queries.filter(({ reference }) => !reference);
  const most = Math.max(2, Math.floor(MOST / measured.length));
  const lines: Line[] = [];
  let all = 0;
  const pairs = new Map<string, number>();
  const names = new Set<string>();
  for (const query of panel.queries) {
    const expr = queryOf(query.expr, windows);
    const found = table.series(expr)
      .filter(({ values }) => tells(values, first, table.end, panel.stack));
    all += Math.max(found.length, table.countOf(expr));
    for (const series of largest(found, most, first, table.end)) {
      const at = lines.length;
      const colour = mirrored ? numberOf(pairs, JSON.stringify(series.labels)) : at;
      const dash = mirrored ? (query.down ? 1 : 0) : at;
      lines.push(lineOf(query, series, colour, dash, names));
    }
  }
  return { lines, all };
}

function lineOf(
  query: PanelQuery,
  series: Series,
  colour: number,
  dash: number,
  names: Set<string>,
): Line {
  let name = legendFor(say(query.legend), series.labels);
  // Two of one name, such as a disk that is mounted twice.
  for (let i = 2; names.has(name); i++) name = `${name.replace(/ \(\d+\)$/, "")} (${i})`;
  names.add(name);
  const { down = false, reference = false } = query;
  return { name, series, colour, dash, down, reference };
}

function numberOf(known: Map<string, number>, key: string): number {
  let number = known.get(key);
  if (number === undefined) known.set(key, number = known.size);
  return number;
}

/** Whether there is a value; in a stack, one that is to be seen. */
function tells(values: Float64Array, first: number, end: number, stack = false): boolean {
  for (let i = end - 1; i >= first; i--) {
    if (stack ? values[i] > 0 : !Number.isNaN(values[i])) return true;
  }
  return false;
}

/** The series with the largest means, in the order in which they came. */
function largest(
  series: readonly Series[],
  most: number,
  first: number,
  end: number,
): readonly Series[] {
  if (series.length <= most) return series;
  const means = new Map(series.map((one) => [one, meanOf(one.values, first, end)]));
  const chosen = new Set([...series].sort((a, b) => means.get(b)! - means.get(a)!).slice(0, most));
  return series.filter((one) => chosen.has(one));
}

/** NaN without values. */
export function meanOf(values: Float64Array, first: number, end: number): number {
  let sum = 0, count = 0;
  for (let i = first; i < end; i++) {
    if (Number.isNaN(values[i])) continue;
    sum += values[i];
    count++;
  }
  return sum / count;
}

/**
 * The rows of lines as a chart takes them: times first. Lines that are drawn as they are measured are
 * views of the table's own memory; stacked and mirrored ones are worked out into memory that is kept.
 */
export class Rows {
  readonly #kept: Float64Array[] = [];

  /** @returns times, then a row for each line, in the lines' order */
  of(table: Table, lines: readonly Line[], first: number, stack: boolean): Float64Array[] {
    const { end, times } = table;
    const rows = [times.subarray(first, end)];
    let below: Float64Array | undefined;
    lines.forEach(({ series: { values }, down, reference }, i) => {
      const view = values.subarray(first, end);
      if (!down && !(stack && !reference)) return void rows.push(view);
      const row = this.#row(i, view.length);
      if (down) view.forEach((value, at) => row[at] = -value);
      else below = stacked(row, view, below);
      rows.push(row);
    });
    return rows;
  }

  #row(at: number, length: number): Float64Array {
    const kept = this.#kept[at];
    if (kept && kept.length >= length) return kept.subarray(0, length);
    return (this.#kept[at] = new Float64Array(2 * length)).subarray(0, length);
  }
}

/** On top of those below; one without a value adds nothing, but where none has one there is a gap. */
function stacked(row: Float64Array, values: Float64Array, below?: Float64Array): Float64Array {
  for (let i = 0; i < row.length; i++) {
    const base = below ? below[i] : NaN;
    row[i] = Number.isNaN(values[i]) ? base : values[i] + (Number.isNaN(base) ? 0 : base);
  }
  return row;
}
