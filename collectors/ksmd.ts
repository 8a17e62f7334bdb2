import { counter, gauge, type Metric, NoData, type Reader } from "./collector.ts";

const DIR = "/sys/kernel/mm/ksm";

/** A file of the directory, its metric, and its unit in the metric's. */
const FILES: readonly (readonly [file: string, Metric, unit?: number])[] = [
  [
    "full_scans",
    counter(
      "node_ksmd_full_scans_total",
      "How many times all mergeable areas have been scanned.",
    ),
  ],
  [
    "general_profit",
    gauge(
      "node_ksmd_general_profit_bytes",
      "How effective is KSM. ksm_saved_pages * sizeof(page) - (all_rmap_items) * sizeof(rmap_item)",
    ),
  ],
  [
    "merge_across_nodes",
    gauge(
      "node_ksmd_merge_across_nodes",
      "Specifies if pages from different NUMA nodes can be merged.",
    ),
  ],
  ["pages_shared", gauge("node_ksmd_pages_shared", "How many shared pages are being used.")],
  [
    "pages_sharing",
    gauge(
      "node_ksmd_pages_sharing",
      "How many more sites are sharing them i.e. how much saved.",
    ),
  ],
  [
    "pages_to_scan",
    gauge("node_ksmd_pages_to_scan", "How many pages to scan before ksmd goes to sleep."),
  ],
  [
    "pages_unshared",
    gauge(
      "node_ksmd_pages_unshared",
      "How many pages unique but repeatedly checked for merging.",
    ),
  ],
  [
    "pages_volatile",
    gauge("node_ksmd_pages_volatile", "How many pages changing too fast to be placed in a tree."),
  ],
  ["run", gauge("node_ksmd_run", "The status of ksmd. stopped = 0, running = 1")],
  [
    "sleep_millisecs",
    gauge("node_ksmd_sleep_seconds", "How many seconds ksmd should sleep before next scan."),
    1e-3,
  ],
];

/** Kernel same-page merging (Documentation/admin-guide/mm/ksm.rst). */
export const ksmd: Reader = {
  metrics: FILES.map(([, metric]) => metric),
  start: ({ files }) => ({
    collect() {
      // An older kernel has fewer of the files.
      const families = FILES.flatMap(([file, metric, unit = 1]) => {
        const value = files.number(`${DIR}/${file}`);
        return value === undefined ? [] : [metric.one(value * unit)];
      });
      if (families.length === 0) throw new NoData("this kernel does not merge pages");
      return families;
    },
  }),
};
