import { ABSENT } from "../values.ts";

/** The samples of one series that a function of a range sees at one step; reused from step to step. */
export class Window {
  times: ArrayLike<number> = [];
  /** Without stale markers. */
  values: ArrayLike<number> = [];
  /** The samples are those of the indices from `from` up to, not including, `to`: at least one. */
  from = 0;
  to = 0;
  /** The ends of the range, milliseconds. */
  start = 0;
  end = 0;
  /** The step's time, milliseconds: not the range's end if that is shifted. */
  time = 0;
  /** The function's other arguments at this step, if it has any. */
  parameter = 0;
  second = 0;
}

/** A function of a range: its sample, or {@linkcode ABSENT}. */
export type WindowFunction = (window: Window) => number;

/** The same, of two samples at least. */
export function ofTwo(evaluate: WindowFunction): WindowFunction {
  return (window) => window.to - window.from < 2 ? ABSENT : evaluate(window);
}
