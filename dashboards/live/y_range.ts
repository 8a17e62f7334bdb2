/**
 * From where to where a chart's values go.
 *
 * @module
 */
import type { Panel } from "../panels.ts";
import type { Span } from "./state.ts";

/** Room above the largest value, as a factor. */
const ROOM = 1.12;

/**
 * From zero to a bit above the largest of the values in a span, unless the panel says where it ends. What has
 * no value is passed over, wherever it stands: a host that has just started has none at the left.
 *
 * @param rows times in milliseconds, then the values of each line, NaN for none
 */
export function yRangeOf(
  { min, max }: Pick<Panel, "min" | "max">,
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
  const to = max ?? (top === -Infinity ? 1 : Math.max(0, top) * ROOM);
  const from = min ?? bottom * ROOM;
  return to > from ? [from, to] : [from, from + 1];
}
