/// <reference lib="dom" />
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Panel } from "../panels.ts";
import { text, timeOf } from "./format.ts";
import { Legend } from "./legend.tsx";
import { useOnScreen } from "./on_screen.ts";
import { Plot } from "./plot.ts";
import { type Line, type Lines, linesOf, Rows } from "./shape.ts";
import { liveSource, type Source, useRangeData } from "./source.ts";
import { colours, range, type Span, zoom, zoomTo } from "./state.ts";
import { fill, say, words } from "./words.ts";
import { ValuesTable } from "./values_table.tsx";

/** What is drawn at the moment. */
export interface Drawn extends Lines {
  readonly source: Source;
  readonly first: number;
  readonly span: Span;
}

/** A chart over time, with its legend and a table of its values. */
export function Chart({ panel }: { readonly panel: Panel }) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>();
  const isOn = useOnScreen(element);
  const loading = useRangeData(panel, isOn);
  const drawn = useSignal<Drawn | undefined>(undefined);
  const hovered = useSignal<number | undefined>(undefined);
  const rows = useRef(new Rows());

  useEffect(() => {
    const made = plot.current = new Plot(element.current!, panel, {
      hover: (row) => hovered.value = row,
      zoom: zoomTo,
    });
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element.current!);
    return () => {
      observer.disconnect();
      made.forget();
    };
  }, []);
  useSignalEffect(() => {
    colours.value;
    plot.current?.forget();
  });
  useSignalEffect(() => {
    colours.value;
    if (!isOn.value) return;
    const source = range.value === "live" ? liveSource(panel) : loading.value.source;
    if (!source) return void (drawn.value = undefined);
    const { table } = source;
    const span = zoom.value ?? source.span;
    // One before, so that a line reaches the edge.
    const first = Math.max(table.first, table.rowAt(source.span.min) - 1);
    const lines = linesOf(panel, table, source.windows, first);
    plot.current!.draw({
      lines: lines.lines,
      rows: rows.current.of(table, lines.lines, first, panel.stack ?? false),
      span,
    });
    drawn.value = { ...lines, source, first, span };
  });

  const isEmpty = useComputed(() => drawn.value?.lines.length === 0);
  return (
    <>
      <div
        class="chart"
        ref={element}
        {...useKeys(panel, drawn.value, hovered.value, (row) => plot.current?.point(row))}
      >
        {isEmpty.value && <p class="empty">{say(panel.needs ?? words.noValues)}</p>}
        {loading.value.problem
          ? <p class="empty">{fill(words.failed, { problem: loading.value.problem })}</p>
          : !drawn.value && <p class="empty">{say(words.loading)}</p>}
      </div>
      {drawn.value && <Legend panel={panel} drawn={drawn.value} row={hovered.value} />}
      <ValuesTable panel={panel} drawn={drawn.value} />
    </>
  );
}

/** The chart as a slider over its times, for keys and for who listens. */
function useKeys(
  panel: Panel,
  drawn: Drawn | undefined,
  hovered: number | undefined,
  point: (row: number) => void,
) {
  const count = drawn ? drawn.source.table.end - drawn.first : 0;
  const row = Math.min(hovered ?? count - 1, count - 1);
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => point(Math.max(0, row - 1)),
    ArrowRight: () => point(Math.min(count - 1, row + 1)),
    PageUp: () => point(Math.max(0, row - 10)),
    PageDown: () => point(Math.min(count - 1, row + 10)),
    Home: () => point(0),
    End: () => point(count - 1),
    "+": () => zoomBy(drawn, row, 0.5),
    "-": () => zoomBy(drawn, row, 2),
    Escape: () => zoomTo(undefined),
  };
  return {
    role: "slider",
    tabIndex: 0,
    "aria-label": say(panel.title),
    "aria-roledescription": "chart",
    "aria-describedby": "chart-keys",
    "aria-valuemin": 0,
    "aria-valuemax": Math.max(0, count - 1),
    "aria-valuenow": Math.max(0, row),
    "aria-valuetext": drawn && count > 0 ? spoken(panel, drawn, drawn.first + row) : "",
    onKeyDown: (event: KeyboardEvent) => {
      const action = actions[event.key === "=" ? "+" : event.key];
      if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      action();
    },
  } as const;
}

function spoken(panel: Panel, { source: { table }, lines }: Drawn, row: number): string {
  const values = lines.map((one: Line) =>
    `${one.name} ${text(one.series.values[row], panel.unit)}`
  );
  return `${timeOf(table.times[row])}: ${values.join(", ")}`;
}

/** Half or twice of what is shown, around a row. */
function zoomBy(drawn: Drawn | undefined, row: number, factor: number): void {
  if (!drawn) return;
  const { span, source: { table, span: whole }, first } = drawn;
  const at = table.times[first + row];
  const min = at - (at - span.min) * factor, max = at + (span.max - at) * factor;
  if (max - min >= whole.max - whole.min) return zoomTo(undefined);
  // Less than a few rows is nothing to see.
  if (max - min > 5 * table.step) zoomTo({ min, max });
}
