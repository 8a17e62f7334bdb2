/**
 * Functions of range vectors: windows that slide over each series.
 *
 * @module
 */
import type { Call, MatrixSelector, Subquery } from "./ast.ts";
import { unnamedWhole } from "./binary.ts";
import type { Work } from "./budget.ts";
import type { Context } from "./context.ts";
import { DIALECT } from "./dialect.ts";
import { OVER_TIME_FUNCTIONS } from "./functions/over_time.ts";
import { RATE_FUNCTIONS } from "./functions/rate.ts";
import { Window, type WindowFunction } from "./functions/window.ts";
import type { Samples } from "./model.ts";
import { ranged, type Run, selectRuns, shifted, turnOf } from "./selectors.ts";
import { ABSENT, type Scalar, type Vector, vectorOf } from "./values.ts";

export const RANGE_FUNCTIONS: Readonly<Record<string, WindowFunction>> = {
  ...RATE_FUNCTIONS,
  ...OVER_TIME_FUNCTIONS,
};

/** Those whose result is a sample of the series itself, or where only its presence counts. */
const KEEP_NAME = ["last_over_time", "absent_over_time"];

export function* evaluateRange({ name, args }: Call, context: Context): Work<Vector> {
  const { grid: { count }, budget } = context;
  const range = ranged(args.find(({ type }) => type === "range vector")!);
  const parameters: Float64Array[] = [];
  for (const arg of args) {
    if (arg.type !== "scalar") continue;
    parameters.push(((yield* context.evaluate(arg, context)) as Scalar).values);
  }
  const runs = yield* selectRuns(range, context);
  const vector = vectorOf(runs.map(({ labels }) => labels), count, budget);
  const slide = new Slide(RANGE_FUNCTIONS[name], range, parameters, context);
  for (let i = 0; i < runs.length; i++) {
    yield* slide.over(runs[i], vector.values.subarray(i * count, (i + 1) * count));
  }
  return KEEP_NAME.includes(name) ? vector : unnamedWhole(vector, context);
}

/** One function of one range, series after series. */
class Slide {
  readonly #window = new Window();

  constructor(
    private readonly evaluate: WindowFunction,
    private readonly range: MatrixSelector | Subquery,
    private readonly parameters: readonly Float64Array[],
    private readonly context: Context,
  ) {}

  /** Fills a row with the function's results. */
  *over(run: Run, out: Float64Array): Work<void> {
    const { grid, budget } = this.context;
    const looked = shifted(this.range, this.context);
    const { start, step, count } = looked;
    const window = this.#window;
    this.#look(run);
    const turn = turnOf(run.finer, looked, this.range.range);
    for (let i = 0; i < count; i++) {
      if (i === turn) this.#look(run.finer!);
      this.#move(start + i * step);
      window.time = grid.start + i * step;
      out[i] = this.#result(i);
      if (budget.isDue(window.to - window.from)) yield;
    }
    // A fixed range is the same at all steps; what the function makes of it may not be.
    for (let i = count; i < grid.count; i++) {
      window.time = grid.start + i * step;
      out[i] = this.parameters.length > 0 ? this.#result(i) : out[0];
      if (budget.isDue(window.to - window.from)) yield;
    }
  }

  #look({ times, values }: Samples): void {
    const window = this.#window;
    window.times = times;
    window.values = values;
    window.from = window.to = 0;
  }

  #move(end: number): void {
    const window = this.#window;
    const { times } = window;
    window.end = end;
    window.start = end - this.range.range;
    const first = DIALECT.leftOpen ? window.start + 1 : window.start;
    while (window.to < times.length && times[window.to] <= end) window.to++;
    while (window.from < window.to && times[window.from] < first) window.from++;
  }

  #result(step: number): number {
    const window = this.#window;
    if (window.from === window.to) return ABSENT;
    const [parameter, second] = this.parameters;
    if (parameter) window.parameter = parameter[step];
    if (second) window.second = second[step];
    return this.evaluate(window);
  }
}
