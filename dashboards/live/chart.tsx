/// <reference lib="dom" />
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Panel } from "../panels.ts";
import { useDrawing } from "./drawing.ts";
import { text, timeOf } from "./format.ts";
import { Legend } from "./legend.tsx";
import { useOnScreen } from "./on_screen.ts";
import { Plot } from "./plot.ts";
import { type Line, type Lines, linesOf, Rows } from "./shape.ts";
import { liveSource, type Loading, type Source, useRangeData } from "./source.ts";
import { colours, range, slowFrame, type Span, zoom, zoomTo } from "./state.ts";
import { fill, say, words } from "./words.ts";
import { ValuesTable } from "./values_table.tsx";

/** What is drawn at the moment. */
export interface Drawn extends Lines {
  readonly source: Source;
  readonly first: number;
  readonly span: Span;
  /** The first and the last row of the span, counted from `first`; where it has none, the last is before. */
  readonly edges: readonly [number, number];
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
  useDrawing(() => {
    colours.value;
    plot.current?.forget();
  });
  useDrawing(() => {
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
    const within = table.rowsIn(span);
    const edges = [within.first - first, within.end - 1 - first] as const;
    drawn.value = { ...lines, source, first, span, edges };
  });

  return (
    <>
      <div
        class="chart"
        ref={element}
        {...useKeys(panel, drawn, hovered, plot)}
      >
        <Empty panel={panel} drawn={drawn} loading={loading} />
      </div>
      <Legend panel={panel} drawn={drawn} hovered={hovered} />
      <ValuesTable panel={panel} drawn={drawn} />
    </>
  );
}

/** Why there is nothing to see. */
function Empty(
  { panel, drawn, loading }: {
    readonly panel: Panel;
    readonly drawn: ReadonlySignal<Drawn | undefined>;
    readonly loading: ReadonlySignal<Loading>;
  },
) {
  const why = useComputed(() => {
    const { problem } = loading.value;
    if (problem) return fill(words.failed, { problem });
    if (!drawn.value) return say(words.loading);
    return drawn.value.lines.length === 0 ? say(panel.needs ?? words.noValues) : "";
  });
  return why.value === "" ? null : <p class="empty">{why.value}</p>;
}

/** The chart as a slider over its times, for keys and for who listens. */
function useKeys(
  panel: Panel,
  drawn: ReadonlySignal<Drawn | undefined>,
  hovered: ReadonlySignal<number | undefined>,
  plot: { readonly current?: Plot },
) {
  const point = (row: number) => plot.current?.point(row);
  const isFocused = useSignal(false);
  // Who does not stand on the chart need not be told every second.
  const heard = useComputed(() => {
    if (!isFocused.value) slowFrame.value;
    const now = isFocused.value ? drawn.value : drawn.peek();
    const row = isFocused.value ? hovered.value : hovered.peek();
    return { now, ...placeOf(now, row) };
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = drawn.peek();
    const { row, from, to } = placeOf(now, hovered.peek());
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => point(Math.max(from, row - 1)),
      ArrowRight: () => point(Math.min(to, row + 1)),
      PageUp: () => point(Math.max(from, row - 10)),
      PageDown: () => point(Math.min(to, row + 10)),
      Home: () => point(from),
      End: () => point(to),
      "+": () => zoomBy(now, row, 0.5),
      "-": () => zoomBy(now, row, 2),
      Escape: () => zoomTo(undefined),
    };
    const action = actions[event.key === "=" ? "+" : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return {
    role: "slider",
    tabIndex: 0,
    "aria-label": say(panel.title),
    "aria-roledescription": "chart",
    "aria-describedby": "chart-keys",
    "aria-valuemin": useComputed(() => heard.value.from),
    "aria-valuemax": useComputed(() => Math.max(heard.value.from, heard.value.to)),
    "aria-valuenow": useComputed(() => heard.value.row),
    "aria-valuetext": useComputed(() => {
      const { now, row, from, to } = heard.value;
      return now && from <= to ? spoken(panel, now, now.first + row) : "";
    }),
    onFocus: () => isFocused.value = true,
    onBlur: () => {
      isFocused.value = false;
      // Else its legend would not show what is now, until a mouse comes.
      plot.current?.leave();
    },
    onKeyDown,
  } as const;
}

/** The rows between which the cursor moves, and where it is: without one, at the last. */
function placeOf(drawn: Drawn | undefined, hovered: number | undefined) {
  const [from, to] = drawn?.edges ?? [0, -1];
  return { from, to, row: Math.max(from, Math.min(hovered ?? to, to)) };
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
  const { span, source: { table, span: whole }, first, edges: [from, to] } = drawn;
  // In a gap there is no row.
  const at = from <= to ? table.times[first + row] : (span.min + span.max) / 2;
  const min = at - (at - span.min) * factor, max = at + (span.max - at) * factor;
  if (max - min >= whole.max - whole.min) return zoomTo(undefined);
  // Less than a few rows is nothing to see.
  if (max - min > 5 * table.step) zoomTo({ min, max });
}
