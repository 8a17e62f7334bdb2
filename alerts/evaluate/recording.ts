/**
 * Recording rules while they are evaluated.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
 * @module
 */
import type { Recorded } from "../../exporter/history.ts";
import { LabelSet } from "../../exporter/query/labels.ts";
import type { RecordRule } from "../rules/model.ts";
import { type Evaluation, vectorOf } from "./model.ts";

/** The series of one rule. */
export class Recording {
  /** Labels of the series of the last evaluation, so that the same series has the same object. */
  #known = new Map<string, Recorded["labels"]>();

  constructor(readonly rule: RecordRule) {}

  /**
   * Evaluates the expression.
   *
   * @throws {QueryError | RangeError}
   */
  async evaluate({ engine, storage, queryAt, limit }: Evaluation): Promise<Recorded[]> {
    const { query, name, labels } = this.rule;
    const result = vectorOf(await engine.instantSoon(query, queryAt, storage));
    const found = new Map<string, Recorded["labels"]>();
    const samples = result.map(({ metric, value }) => {
      const { key, record } = LabelSet.of({ ...metric, ...labels, __name__: name });
      if (found.has(key)) {
        throw new RangeError(
          "vector contains metrics with the same labelset after applying rule labels",
        );
      }
      const known = this.#known.get(key) ?? record;
      found.set(key, known);
      return { labels: known, value };
    });
    if (limit > 0 && samples.length > limit) {
      throw new RangeError(`exceeded limit of ${limit} with ${samples.length} series`);
    }
    this.#known = found;
    return samples;
  }
}
