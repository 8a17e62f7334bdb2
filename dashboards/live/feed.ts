/**
 * What the stream says, put into tables.
 *
 * @see exporter/live/stream.ts, which says what the events are
 * @module
 */
import { type Labels, type Series, Table } from "./table.ts";

/** Queries whose values come together. */
export type GroupName = "fast" | "slow";

/** `past`: values at evenly spaced times. */
interface Past {
  readonly group: GroupName;
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly queries: readonly {
    readonly expr: string;
    readonly series: readonly {
      readonly labels: Labels;
      readonly values: readonly (number | null)[];
    }[];
    readonly all?: number;
  }[];
}

/** `schema`: the series of the values that follow. */
interface Schema {
  readonly group: GroupName;
  readonly version: number;
  readonly queries: readonly {
    readonly expr: string;
    readonly series: readonly Labels[];
    /** How many there are, where that is more. */
    readonly all?: number;
  }[];
}

/** `tick`: group, version of the schema, milliseconds, values. */
type Tick = readonly [GroupName, number, number, ...(number | null)[]];

/** Milliseconds of values that are kept: twice what is shown, so that one can zoom into a pause. */
const KEPT = 600_000;

/** Milliseconds by which a tick is before the last one only if the host's clock was set back. */
const SET_BACK = 5000;

/** The tables of both groups, filled by the stream. */
export class Feed {
  readonly tables: Readonly<Record<GroupName, Table>> = {
    fast: new Table(KEPT / 1000, 1000),
    slow: new Table(KEPT / 15_000, 15_000),
  };
  readonly #schemas: Partial<Record<GroupName, { version: number; series: readonly Series[] }>> =
    {};

  /**
   * @param data JSON of a `past` event
   * @returns its group
   */
  past(data: string): GroupName {
    const { group, start, step, count, queries } = JSON.parse(data) as Past;
    const table = this.tables[group];
    // The times of before a clock that was set back would stand behind the new ones.
    if (count > 0 && start + step * count < table.last - SET_BACK) table.empty();
    table.count(queries);
    const rows = queries.flatMap(({ expr, series }) =>
      series.map(({ labels, values }) => ({ to: table.seriesOf(expr, labels), values }))
    );
    for (let i = 0; i < count; i++) {
      if (rows.every(({ values }) => values[i] === null)) continue;
      const row = table.add(start + i * step);
      if (row === undefined) continue;
      for (const { to, values } of rows) to.values[row] = values[i] ?? NaN;
    }
    return group;
  }

  /** @param data JSON of a `schema` event */
  schema(data: string): void {
    const { group, version, queries } = JSON.parse(data) as Schema;
    const table = this.tables[group];
    table.count(queries);
    const series = queries.flatMap(({ expr, series }) =>
      series.map((labels) => table.seriesOf(expr, labels))
    );
    this.#schemas[group] = { version, series };
    // Containers come and go for as long as a page is open, and each has others.
    table.forget(new Set(series));
  }

  /**
   * @param data JSON of a `tick` event
   * @returns its group; undefined if it is of series that are not known
   */
  tick(data: string): GroupName | undefined {
    const [group, version, time, ...values] = JSON.parse(data) as Tick;
    const schema = this.#schemas[group];
    if (schema?.version !== version || schema.series.length !== values.length) return undefined;
    const table = this.tables[group];
    if (time < table.last - SET_BACK) table.empty();
    const row = table.add(time);
    if (row === undefined) return undefined;
    schema.series.forEach((series, i) => series.values[row] = values[i] ?? NaN);
    return group;
  }
}
