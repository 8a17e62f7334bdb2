/**
 * What comes before the evaluation: parsing, and trying regular expressions. Done for one request after
 * the other, with pauses, so that however many ask at once the event loop turns.
 *
 * @module
 */
import { round } from "../../../collectors/turns.ts";
import type { HistoryView } from "../../history_view.ts";
import type { Expr, Query } from "../ast.ts";
import { QueryError } from "../errors.ts";
import { LabelSet } from "../labels.ts";
import type { Matcher } from "../model.ts";
import { parse, parseSelector } from "../parse.ts";
import { Queue } from "../queue.ts";
import { checkWeight } from "./weight.ts";

/** Milliseconds that the trying of expressions goes on without a pause. */
const SLICE = 5;

/** Milliseconds for one request, its wait included. */
const TIMEOUT = 10_000;

/** Prepares queries and selectors. */
export class Preparation {
  readonly #queue = new Queue(1);

  constructor(private readonly history: Pick<HistoryView, "series">) {}

  /**
   * Parses a query, and makes its matchers remember what they say of the labels that there are.
   *
   * @throws {QueryError}
   */
  query(text: string, signal?: AbortSignal): Promise<Query> {
    return this.#prepared(text, parse, ({ expr }) => matchersOf(expr), signal);
  }

  /**
   * The same of a selector that stands alone.
   *
   * @throws {QueryError}
   */
  selector(text: string, signal?: AbortSignal): Promise<readonly Matcher[]> {
    return this.#prepared(text, parseSelector, (matchers) => matchers, signal);
  }

  async #prepared<T>(
    text: string,
    read: (text: string) => T,
    matchers: (parsed: T) => Iterable<Matcher>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const pause = pauses(signal);
    const leave = await this.#queue.enter(TIMEOUT, signal);
    try {
      // A turn of its own for each.
      await pause();
      checkWeight(text);
      const parsed = read(text);
      await this.#warm([...matchers(parsed)], pause);
      return parsed;
    } finally {
      leave();
    }
  }

  /** Tries expressions on all values of their labels: in a selection all at once would take too long. */
  async #warm(matchers: readonly Matcher[], pause: () => Promise<void>): Promise<void> {
    const slow = matchers.filter(({ type }) => type === "=~" || type === "!~");
    if (slow.length === 0) return;
    const all = this.history.series([], 0, Infinity);
    const values = new Map<string, Set<string>>();
    let end = performance.now() + SLICE;
    for (const { name, matches } of slow) {
      let known = values.get(name);
      if (!known) values.set(name, known = new Set(all.map((one) => LabelSet.of(one).get(name))));
      for (const value of known) {
        matches(value);
        if (performance.now() < end) continue;
        await pause();
        end = performance.now() + SLICE;
      }
    }
  }
}

/** Lets the event loop turn, for as long as somebody waits for the work and it is not too late. */
function pauses(signal: AbortSignal | undefined): () => Promise<void> {
  const deadline = performance.now() + TIMEOUT;
  return async () => {
    await round();
    if (signal?.aborted) throw new QueryError("canceled", "query was canceled");
    if (performance.now() > deadline) {
      throw new QueryError("timeout", "query timed out in matching labels");
    }
  };
}

/** The matchers of all selectors of an expression. */
function* matchersOf(expr: Expr): Generator<Matcher> {
  switch (expr.kind) {
    case "selector":
    case "matrix":
      return yield* expr.matchers;
    case "subquery":
    case "negation":
    case "plus":
    case "paren":
      return yield* matchersOf(expr.expr);
    case "aggregate":
      yield* matchersOf(expr.expr);
      if (expr.parameter) yield* matchersOf(expr.parameter);
      return;
    case "call":
      for (const arg of expr.args) yield* matchersOf(arg);
      return;
    case "binary":
      yield* matchersOf(expr.left);
      yield* matchersOf(expr.right);
  }
}
