/**
 * What a day was like, for people.
 *
 * @module
 */
import { type Machine, measuredOn } from "../bench/report.ts";
import { svg } from "../chart.ts";
import { type Day, GIVEN_BACK, type Seen } from "./day.ts";
import { fit } from "./fit.ts";

/** What is looked at, and by how much it may grow over the second half of the day. */
const LOOKED_AT: readonly {
  readonly name: string;
  readonly unit: string;
  readonly of: (seen: Seen) => number;
  readonly most?: number;
}[] = [
  { name: "RSS", unit: "MB", of: ({ resident }) => resident / 1e6, most: 2 },
  { name: "RSS without files", unit: "MB", of: ({ anonymous }) => anonymous / 1e6 },
  { name: "heap in use", unit: "MB", of: ({ heap }) => heap / 1e6 },
  { name: "heap from the system", unit: "MB", of: ({ total }) => total / 1e6 },
  { name: "held outside of the heap", unit: "MB", of: ({ external }) => external / 1e6 },
  { name: "open files", unit: "", of: ({ files }) => files, most: 0 },
  { name: "threads", unit: "", of: ({ threads }) => threads, most: 0 },
  // Each connection that a client leaves open has one, and clients come and go.
  { name: "timers", unit: "", of: ({ timers }) => timers, most: 1 },
];

/** Counts of a few may go up and down with a viewer; half of one is none. */
const NONE = 0.5;

/**
 * The least of each hour, in which the program has once given back what it does not use: at any one moment work may be
 * under way, and V8 have heaps of what is garbage, but what is left behind is there at all of them.
 */
export function least(seen: readonly Seen[], of: (seen: Seen) => number): [hour: number, number][] {
  const points: [number, number][] = [];
  for (let i = 0; i < seen.length; i += GIVEN_BACK) {
    const looks = seen.slice(i, i + GIVEN_BACK);
    points.push([looks.at(-1)!.hour, Math.min(...looks.map(of))]);
  }
  return points;
}

/** The straight line of the second half, and how much rises over it. */
function trend(points: readonly (readonly [hour: number, number])[]) {
  const half = points.slice(Math.floor(points.length / 2));
  const { base, slope } = fit(half);
  const ends = [half[0][0], half.at(-1)![0]] as const;
  return { base, slope, ends, grew: slope * (ends[1] - ends[0]) };
}

/** A table, and whether the budgets are met. */
export function report(day: Day, machine: Machine): string {
  const { seen, scrapes, ticks, queries, viewers, events, evaluations, logged, readings } = day;
  const last = seen.at(-1)!;
  const rows = LOOKED_AT.map(({ name, unit, of, most }) => {
    const points = least(seen, of);
    const { grew } = trend(points);
    const judged = most === undefined ? "" : grew <= Math.max(most, NONE) ? "met" : "missed";
    const budget = most === undefined ? "" : `${most} ${unit}`.trim();
    const values = [points[0], points[Math.floor(points.length / 2)], points.at(-1)!];
    const cells = [...values.map(([, value]) => value), Math.max(...seen.map(of))]
      .map((value) => value.toFixed(1));
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
    "Of each hour the least that was seen; the most is of all moments.",
    "",
    "| what | first | middle | last | most | grew over the second half | at most | |",
    "| --- | --: | --: | --: | --: | --: | --: | --- |",
    ...rows,
  ].join("\n");
}

/** RSS and heap over the day, with the line of the second half. */
export function chart({ seen }: Day): string {
  const { base, slope, ends, grew } = trend(least(seen, ({ resident }) => resident / 1e6));
  // A point for each ten minutes: more are not seen.
  const line = (of: (seen: Seen) => number): [number, number][] =>
    seen.filter((_, i) => i % 40 === 39).map((seen) => [seen.hour, of(seen)]);
  const hours = seen.at(-1)!.hour;
  return svg({
    title: "Memory over a day's worth of work",
    x: "hours of the program's clock",
    y: "MB",
    ticks: Array.from({ length: 9 }, (_, i) => Math.round(10 * i * hours / 8) / 10),
    lines: [
      { name: "RSS", points: line(({ resident }) => resident / 1e6) },
      { name: "heap in use", points: line(({ heap }) => heap / 1e6) },
      {
        name: `RSS, second half: ${grew.toFixed(1)} MB`,
        dashed: true,
        points: ends.map((hour) => [hour, base + slope * hour]),
      },
    ],
  });
}
