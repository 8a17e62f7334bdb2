/**
 * What is read every second.
 *
 * @module
 */
import type { Metric } from "../../collectors/collector.ts";

/** A collector that live panels need, and which of its families. */
interface LiveCollector {
  readonly name: string;
  readonly families: RegExp;
  /** systeminformation answers it without a process of its own. */
  readonly portable?: boolean;
}

/**
 * Who gets a place if there are not enough for all, `importance.ts` says. The space of disks is not here: every 15 s
 * is enough for it.
 */
const LIVE: readonly LiveCollector[] = [
  { name: "loadavg", families: /^node_load\d+$/, portable: true },
  { name: "pressure", families: /^node_pressure_/ },
  { name: "meminfo", families: /^node_(memory|swap)_(bytes|usage_percent)$/ },
  {
    name: "diskstats",
    families:
      /^node_disk_(io_.+|read_bytes_total|written_bytes_total|(reads|writes)_completed_total|(read|write)_time_seconds_total)$/,
  },
  {
    name: "netdev",
    families: /^node_network_(receive|transmit)_(bytes|packets|errs|drop)_total$/,
  },
  {
    name: "cpu",
    families: /^node_cpu_(seconds_total|usage_percent|mode_percent)$/,
    portable: true,
  },
];

/** What is read every second here. */
export interface Live {
  /** Names of collectors. */
  readonly collectors: readonly string[];
  /** Whether the series of this metric are kept in the live tier. */
  has(metric: Metric): boolean;
}

/** Nothing. */
export const NOT_LIVE: Live = { collectors: [], has: () => false };

/**
 * What is read every second.
 *
 * @param on the collectors that are on
 * @param portable whether the readings come from systeminformation, which starts processes for most
 */
export function liveOf(on: readonly string[], portable: boolean): Live {
  const live = LIVE.filter((one) => on.includes(one.name) && (one.portable || !portable));
  const known = new WeakMap<Metric, boolean>();
  return {
    collectors: live.map(({ name }) => name),
    has(metric) {
      let has = known.get(metric);
      if (has === undefined) {
        known.set(metric, has = live.some(({ families }) => families.test(metric.name)));
      }
      return has;
    },
  };
}
