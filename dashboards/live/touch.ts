/// <reference lib="dom" />
/**
 * Charts under fingers: one that moves sideways chooses a part, two that part zoom, a tap points.
 *
 * @module
 */
import type uPlot from "uplot";
import type { PlotEvents } from "./plot.ts";

/** Pixels that a finger moves before that means something. */
const MOVED = 10;

/** Handles touches of a chart's area; moves up and down stay the page's (touch-action in the style). */
export function touch({ zoom }: Pick<PlotEvents, "zoom">): uPlot.Plugin {
  return { hooks: { ready: (plot: uPlot) => listen(plot, zoom) } };
}

function listen(plot: uPlot, zoom: PlotEvents["zoom"]): void {
  const { over } = plot;
  let from: number[] = [];
  const places = ({ touches }: TouchEvent) => {
    const { left } = over.getBoundingClientRect();
    return [...touches].slice(0, 2).map(({ clientX }) => clientX - left);
  };
  const select = (a: number, b: number) => {
    const left = Math.max(0, Math.min(a, b));
    const width = Math.min(plot.over.clientWidth, Math.max(a, b)) - left;
    plot.setSelect({ left, width, top: 0, height: over.clientHeight }, false);
    return { left, width };
  };
  let chosen = { left: 0, width: 0 };
  let values: number[] = [];
  over.addEventListener("touchstart", (event) => {
    from = places(event);
    values = from.map((place) => plot.posToVal(place, "x"));
    chosen = { left: 0, width: 0 };
    if (from.length === 1) plot.setCursor({ left: from[0], top: over.clientHeight / 2 }, true);
  }, { passive: true });
  over.addEventListener("touchmove", (event) => {
    const now = places(event);
    if (now.length === 2 && from.length === 2) return void pinch(plot, values, now, zoom);
    if (now.length !== 1 || from.length !== 1 || Math.abs(now[0] - from[0]) < MOVED) return;
    chosen = select(from[0], now[0]);
  }, { passive: true });
  over.addEventListener("touchend", () => {
    const { left, width } = chosen;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    chosen = { left: 0, width: 0 };
    if (width < 2 * MOVED) return;
    zoom({ min: plot.posToVal(left, "x"), max: plot.posToVal(left + width, "x") });
  });
}

/** What was under both fingers stays under them. */
function pinch(
  plot: uPlot,
  [a, b]: readonly number[],
  [x, y]: readonly number[],
  zoom: PlotEvents["zoom"],
): void {
  if (Math.abs(y - x) < 2 * MOVED) return;
  const perPixel = (b - a) / (y - x);
  // Fingers that crossed.
  if (!(perPixel > 0)) return;
  const min = a - x * perPixel;
  zoom({ min, max: min + plot.over.clientWidth * perPixel });
}
