import type { RuleStorage } from "../../alerts/evaluate/model.ts";
import { LabelSet } from "../../exporter/query/labels.ts";
import { type Matcher, type Series, STALE } from "../../exporter/query/model.ts";
import type { Recorded } from "../../exporter/history.ts";

interface Growing {
  readonly labels: Readonly<Record<string, string>>;
  readonly times: number[];
  readonly values: number[];
}

/** Samples of one's choice, to which rules add theirs. */
export class RuleMemory implements RuleStorage {
  readonly #series = new Map<string, Growing>();

  add(labels: Readonly<Record<string, string>>, time: number, value: number): Growing {
    const { key, record } = LabelSet.of(labels);
    let series = this.#series.get(key);
    if (!series) this.#series.set(key, series = { labels: record, times: [], values: [] });
    series.times.push(time);
    series.values.push(value);
    return series;
  }

  record(at: number, samples: readonly Recorded[], ended: readonly Recorded["labels"][]): void {
    for (const { labels, value } of samples) this.add(labels, at, value);
    for (const labels of ended) this.add(labels, at, STALE);
  }

  select(matchers: readonly Matcher[], from: number, to: number): Series[] {
    return [...this.#series.values()].filter(({ labels }) =>
      matchers.every(({ name, matches }) => matches(labels[name] ?? ""))
    ).map((series) => between(series, from, to)).filter(({ times }) => times.length > 0);
  }
}

function between({ labels, times, values }: Growing, from: number, to: number): Series {
  const first = times.findIndex((time) => time >= from);
  const last = times.findLastIndex((time) => time <= to);
  if (first < 0 || last < first) return { labels, times: [], values: [] };
  return { labels, times: times.slice(first, last + 1), values: values.slice(first, last + 1) };
}
