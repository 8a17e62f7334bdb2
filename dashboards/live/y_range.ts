/**
 * From where to where a chart's values go.
 *
 * @module
 */
import { type Panel, type Unit, UNITS } from "../panels.ts";
import type { Span } from "./state.ts";

/** Room above the largest value, as a factor. */
const ROOM = 1.12;

const BINARY = Array.from({ length: 60 }, (_, i) => 2 ** i);
const DECIMAL = Array.from(
  { length: 22 },
  (_, i) => [1, 2, 2.5, 5].map((by) => Number(`${by}e${i - 3}`)),
);

/** From one number of an axis to the next, the smallest first: those that the unit can write, as it rounds. */
export function stepsOf(unit: Unit): readonly number[] | undefined {
  const { scale, digits } = UNITS[unit];
  if (scale === "binary") return BINARY;
  if (scale !== "plain" && scale !== "decimal") return undefined;
  const most = scale === "decimal" ? Math.min(digits, 1) : digits;
  return DECIMAL.flat().filter((step) => Number(step.toFixed(most)) === step);
}

/**
 * From zero to a bit above the largest of the values in a span, unless the panel says where it ends. What has
 * no value is passed over, wherever it stands: a host that has just started has none at the left. What is too
 * small to be written does not fill a chart.
 *
 * @param rows times in milliseconds, then the values of each line, NaN for none
 */
export function yRangeOf(
  { min, max, unit }: Pick<Panel, "min" | "max" | "unit">,
  [times, ...lines]: readonly Float64Array[],
  span: Span,
): [number, number] {
  let bottom = 0, top = -Infinity;
  for (let i = 0; i < times.length; i++) {
    if (times[i] < span.min || times[i] > span.max) continue;
    for (const values of lines) {
      if (values[i] < bottom) bottom = values[i];
      if (values[i] > top) top = values[i];
    }
  }
  if (top <= 0 && bottom === 0) top = 1 / ROOM;
  const [least = 0] = stepsOf(unit) ?? [];
  const to = max ?? (top > 0 ? Math.max(least, top * ROOM) : 0);
  const from = min ?? (bottom < 0 ? Math.min(-least, bottom * ROOM) : 0);
  return to > from ? [from, to] : [from, from + 1];
}
