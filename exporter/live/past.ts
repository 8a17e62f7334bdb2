/**
 * The last minutes of some queries, for a page that has just been opened, or was away.
 *
 * @module
 */
import { Turn } from "../../collectors/turns.ts";
import type { Engine } from "../query/engine.ts";
import type { Queryable } from "../query/model.ts";
import type { MatrixSeries } from "../query/results.ts";
import type { Chosen } from "./choice.ts";
import { type NamedQuery, short } from "./group.ts";

/** The values of queries at evenly spaced times. */
export interface Past {
  /** Milliseconds: the first time, and from one to the next. */
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly queries: readonly {
    readonly expr: string;
    readonly series: readonly {
      readonly labels: Readonly<Record<string, string>>;
      /** As many as there are times; null for none. */
      readonly values: readonly (number | null)[];
    }[];
    /** How many series there are, where that is more. */
    readonly all?: number;
  }[];
}

/** The values of all queries from one time to another, milliseconds; the times are multiples of the step. */
export async function pastOf(
  queries: readonly NamedQuery[],
  engine: Pick<Engine, "range">,
  storage: Queryable,
  from: number,
  to: number,
  step: number,
): Promise<Past> {
  const start = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - start) / step) + 1);
  const found: Past["queries"][number][] = [];
  if (count === 0) return { start, step, count, queries: found };
  const range = { start, end: start + (count - 1) * step, step };
  const turn = new Turn("patient");
  for (const { expr, query, choice } of queries) {
    if (turn.isOver) await turn.next();
    const { result } = await engine.range(query, range, storage);
    const { series, all }: Chosen<MatrixSeries> = choice?.ofPast(result, range.end) ??
      { series: result };
    found.push({
      expr,
      all,
      series: series.map(({ metric, times, values }) => {
        const row: (number | null)[] = new Array(count).fill(null);
        for (let i = 0; i < times.length; i++) row[(times[i] - start) / step] = short(values[i]);
        return { labels: metric, values: row };
      }),
    });
  }
  return { start, step, count, queries: found };
}
