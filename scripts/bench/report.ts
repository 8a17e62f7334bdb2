/**
 * What was measured, as a Markdown table.
 *
 * @module
 */
import { cpus } from "node:os";
import type { Cost } from "./measure.ts";

/** What was measured of one exporter. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly families: number;
  readonly series: number;
  readonly plain: Cost;
  readonly prometheus: Cost;
  /** CPU seconds a second without scrapes. */
  readonly idle: number;
  /** Bytes of memory, at once after all scrapes and after a rest. */
  readonly residentBytes: { readonly hot: number; readonly rested: number };
  /** Milliseconds from start to first answer, where it was measured. */
  readonly start?: number;
}

/** An exporter that is not here. */
export interface Absent {
  readonly name: string;
  readonly why: string;
}

/** On what it was measured. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly kernel: string;
  readonly deno: string;
}

/** This machine, today. */
export function thisMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? "unknown CPU",
    cores: cpus().length,
    kernel: Deno.osRelease(),
    deno: Deno.version.deno,
  };
}

/** The columns: title and cell. Of a pair the first is plain, the second as Prometheus asks. */
const COLUMNS: readonly (readonly [title: string, cell: (result: Result) => string])[] = [
  ["exporter", ({ title }) => title],
  ["series (families)", ({ series, families }) => `${series} (${families})`],
  ["CPU a scrape, ms", (result) => pair(result, ({ cpu }) => cpu.toFixed(2))],
  ["p50, ms", (result) => pair(result, ({ p50 }) => p50.toFixed(2))],
  ["p99, ms", (result) => pair(result, ({ p99 }) => p99.toFixed(2))],
  ["kB a scrape", (result) => pair(result, ({ bytes }) => (bytes / 1000).toFixed(1))],
  ["CPU idle, % of a core", ({ idle }) => (100 * idle).toFixed(2)],
  ["RSS, MB", ({ residentBytes: { hot, rested } }) => `${megabytes(hot)} / ${megabytes(rested)}`],
  ["start, ms", ({ start }) => start === undefined ? "" : start.toFixed(0)],
];

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);

const pair = ({ plain, prometheus }: Result, cell: (cost: Cost) => string) =>
  `${cell(plain)} / ${cell(prometheus)}`;

/** A table with a row for each exporter. */
export function table(results: readonly Result[], absent: readonly Absent[]): string {
  const titles = COLUMNS.map(([title]) => title);
  return [
    row(titles),
    row(titles.map((_, i) => i === 0 ? "---" : "--:")),
    ...results.map((result) => row(COLUMNS.map(([, cell]) => cell(result)))),
    ...absent.map(({ name, why }) =>
      row([`${name}: not here: ${why}`, ...titles.slice(1).map(() => "")])
    ),
  ].join("\n");
}

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** What stands above the table. */
export const heading = (machine: Machine): string =>
  `${measuredOn(machine)} Of a pair the first is plain text, the second what Prometheus asks for ` +
  "(OpenMetrics, gzip); RSS is at once after all scrapes, and after a rest.";

/** When, and on which machine. */
export const measuredOn = ({ date, cpu, cores, kernel, deno }: Machine): string =>
  `Measured ${date}: ${cpu}, ${cores} cores, Linux ${kernel}, Deno ${deno}.`;
