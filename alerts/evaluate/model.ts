/**
 * What rules are evaluated with.
 *
 * @module
 */
import type { Recorded } from "../../exporter/history.ts";
import type { Engine } from "../../exporter/query/engine.ts";
import type { Queryable } from "../../exporter/query/model.ts";
import type { InstantResult, VectorSeries } from "../../exporter/query/results.ts";

/** Where samples come from, and where those of rules go. */
export interface RuleStorage extends Queryable {
  /**
   * Stores what a rule made at this time, milliseconds.
   *
   * @param ended labels of the series that it gave before and gives no more
   */
  record(at: number, samples: readonly Recorded[], ended: readonly Recorded["labels"][]): void;
}

/** What surrounds the rules. */
export interface Surroundings {
  readonly engine: Pick<Engine, "instantSoon" | "instantNow">;
  readonly storage: RuleStorage;
  /** Where others reach this program, without a slash at its end. */
  externalURL(): string;
  /** What templates know as `$externalLabels`. */
  readonly externalLabels: Readonly<Record<string, string>>;
}

/** How the last evaluation of a rule went. */
export type Health = "unknown" | "ok" | "err";

/** One evaluation. */
export interface Evaluation extends Surroundings {
  /** Milliseconds since 1970, of the reading. */
  readonly at: number;
  /** Milliseconds since 1970, of the expression: earlier, if the group has an offset. */
  readonly queryAt: number;
  /** 0: none. */
  readonly limit: number;
}

/**
 * A result as rules need it.
 *
 * @throws {TypeError} texts and ranges are none
 */
export function vectorOf(result: InstantResult): readonly VectorSeries[] {
  if (result.resultType === "vector") return result.result;
  if (result.resultType === "scalar") return [{ metric: {}, value: result.value }];
  throw new TypeError("rule result is not a vector or scalar");
}
