/**
 * Metric families as JSON, for `--format json`.
 *
 * @module
 */
import type { MetricFamily } from "../collectors/collector.ts";
import { atOnce } from "../collectors/turns.ts";
import { numberText } from "./bytes.ts";
import { distinct, merged } from "./distinct.ts";

/** A sample as JSON has it: numbers that JSON lacks are texts. */
interface JsonSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | string;
}

/** A family as `--format json` writes it. */
export interface JsonFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly JsonSample[];
}

/** Families for `--format json`; NaN and the infinities are the texts `NaN`, `+Inf`, `-Inf`. */
export function toJson(families: readonly MetricFamily[]): JsonFamily[] {
  return merged(families).filter(({ size }) => size > 0).map((family) => {
    const { metric: { name, type, help } } = family;
    const samples = atOnce(distinct(family)).samples.map(({ labels, value, suffix }) => ({
      name: name + (suffix ?? ""),
      labels: labels.pairs,
      value: Number.isFinite(value) ? value : numberText(value),
    }));
    return { name, type, help, samples };
  });
}
