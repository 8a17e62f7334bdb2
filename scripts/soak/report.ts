/**
 * What a day was like, for people.
 *
 * @module
 */
import { type Machine, measuredOn } from "../bench/report.ts";
import { type Line, svg } from "../chart.ts";
import type { Day, Seen } from "./day.ts";
import { fit } from "./fit.ts";

/** What is looked at, and by how much it may grow over the second half of the day. */
const LOOKED_AT: readonly {
  readonly name: string;
  readonly unit: string;
  readonly of: (seen: Seen) => number;
  readonly most?: number;
}[] = [
  { name: "RSS", unit: "MB", of: ({ resident }) => resident / 1e6, most: 2 },
  { name: "heap in use", unit: "MB", of: ({ heap }) => heap / 1e6 },
  { name: "heap from the system", unit: "MB", of: ({ total }) => total / 1e6 },
  { name: "held outside of the heap", unit: "MB", of: ({ external }) => external / 1e6 },
  { name: "open files", unit: "", of: ({ files }) => files, most: 0 },
  { name: "threads", unit: "", of: ({ threads }) => threads, most: 0 },
  { name: "timers", unit: "", of: ({ timers }) => timers, most: 0 },
];

/** Counts of a few may go up and down with a viewer; half of one is none. */
const NONE = 0.5;

/** How much something grew over the second half, by the line fitted to it. */
export function growth({ seen }: Pick<Day, "seen">, of: (seen: Seen) => number): number {
  const half = secondHalf(seen);
  const { slope } = fit(half.map((seen) => [seen.hour, of(seen)]));
  return slope * (half.at(-1)!.hour - half[0].hour);
}

const secondHalf = (seen: readonly Seen[]) => seen.slice(Math.floor(seen.length / 2));

/** A table, and whether the budgets are met. */
export function report(day: Day, machine: Machine): string {
  const { seen, scrapes, ticks, queries, viewers, events, evaluations, logged, readings } = day;
  const last = seen.at(-1)!;
  const rows = LOOKED_AT.map(({ name, unit, of, most }) => {
    const grew = growth(day, of);
    const judged = most === undefined ? "" : grew <= Math.max(most, NONE) ? "met" : "missed";
    const budget = most === undefined ? "" : `${most} ${unit}`.trim();
    const values = [of(seen[0]), of(seen[Math.floor(seen.length / 2)]), of(last)];
    const cells = [...values, Math.max(...seen.map(of))].map((value) => value.toFixed(1));
    return `| ${
      [`${name}${unit && `, ${unit}`}`, ...cells, grew.toFixed(2), budget, judged].join(" | ")
    } |`;
  });
  return [
    measuredOn(machine),
    "",
    `${last.hour.toFixed(1)} hours in ${
      day.took.toFixed(0)
    } s: ${ticks} ticks, ${scrapes} scrapes, ` +
    `${evaluations} evaluations of rules, ${queries} queries, ${viewers} viewers with ${events} events, ` +
    `${logged} lines logged; of the last ${readings.made} readings the history has ${readings.kept}.`,
    "",
    "| what | first | middle | last | most | grew over the second half | at most | |",
    "| --- | --: | --: | --: | --: | --: | --: | --- |",
    ...rows,
  ].join("\n");
}

/** RSS and heap over the day, with the line of the second half. */
export function chart({ seen }: Day): string {
  const line = (name: string, of: (seen: Seen) => number): Line => ({
    name,
    points: seen.map((seen) => [seen.hour, of(seen)]),
  });
  const half = secondHalf(seen);
  const { base, slope } = fit(half.map(({ hour, resident }) => [hour, resident / 1e6]));
  const ends = [half[0].hour, half.at(-1)!.hour];
  const hours = seen.at(-1)!.hour;
  return svg({
    title: "Memory over a day's worth of work",
    x: "hours of the program's clock",
    y: "MB",
    ticks: Array.from({ length: 9 }, (_, i) => Math.round(10 * i * hours / 8) / 10),
    lines: [
      line("RSS", ({ resident }) => resident / 1e6),
      line("heap in use", ({ heap }) => heap / 1e6),
      {
        name: `RSS, second half: ${(slope * (ends[1] - ends[0])).toFixed(1)} MB`,
        dashed: true,
        points: ends.map((hour) => [hour, base + slope * hour]),
      },
    ],
  });
}
