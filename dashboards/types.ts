/**
 * What a panel is, for whoever draws it: the live page and Grafana.
 *
 * @module
 */
import type { Unit } from "./units.ts";

/** Words for people, in each language that there is. */
export interface Text {
  readonly en: string;
  readonly ko: string;
}

/** A value from which on (with `below`: under which) somebody should look. */
export interface Threshold {
  readonly value: number;
  readonly level: "warning" | "critical";
  readonly below?: true;
}

/** One question of a panel. */
export interface PanelQuery {
  /** PromQL with the placeholders of `exprFor`. */
  readonly expr: string;
  /** The name of a series: `{{device}}` stands for the value of a label, nothing where it is absent. */
  readonly legend: Text;
  /** Drawn downwards, below those that are drawn upwards. The values are positive. */
  readonly down?: true;
  /** A line of comparison (the number of CPUs beside the load), not a measurement. */
  readonly reference?: true;
  /** Where it is not the panel's: a column of a table, a number beside a bar. */
  readonly unit?: Unit;
  /** Where they are not the panel's. */
  readonly thresholds?: readonly Threshold[];
}

/**
 * How a panel is drawn.
 *
 * - `timeseries`: lines over time, areas with `stack`
 * - `stat`: the last value of each query, large
 * - `bars`: a bar for each series of the first query, now; the other queries are numbers beside it,
 *   found by the label `key`
 * - `strip`: a small cell for each series, coloured by its value, now
 */
export type PanelKind = "timeseries" | "stat" | "bars" | "strip";

/** Something to look at. */
export interface Panel {
  /** kebab-case, unique, never changed: addresses and Grafana's panel ids hang on it. */
  readonly id: string;
  readonly title: Text;
  /** What it tells, and when to worry. */
  readonly tells: Text;
  readonly kind: PanelKind;
  readonly stack?: true;
  readonly unit: Unit;
  readonly min?: number;
  readonly max?: number;
  readonly queries: readonly PanelQuery[];
  readonly thresholds?: readonly Threshold[];
  /** Of bars: the label that tells which numbers belong to which bar. */
  readonly key?: string;
  /** Its families are read every 15 s, not every second: in a shorter window there is nothing. */
  readonly slow?: true;
  /** It may be empty on a plain Linux host: what it needs. */
  readonly needs?: Text;
}

/** Panels about one resource. */
export interface Section {
  readonly id: string;
  readonly title: Text;
  readonly panels: readonly Panel[];
}

/** A large number with a small line of its last minutes. */
export interface Tile {
  readonly id: string;
  readonly title: Text;
  readonly tells: Text;
  /** The section that tells more. */
  readonly section: string;
  readonly unit: Unit;
  readonly min?: number;
  readonly max?: number;
  /** One series each, now. The first is the large number; its legend tells what it is of. */
  readonly values: readonly PanelQuery[];
  /** One series each, over time. */
  readonly trend: readonly PanelQuery[];
  readonly thresholds?: readonly Threshold[];
  readonly slow?: true;
}

/** One fact about the host. */
export interface Fact {
  readonly id: string;
  readonly title: Text;
  readonly expr: string;
  /** The fact is in the labels, so many as there are: `{{cpu_model}}`. Without it the value is the fact. */
  readonly label?: string;
  readonly unit: Unit;
}

/** The same in all languages: names of labels and of kernels' things. */
export function same(text: string): Text {
  return { en: text, ko: text };
}

/** Both languages beside each other. */
export function text(en: string, ko: string): Text {
  return { en, ko };
}

/** A warning from the first value on, and critical from the second. */
export function from(warning: number, critical?: number): readonly Threshold[] {
  return [
    { value: warning, level: "warning" },
    ...critical === undefined ? [] : [{ value: critical, level: "critical" } as const],
  ];
}
