import { type Collector, gauge, type Metric, type MetricFamily, NoData } from "./collector.ts";
import { parseConntrackStat } from "./linux/conntrack.ts";
import { OptionalFile } from "./linux/optional.ts";
import { count } from "./linux/text.ts";
import { rememberLast } from "./memo.ts";

const entries = gauge(
  "node_nf_conntrack_entries",
  "Number of currently allocated flow entries for connection tracking.",
);
const limit = gauge(
  "node_nf_conntrack_entries_limit",
  "Maximum size of connection tracking table.",
);

/** Columns of /proc/net/stat/nf_conntrack, and what they count. */
const STATISTICS = ([
  ["found", "Number of searched entries which were successful."],
  ["invalid", "Number of packets seen which can not be tracked."],
  ["ignore", "Number of packets seen which are already connected to a conntrack entry."],
  ["insert", "Number of entries inserted into the list."],
  ["insert_failed", "Number of entries for which list insertion was attempted but failed."],
  ["drop", "Number of packets dropped due to conntrack failure."],
  [
    "early_drop",
    "Number of dropped conntrack entries to make room for new ones, if maximum table size was reached.",
  ],
  [
    "search_restart",
    "Number of conntrack table lookups which had to be restarted due to hashtable resizes.",
  ],
] as const).map(([column, help]): readonly [string, Metric] => [
  column,
  gauge(`node_nf_conntrack_stat_${column}`, help),
]);

/** How full the table of tracked connections is. */
export const conntrack: Collector = {
  name: "conntrack",
  help: "Connection tracking (/proc/sys/net/netfilter, /proc/net/stat/nf_conntrack)",
  system: "linux",
  metrics: [entries, limit, ...STATISTICS.map(([, metric]) => metric)],
  start(host) {
    const table = new OptionalFile(host, "/proc/sys/net/netfilter/nf_conntrack_count");
    const max = new OptionalFile(host, "/proc/sys/net/netfilter/nf_conntrack_max");
    const stat = new OptionalFile(host, "/proc/net/stat/nf_conntrack");
    const statistics = rememberLast((text: string) => {
      const sums = parseConntrackStat(text);
      return STATISTICS.flatMap(([column, metric]) => {
        const sum = sums.get(column);
        return sum === undefined ? [] : [metric.one(sum)];
      });
    });
    return {
      collect() {
        const used = table.read(), most = max.read(), perCpu = stat.read();
        if (used === undefined || most === undefined) {
          throw new NoData("this kernel does not track connections");
        }
        const families: MetricFamily[] = [
          entries.one(count(used.trim(), used)),
          limit.one(count(most.trim(), most)),
        ];
        // A kernel can be built without the statistics.
        if (perCpu === undefined) return families;
        return [...families, ...statistics(perCpu)];
      },
    };
  },
};
