/// <reference lib="dom" />
/**
 * Where a chart's values come from: the stream, or the query API.
 *
 * @module
 */
import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from "@preact/signals";
import type { Panel } from "../panels.ts";
import { LIVE, type Windows } from "./queries.ts";
import { load, RANGES } from "./range_data.ts";
import { frame, isSeen, LIVE_SPAN, paused, range, shown, slowFrame, type Span } from "./state.ts";
import type { Table } from "./table.ts";

/** The values of a panel. */
export interface Source {
  readonly table: Table;
  readonly windows: Windows;
  /** All that the range covers, milliseconds. */
  readonly span: Span;
}

/** How asking for it goes. */
export interface Loading {
  readonly source?: Source;
  readonly problem?: string;
}

/** The table of the stream that a panel is in, followed while it changes. */
export function liveSource(panel: Pick<Panel, "slow">): Source {
  const table = panel.slow ? shown.value.slow : shown.value.fast;
  if (panel.slow) slowFrame.value;
  else frame.value;
  // The end is the same for both, so that all charts show the same minutes.
  const { fast, slow } = shown.value;
  const end = Math.max(fast.last || 0, slow.last || 0) || Date.now();
  return { table, windows: LIVE, span: { min: end - LIVE_SPAN, max: end } };
}

/** Asks for a panel's values while it is on screen, and again as they get old; nothing in the live range. */
export function useRangeData(panel: Panel, isOn: ReadonlySignal<boolean>): Signal<Loading> {
  const loading = useSignal<Loading>({});
  useSignalEffect(() => {
    const name = range.value;
    if (name === "live") return void (loading.value = {});
    if (!isOn.value || !isSeen.value) return;
    const isHeld = paused.value;
    const { span, refresh, windows } = RANGES[name];
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      try {
        const table = await load(panel, RANGES[name], ended.signal);
        if (ended.signal.aborted) return;
        const end = table.last;
        loading.value = { source: { table, windows, span: { min: end - span, max: end } } };
      } catch (error) {
        if (ended.signal.aborted) return;
        loading.value = { ...loading.peek(), problem: (error as Error).message };
      }
      if (isHeld && loading.peek().source) return;
      // Behind the answer: where none comes, questions do not pile up.
      timer = setTimeout(ask, refresh);
    };
    // What was there belongs to another range.
    const before = loading.peek().source?.span;
    if (before && before.max - before.min !== span) loading.value = {};
    // In a pause what is there stays, and what comes on screen is asked for once.
    if (isHeld && loading.peek().source) return;
    ask();
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  });
  return loading;
}
