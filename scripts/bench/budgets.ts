/**
 * The budgets that hostvitals holds itself to.
 *
 * @module
 */
import type { Result } from "./report.ts";

/** Seconds between two scrapes of a usual Prometheus. */
const INTERVAL = 15;

interface Budget {
  readonly name: string;
  readonly unit: string;
  readonly most: number;
  /** Undefined where it cannot be told here. */
  readonly value: (own: Result, peer: Result | undefined, compiled: boolean) => number | undefined;
}

const BUDGETS: readonly Budget[] = [
  {
    name: "CPU of a scrape as Prometheus asks",
    unit: "ms",
    most: 1.2,
    value: ({ prometheus }) => prometheus.cpu,
  },
  {
    name: "CPU of a scrape as Prometheus asks, beside node_exporter's",
    unit: "of it",
    most: 0.2,
    value: ({ prometheus }, peer) => peer && prometheus.cpu / peer.prometheus.cpu,
  },
  {
    name: "CPU of a plain scrape, beside node_exporter's",
    unit: "of it",
    most: 0.2,
    value: ({ plain }, peer) => peer && plain.cpu / peer.plain.cpu,
  },
  {
    name: `everything on, with a scrape each ${INTERVAL} s`,
    unit: "% of a core",
    most: 0.5,
    value: ({ idle, prometheus }) => 100 * (idle + prometheus.cpu / 1000 / INTERVAL),
  },
  {
    name: "RSS after all scrapes and a rest",
    unit: "MB",
    most: 80,
    value: ({ residentBytes }) => residentBytes.rested / 1e6,
  },
  {
    name: "start to first answered scrape, compiled",
    unit: "ms",
    most: 200,
    value: ({ start }, _, compiled) => compiled ? start : undefined,
  },
];

/** A line for each budget that can be told. */
export function budgets(results: readonly Result[], compiled: boolean): string[] {
  const own = results.find(({ name }) => name === "hostvitals");
  const peer = results.find(({ name }) => name === "node_exporter");
  if (!own) return [];
  return BUDGETS.flatMap((budget) => {
    const value = budget.value(own, peer, compiled);
    return value === undefined ? [] : [line(budget, value)];
  });
}

function line({ name, unit, most }: Budget, value: number): string {
  const judged = value <= most ? "met" : "missed";
  return `- budget ${name}: ${value.toPrecision(3)} ${unit}, at most ${most} ${unit}: ${judged}`;
}
