/**
 * What stands twice in families, once: neither format allows a name or a series two times.
 *
 * @module
 */
import { MetricFamily } from "../collectors/collector.ts";

/** Series after which others may work. */
const PIECE = 128;

/** The family without the samples whose name and labels stand before them. */
export function* distinct(family: MetricFamily): Generator<void, MetricFamily> {
  const { labels, suffixes, size } = family;
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let i = 0; i < size; i++) {
    const before = seen.size;
    if (seen.add(`${suffixes?.[i] ?? ""}${labels[i].key}`).size > before) kept.push(i);
    if (i % PIECE === PIECE - 1) yield;
  }
  if (kept.length === size) return family;
  const of = <T>(all: readonly T[]) => kept.map((i) => all[i]);
  return new MetricFamily(family.metric, of(labels), of(family.values), suffixes && of(suffixes));
}

/**
 * Families of the same name as one, where the first of them stands. One of another type than the first
 * that has samples is left out: its samples would be read as what they are not.
 */
export function merged(families: readonly MetricFamily[]): MetricFamily[] {
  const byName = new Map<string, MetricFamily>();
  for (const family of families) {
    const { name, type } = family.metric;
    const before = byName.get(name);
    if (!before || before.size === 0) byName.set(name, family);
    else if (before.metric.type === type) {
      byName.set(name, before.metric.of([...before.samples, ...family.samples]));
    }
  }
  return [...byName.values()];
}
