/**
 * The values of some queries at one time, each series at its place.
 *
 * @module
 */
import { round } from "../../collectors/turns.ts";
import type { Query } from "../query/ast.ts";
import type { Engine } from "../query/engine.ts";
import type { Queryable } from "../query/model.ts";
import type { VectorSeries } from "../query/results.ts";
import type { Choice, Chosen } from "./choice.ts";
import { keyOf, type Labels } from "./labels.ts";

/** Milliseconds of evaluation after which others get their turn. */
const TURN = 8;

/** Digits that a value keeps: more than a screen shows. */
const DIGITS = 7;

/** A query with its text. */
export interface NamedQuery {
  readonly expr: string;
  readonly query: Query;
  /** Of a query of which only the largest series are drawn. */
  readonly choice?: Choice;
}

/** What the viewers are told of the series: values come in this order, query after query. */
export interface Schema {
  /** Of which ticks say that they are. */
  readonly version: number;
  readonly queries: readonly {
    readonly expr: string;
    readonly series: readonly Labels[];
    /** How many there are, where that is more. */
    readonly all?: number;
  }[];
}

/** The series that a query had when the schema was made, by their labels. */
interface Places {
  readonly labels: readonly Labels[];
  readonly byKey: ReadonlyMap<string, number>;
  readonly all?: number;
}

type Found = Chosen<VectorSeries>;

/** Queries that are evaluated together. */
export class Group {
  #places: Places[] = [];
  #schema: Schema = { version: 0, queries: [] };

  constructor(
    private readonly queries: readonly NamedQuery[],
    private readonly engine: Pick<Engine, "instantNow">,
    private readonly storage: Queryable,
  ) {}

  get schema(): Schema {
    return this.#schema;
  }

  /**
   * The values at a time, milliseconds, in the schema's order; null where a series has none.
   *
   * @returns them, and whether there is a schema that tells more than the one before
   */
  async at(
    time: number,
  ): Promise<{ readonly values: (number | null)[]; readonly changed: boolean }> {
    const found: Found[] = [];
    let turn = performance.now();
    for (const { query, choice } of this.queries) {
      const series = seriesOf(this.engine.instantNow(query, time, this.storage));
      found.push(choice?.of(series, time) ?? { series });
      if (performance.now() - turn < TURN) continue;
      await round();
      turn = performance.now();
    }
    const values = this.#places.length > 0 ? this.#placed(found) : undefined;
    if (values) return { values, changed: false };
    this.#arrange(found);
    return { values: this.#placed(found)!, changed: true };
  }

  /** The values at their places; undefined if a series has none, or there are more or fewer in all. */
  #placed(found: readonly Found[]): (number | null)[] | undefined {
    const values: (number | null)[] = [];
    for (let i = 0; i < found.length; i++) {
      const { labels, byKey, all } = this.#places[i];
      const { series } = found[i];
      if (found[i].all !== all) return undefined;
      const first = values.length;
      for (let j = 0; j < labels.length; j++) values.push(null);
      for (let j = 0; j < series.length; j++) {
        const { metric, value } = series[j];
        // Most often the series are the same objects, in the same order.
        const place = labels[j] === metric ? j : byKey.get(keyOf(metric));
        if (place === undefined) return undefined;
        values[first + place] = short(value);
      }
    }
    return values;
  }

  #arrange(found: readonly Found[]): void {
    this.#places = found.map(({ series, all }) => ({
      labels: series.map(({ metric }) => metric),
      byKey: new Map(series.map(({ metric }, i) => [keyOf(metric), i])),
      all,
    }));
    this.#schema = {
      version: this.#schema.version + 1,
      queries: this.queries.map(({ expr }, i) => {
        const { labels, all } = this.#places[i];
        return { expr, series: labels, all };
      }),
    };
  }
}

function seriesOf(result: ReturnType<Engine["instantNow"]>): readonly VectorSeries[] {
  if (result.resultType === "vector") return result.result;
  return result.resultType === "scalar" ? [{ metric: {}, value: result.value }] : [];
}

/** As it is sent: with so many digits, and null for what JSON has no word for. */
export function short(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}
