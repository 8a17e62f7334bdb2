/// <reference lib="dom" />
/**
 * Lines and areas on a canvas, where NaN is a gap.
 *
 * @module
 */
import type uPlot from "uplot";

/** Draws a line from value to value, broken where there is none, and the area between it and zero. */
export const line: uPlot.Series.PathBuilder = (plot, index, first, last) => {
  const xs = plot.data[0] as unknown as Float64Array;
  const ys = plot.data[index] as unknown as Float64Array;
  const { left, top, width, height } = plot.bbox;
  const x = plot.scales.x, y = plot.scales.y;
  const perX = width / (x.max! - x.min!), perY = height / (y.max! - y.min!);
  const across = (value: number) => left + (value - x.min!) * perX;
  const down = (value: number) => top + (y.max! - value) * perY;
  const zero = down(Math.min(Math.max(0, y.min!), y.max!));
  const stroke = new Path2D(), fill = new Path2D();
  let begin = NaN, before = NaN;
  // One beyond each edge, so that lines reach it.
  const from = Math.max(0, first - 1), to = Math.min(xs.length - 1, last + 1);
  const close = () => {
    if (Number.isNaN(begin)) return;
    fill.lineTo(before, zero);
    fill.lineTo(begin, zero);
    fill.closePath();
    begin = NaN;
  };
  for (let i = from; i <= to; i++) {
    if (Number.isNaN(ys[i])) {
      close();
      continue;
    }
    const px = across(xs[i]), py = down(ys[i]);
    if (Number.isNaN(begin)) {
      begin = px;
      stroke.moveTo(px, py);
      fill.moveTo(px, zero);
      // A value that stands alone is a dot.
      if (i === to || Number.isNaN(ys[i + 1])) stroke.lineTo(px + 1, py);
    } else stroke.lineTo(px, py);
    fill.lineTo(px, py);
    before = px;
  }
  close();
  return { stroke, fill, flags: 1 };
};
