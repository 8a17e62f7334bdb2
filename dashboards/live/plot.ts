/// <reference lib="dom" />
/**
 * A chart: uPlot, told what to draw.
 *
 * @module
 */
import uPlot from "uplot";
import type { Panel, Threshold } from "../panels.ts";
import { colourOf } from "./drawing.ts";
import { text, timeOf } from "./format.ts";
import { line } from "./paths.ts";
import type { Line } from "./shape.ts";
import type { Span } from "./state.ts";
import { touch } from "./touch.ts";
import { stepsOf, yRangeOf } from "./y_range.ts";

/** What is drawn. */
export interface Picture {
  readonly lines: readonly Line[];
  /** Times, then a row for each line. */
  readonly rows: readonly Float64Array[];
  readonly span: Span;
}

/** What a chart tells. */
export interface PlotEvents {
  /** The cursor is at a row of what is shown; undefined when it is nowhere. */
  hover(row: number | undefined): void;
  /** A part was chosen; undefined for the whole. */
  zoom(span: Span | undefined): void;
}

/** The dashes of lines: colour is not all that tells them apart. */
export const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [10, 3, 2, 3]];
const HEIGHT = 172;
/** Width of the numbers at the left, pixels. */
const LEFT = 68;
/** Beyond so many lines the areas below them would hide each other. */
const MOST_AREAS = 2;
const DAY = 86_400_000;
/** All charts have one cursor. */
const SYNC = "hostvitals";

/** One chart in one element. */
export class Plot {
  #plot: uPlot | undefined;
  #lines: readonly Line[] = [];
  #rows: readonly Float64Array[] = [new Float64Array()];
  #span: Span = { min: 0, max: 1 };

  constructor(
    private readonly element: HTMLElement,
    private readonly panel: Panel,
    private readonly events: PlotEvents,
  ) {}

  /** Draws; the chart is made anew where its lines are others. */
  draw({ lines, rows, span }: Picture): void {
    this.#rows = rows;
    this.#span = span;
    // From the top of a stack down: what is lower is painted over it.
    const data = this.panel.stack ? [rows[0], ...rows.slice(1).reverse()] : rows;
    if (!this.#plot || !sameLines(lines, this.#lines)) this.#make(lines);
    const plot = this.#plot!;
    plot.batch(() => {
      plot.setData(data as unknown as uPlot.AlignedData, false);
      plot.setScale("x", span);
    });
  }

  /** Takes the width of its element again. */
  resize(): void {
    const width = this.element.clientWidth;
    if (this.#plot && width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: HEIGHT });
    }
  }

  /** Colours have changed. */
  forget(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  /** Moves the cursor to a row of what is drawn, if it is in the span. */
  point(row: number): void {
    const plot = this.#plot;
    const time = plot?.data[0][row];
    if (!plot || time === undefined || time < this.#span.min || time > this.#span.max) return;
    plot.setCursor({ left: plot.valToPos(time, "x"), top: plot.over.clientHeight / 2 }, true);
  }

  /** Takes the cursor away. */
  leave(): void {
    this.#plot?.setCursor({ left: -10, top: -10 }, true);
  }

  #make(lines: readonly Line[]): void {
    this.forget();
    this.#lines = lines;
    const { panel } = this;
    const steps = stepsOf(panel.unit);
    const areas = panel.stack || lines.length <= MOST_AREAS;
    const series = lines.map((one) => seriesOf(one, panel, areas));
    const axis = {
      stroke: colourOf("dim"),
      font: "11px system-ui, sans-serif",
      grid: { stroke: colourOf("grid"), width: 1 },
      ticks: { show: false },
    };
    this.#plot = new uPlot(
      {
        width: this.element.clientWidth,
        height: HEIGHT,
        ms: 1,
        legend: { show: false },
        padding: [8, 20, 0, 0],
        series: [{}, ...panel.stack ? series.reverse() : series],
        scales: {
          x: { range: () => [this.#span.min, this.#span.max] },
          // Its own least and greatest are NaN where the first value is.
          y: { range: () => yRangeOf(panel, this.#rows, this.#span) },
        },
        axes: [
          {
            ...axis,
            size: 26,
            space: () => this.#isLong ? 96 : 48,
            values: (_, splits) => splits.map((at) => this.#time(at)),
          },
          {
            ...axis,
            size: LEFT,
            space: 34,
            ...steps && { incrs: [...steps] },
            values: (_, splits) => splits.map((value) => text(Math.abs(value), panel.unit)),
          },
        ],
        cursor: {
          sync: { key: SYNC, scales: ["x", null], filters: { pub: isOfCursor, sub: isOfCursor } },
          drag: { x: true, y: false, setScale: false },
          points: { size: 6 },
          // A point of a gap would stand where the last one was, or in the corner.
          dataIdx: (plot, line, row) => Number.isNaN(plot.data[line][row]) ? null : row,
          bind: { dblclick: () => () => (this.events.zoom(undefined), null) },
        },
        hooks: {
          setCursor: [({ cursor }) => this.events.hover(cursor.idx ?? undefined)],
          setSelect: [(plot) => this.#selected(plot)],
          draw: [(plot) => drawThresholds(plot, panel.thresholds ?? [])],
        },
        plugins: [touch(this.events)],
      },
      [[]],
      this.element,
    );
  }

  #selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 8) return;
    this.events.zoom({ min: plot.posToVal(left, "x"), max: plot.posToVal(left + width, "x") });
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  /** Whether times need their date. */
  get #isLong(): boolean {
    return this.#span.max - this.#span.min > DAY / 2;
  }

  #time(at: number): string {
    if (this.#isLong) return timeOf(at, true);
    // Of full minutes the seconds tell nothing.
    return at % 60_000 === 0 ? timeOf(at).replace(/:00$/, "") : timeOf(at);
  }
}

/** What is chosen in one chart is chosen in no other: each would choose that part of what the first had chosen. */
function isOfCursor(type: string): boolean {
  return type !== "mousedown" && type !== "mouseup";
}

function sameLines(a: readonly Line[], b: readonly Line[]): boolean {
  return a.length === b.length &&
    a.every(({ series, name, dash, colour }, i) =>
      series === b[i].series && name === b[i].name && dash === b[i].dash && colour === b[i].colour
    );
}

function seriesOf(
  { name, colour, dash, reference }: Line,
  { stack }: Panel,
  areas: boolean | undefined,
): uPlot.Series {
  const stroke = reference ? colourOf("dim") : colourOf(`c${colour % 8 + 1}`);
  return {
    label: name,
    stroke,
    width: reference ? 1 : stack ? 1 : 1.6,
    dash: [...reference ? [4, 4] : stack ? [] : DASHES[dash % DASHES.length]],
    ...areas && !reference && { fill: stack ? colourOf(`f${colour % 8 + 1}`) : `${stroke}1c` },
    paths: line,
    points: { show: false },
  };
}

function drawThresholds(
  { ctx, bbox, scales, valToPos }: uPlot,
  thresholds: readonly Threshold[],
): void {
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const { value, level } of thresholds) {
    if (!(value > scales.y.min! && value < scales.y.max!)) continue;
    const y = Math.round(valToPos(value, "y", true));
    ctx.strokeStyle = colourOf(level);
    ctx.setLineDash(level === "critical" ? [] : [6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.globalAlpha = 0.55;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
