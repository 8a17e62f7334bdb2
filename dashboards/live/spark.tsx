/// <reference lib="dom" />
import { useRef } from "preact/hooks";
import type { Tile } from "../panels.ts";
import { colourOf, useDrawing } from "./drawing.ts";
import { useOnScreen } from "./on_screen.ts";
import { queryOf } from "./queries.ts";
import { colours } from "./state.ts";
import { liveSource } from "./source.ts";
import type { Span } from "./state.ts";
import type { Table } from "./table.ts";

/** The last minutes of a tile's numbers, without axes. */
export function Spark({ tile }: { readonly tile: Tile }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isOn = useOnScreen(canvas);
  useDrawing(() => {
    colours.value;
    if (!isOn.value) return;
    const { table, span } = liveSource(tile);
    draw(canvas.current!, tile, table, span);
  });
  return <canvas class="spark" ref={canvas} aria-hidden="true" />;
}

function draw(canvas: HTMLCanvasElement, tile: Tile, table: Table, span: Span): void {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (width === 0) return;
  const context = canvas.getContext("2d")!;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  } else context.clearRect(0, 0, width, height);
  const first = Math.max(table.first, table.rowAt(span.min) - 1);
  const rows = tile.trend.flatMap(({ expr }) => table.series(queryOf(expr)));
  const top = tile.max ??
    1.1 * Math.max(1, ...rows.map(({ values }) => most(values, first, table.end)));
  rows.forEach(({ values }, i) => {
    const colour = colourOf(`c${i + 1}`);
    const x = (row: number) => (table.times[row] - span.min) / (span.max - span.min) * width;
    const y = (row: number) => height - 1 - values[row] / top * (height - 3);
    const path = new Path2D(), area = new Path2D();
    let begin = -1;
    for (let row = first; row <= table.end; row++) {
      const isThere = row < table.end && !Number.isNaN(values[row]);
      if (!isThere && begin >= 0) {
        area.lineTo(x(row - 1), height);
        area.lineTo(x(begin), height);
        begin = -1;
      }
      if (!isThere) continue;
      if (begin < 0) {
        begin = row;
        path.moveTo(x(row), y(row));
        area.moveTo(x(row), y(row));
      } else {
        path.lineTo(x(row), y(row));
        area.lineTo(x(row), y(row));
      }
    }
    context.fillStyle = `${colour}26`;
    context.fill(area);
    context.strokeStyle = colour;
    context.lineWidth = 1.5 * devicePixelRatio;
    context.setLineDash(i === 0 ? [] : [4 * devicePixelRatio, 2 * devicePixelRatio]);
    context.lineJoin = "round";
    context.stroke(path);
  });
}

function most(values: Float64Array, first: number, end: number): number {
  let most = 0;
  for (let i = first; i < end; i++) if (values[i] > most) most = values[i];
  return most;
}
