import type { Labels, Metric } from "../../collectors/collector.ts";
import type { Ring } from "./ring.ts";

/** The labels of a series as a query has them. */
export type Pairs = Readonly<Record<string, string>>;

/** The labels that every series gets, as Prometheus gives them to what it scrapes. */
export interface Target {
  readonly job: string;
  readonly instance: string;
}

/** A series that the history keeps. */
export interface StoredSeries {
  /** With `__name__`, always the same object. */
  readonly labels: Pairs;
  /** What was read; undefined for what a rule recorded. */
  readonly metric: Metric | undefined;
  /** Without it, the series is not one of those that are read every second. */
  readonly live: Ring | undefined;
  readonly recent: Ring;
  readonly day: Ring;
  /** The number of the last reading that had it. */
  seen: number;
  /** Its place was given away. */
  gone: boolean;
}

/**
 * The labels under which a sample is stored: those of the target win, and what a collector says under the
 * same name becomes `exported_job`, `exported_instance`, as Prometheus does without `honor_labels`. A
 * label without a value is none.
 */
export function storedLabels(name: string, { pairs }: Labels, target: Target): Pairs {
  const stored: [string, string][] = [["__name__", name], ...Object.entries(target)];
  for (const [label, value] of Object.entries(pairs)) {
    if (value === "") continue;
    let free = label;
    // `exported_job` may be taken as well.
    while (Object.hasOwn(target, free) || free !== label && Object.hasOwn(pairs, free)) {
      free = `exported_${free}`;
    }
    stored.push([free, value]);
  }
  // Not by assignment: a label may be called __proto__.
  return Object.fromEntries(stored);
}

/** The same for the same labels, in whatever order. */
export function keyOf(labels: Pairs): string {
  return Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1).flat().join("\0");
}
