/**
 * PromQL over the history.
 *
 * @see https://prometheus.io/docs/prometheus/2.55/querying/basics/
 * @module
 */
import { bare, type Expr, type Query } from "./ast.ts";
import { Budget, type Limits, type Work } from "./budget.ts";
import type { Context } from "./context.ts";
import { INTERVAL, LOOKBACK } from "./dialect.ts";
import { QueryError } from "./errors.ts";
import { evaluate } from "./evaluate.ts";
import type { Queryable } from "./model.ts";
import { parse } from "./parse.ts";
import { instantResult, rangeResult, rawResult } from "./output.ts";
import type { InstantResult, RangeResult } from "./results.ts";
import { Grid } from "./values.ts";
import { Queue } from "./queue.ts";

/** The limits of an engine, and what Prometheus' configuration says of queries. */
export interface EngineOptions {
  /** How long a series without new samples is still there, milliseconds; 5 minutes. */
  readonly lookback?: number;
  /** The step of subqueries that name none, milliseconds; 1 minute. */
  readonly interval?: number;
  /**
   * Samples that one query may read and make, all in all; 5 million: 40 MB, and no more than that at
   * any time. A series read for an hour, a sample every 15 s, and shown in 240 steps are 480.
   */
  readonly maxSamples?: number;
  /** Steps of a range query; 11,000. */
  readonly maxPoints?: number;
  /** Milliseconds that a query may take, the time it waits included; 10 seconds. */
  readonly timeout?: number;
  /** Queries that are worked on at the same time, in turns; 4. */
  readonly maxConcurrent?: number;
}

const DEFAULTS: Required<EngineOptions> = {
  lookback: LOOKBACK,
  interval: INTERVAL,
  maxSamples: 5_000_000,
  maxPoints: 11_000,
  timeout: 10_000,
  maxConcurrent: 4,
};

/** The steps of a range query. */
export interface Range {
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/**
 * Checks the steps of a range query.
 *
 * @throws {QueryError} of type `bad_data`
 */
export function checkRange({ start, end, step }: Range, maxPoints = DEFAULTS.maxPoints): void {
  if (!(step > 0)) {
    throw new QueryError(
      "bad_data",
      "zero or negative query resolution step widths are not accepted. Try a positive integer",
    );
  }
  if (!(end >= start)) {
    throw new QueryError("bad_data", "end timestamp must not be before start time");
  }
  if ((end - start) / step > maxPoints) {
    throw new QueryError(
      "bad_data",
      `exceeded maximum resolution of ${maxPoints} points per timeseries. ` +
        "Try decreasing the query resolution (?step=XX)",
    );
  }
}

/**
 * Evaluates queries, and never holds the event loop for long.
 *
 * @example
 * ```ts
 * import { Engine } from "./engine.ts";
 * const up = { labels: { __name__: "up" }, times: [0, 15_000], values: [0, 1] };
 * const engine = new Engine();
 * const answer = engine.instantNow("scalar(up) + 1", 20_000, { select: () => [up] });
 * if (answer.resultType !== "scalar" || answer.value !== 2) throw new Error("not 2");
 * ```
 */
export class Engine {
  readonly #options: Required<EngineOptions>;
  readonly #queue: Queue;

  constructor(options: EngineOptions = {}) {
    this.#options = { ...DEFAULTS, ...options };
    this.#queue = new Queue(this.#options.maxConcurrent);
  }

  /**
   * The result at one time.
   *
   * @param time milliseconds
   * @param signal ends the work, if nobody waits for it any more
   * @throws {QueryError}
   */
  async instant(
    query: string | Query,
    time: number,
    storage: Queryable,
    signal?: AbortSignal,
  ): Promise<InstantResult> {
    const { expr } = parsed(query);
    return await this.#run(signal, (budget) => this.#instant(expr, time, storage, budget));
  }

  /**
   * The same for the program's own work: others get their turn, but it waits for no query of a client.
   *
   * @throws {QueryError}
   */
  async instantSoon(
    query: string | Query,
    time: number,
    storage: Queryable,
  ): Promise<InstantResult> {
    const budget = new Budget(this.#options);
    return await budget.finish(this.#instant(parsed(query).expr, time, storage, budget));
  }

  /**
   * The same at once, for small queries: no wait for others, no pause for the event loop.
   *
   * @throws {QueryError}
   */
  instantNow(query: string | Query, time: number, storage: Queryable): InstantResult {
    const budget = new Budget(this.#options);
    return budget.finishNow(this.#instant(parsed(query).expr, time, storage, budget));
  }

  /**
   * The results at each step from a start to an end.
   *
   * @throws {QueryError}
   */
  async range(
    query: string | Query,
    range: Range,
    storage: Queryable,
    signal?: AbortSignal,
  ): Promise<RangeResult> {
    checkRange(range, this.#options.maxPoints);
    const { expr } = parsed(query);
    checkShown(expr);
    return await this.#run(signal, (budget) => this.#range(expr, range, storage, budget));
  }

  async #run<T>(signal: AbortSignal | undefined, work: (budget: Budget) => Work<T>): Promise<T> {
    const { maxSamples, timeout } = this.#options;
    const limits: Limits = { maxSamples, timeout, signal };
    const budget = new Budget(limits);
    const leave = await this.#queue.enter(timeout, signal);
    try {
      return await budget.finish(work(budget));
    } finally {
      leave();
    }
  }

  *#instant(
    expr: Expr,
    time: number,
    storage: Queryable,
    budget: Budget,
  ): Work<InstantResult> {
    const context = this.#context(new Grid(time, 1, 1), storage, budget);
    const inner = bare(expr);
    if (inner.kind === "matrix" || inner.kind === "subquery") {
      return yield* rawResult(inner, context);
    }
    return instantResult(yield* evaluate(expr, context), time);
  }

  *#range(
    expr: Expr,
    { start, end, step }: Range,
    storage: Queryable,
    budget: Budget,
  ): Work<RangeResult> {
    const grid = new Grid(start, step, Math.floor((end - start) / step) + 1);
    const context = { ...this.#context(grid, storage, budget), end };
    return rangeResult(yield* evaluate(expr, context), grid);
  }

  #context(grid: Grid, storage: Queryable, budget: Budget): Context {
    const { lookback, interval } = this.#options;
    const { start, end } = grid;
    return { grid, storage, budget, lookback, interval, start, end, evaluate };
  }
}

function parsed(query: string | Query): Query {
  return typeof query === "string" ? parse(query) : query;
}

function checkShown({ type }: Expr): void {
  if (type === "scalar" || type === "instant vector") return;
  throw new QueryError(
    "bad_data",
    `invalid expression type "${type}" for range query, must be Scalar or instant Vector`,
  );
}
