/**
 * Who gets a place in the history where there are not enough for all.
 *
 * @module
 */
import type { Metric, MetricFamily } from "../../collectors/collector.ts";

/** Series up to which a family always comes first: it is of the host, and not of each of its parts. */
export const FEW = 64;

/**
 * Of larger families those that the built-in rules and the live page ask for, first what says more: on a host of 256
 * CPUs and 1,000 interfaces it is the interfaces that have most of the series.
 */
const FIRST: readonly RegExp[] = [
  /^node_cpu_seconds_total$/,
  /^node_cpu_(usage|mode)_percent$/,
  /^node_filesystem_(size|free|avail)_bytes$/,
  /^node_filesystem_(files|files_free|readonly|device_error)$/,
  /^node_disk_(io_time_seconds_total|(read|written)_bytes_total|(reads|writes)_completed_total|(read|write)_time_seconds_total)$/,
  /^node_network_(receive|transmit)_bytes_total$/,
  /^node_network_(receive|transmit)_(errs|drop|packets)_total$/,
  /^node_network_(up|carrier|info|speed_bytes)$/,
  /^node_(hwmon_temp|thermal_zone_temp|hwmon_chip_names)/,
];

const ranks = new WeakMap<Metric, number>();

/** The place of a metric among those that come first; behind them all it is one of the others. */
function rankOf(metric: Metric): number {
  let rank = ranks.get(metric);
  if (rank === undefined) {
    const found = FIRST.findIndex((name) => name.test(metric.name));
    ranks.set(metric, rank = found < 0 ? FIRST.length : found);
  }
  return rank;
}

/** Whether nobody asks for this metric but who knows it. */
export const isOther = (metric: Metric): boolean => rankOf(metric) === FIRST.length;

/** Families in the order in which they get their places. */
export function inOrder(families: readonly MetricFamily[]): MetricFamily[] {
  const large = families.filter(({ size }) => size > FEW);
  if (large.length === 0) return [...families];
  const few = families.filter(({ size }) => size <= FEW);
  return [...few, ...large.sort((a, b) => rankOf(a.metric) - rankOf(b.metric))];
}
