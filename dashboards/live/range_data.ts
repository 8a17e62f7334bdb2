/// <reference lib="dom" />
/**
 * What charts show beyond the live minutes: asked from the query API.
 *
 * @module
 */
import { untracked } from "@preact/signals";
import type { Panel } from "../panels.ts";
import { addressOf } from "./address.ts";
import { ask } from "./asking.ts";
import { queryOf, type Windows } from "./queries.ts";
import { type RangeName, shownUntil } from "./state.ts";
import { type Labels, Table } from "./table.ts";

/** A range that is asked for; all in milliseconds. */
interface Range {
  readonly span: number;
  readonly step: number;
  /** After which it is asked for again. */
  readonly refresh: number;
  readonly windows: Windows;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The history keeps every 15 s of two hours, and every two minutes of a day: rates need two of them. */
const FINE: Windows = { rate: "1m", slow: "1m" };
const COARSE: Windows = { rate: "5m", slow: "5m" };

export const RANGES: Readonly<Record<Exclude<RangeName, "live">, Range>> = {
  hour: { span: HOUR, step: 15_000, refresh: 15_000, windows: FINE },
  hours: { span: 6 * HOUR, step: 2 * MINUTE, refresh: MINUTE, windows: COARSE },
  day: { span: 24 * HOUR, step: 2 * MINUTE, refresh: 2 * MINUTE, windows: COARSE },
};

/** Questions under way at the same time: others want answers, too. */
const AT_ONCE = 3;
let free = AT_ONCE;
const waiting: (() => void)[] = [];

/**
 * The values of a panel in a range up to now, or to the begin of the pause, by the host's clock.
 *
 * @throws {Error} one line that says why there are none
 */
export async function load(
  { queries }: Panel,
  { span, step, windows }: Range,
  signal: AbortSignal,
): Promise<Table> {
  // Whoever loads does so again soon enough, not whenever a clock is set.
  const end = Math.floor(untracked(shownUntil) / step) * step;
  const table = new Table(span / step + 2, step);
  for (let time = end - span; time <= end; time += step) table.add(time);
  await Promise.all(queries.map(async ({ expr }) => {
    const query = queryOf(expr, windows);
    for (const { metric, values } of await valuesOf(query, end - span, end, step, signal)) {
      const series = table.seriesOf(query, metric);
      for (const [time, value] of values) {
        const row = Math.round((time * 1000 - (end - span)) / step);
        series.values[row] = Number(value);
      }
    }
  }));
  return table;
}

/** A series of an answer. */
interface Answered {
  readonly metric: Labels;
  readonly values: readonly (readonly [number, string])[];
}

async function valuesOf(
  query: string,
  start: number,
  end: number,
  step: number,
  signal: AbortSignal,
): Promise<readonly Answered[]> {
  await turn();
  try {
    const parameters = new URLSearchParams({
      query,
      start: String(start / 1000),
      end: String(end / 1000),
      step: String(step / 1000),
    });
    const response = await ask(addressOf(`api/v1/query_range?${parameters}`), { signal });
    // Of a proxy, or where there are too many requests, the answer is a text or a page.
    const isOurs = response.headers.get("content-type")?.startsWith("application/json");
    const { data, error } = isOurs ? await response.json() : {};
    if (!data) throw new Error(error ?? `HTTP ${response.status}`);
    return data.result;
  } finally {
    done();
  }
}

async function turn(): Promise<void> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function done(): void {
  const next = waiting.shift();
  if (next) next();
  else free++;
}
