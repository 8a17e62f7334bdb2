import {
  counter,
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
  type Reader,
  type Sample,
} from "./collector.ts";
import { parseZoneinfo } from "./linux/zoneinfo.ts";
import { Memo } from "./memo.ts";

/** A field of /proc/zoneinfo and its metric, as node_exporter names them. */
const FIELDS: readonly (readonly [field: string, Metric])[] = [
  ["nr_free_pages", zoned(gauge, "nr_free_pages", "Total number of free pages in the zone")],
  ["min", zoned(gauge, "min_pages", "Zone watermark pages_min")],
  ["low", zoned(gauge, "low_pages", "Zone watermark pages_low")],
  ["high", zoned(gauge, "high_pages", "Zone watermark pages_high")],
  ["scanned", zoned(gauge, "scanned_pages", "Pages scanned since last reclaim")],
  ["spanned", zoned(gauge, "spanned_pages", "Total pages spanned by the zone, including holes")],
  ["present", zoned(gauge, "present_pages", "Physical pages existing within the zone")],
  ["managed", zoned(gauge, "managed_pages", "Present pages managed by the buddy system")],
  [
    "nr_active_anon",
    zoned(gauge, "nr_active_anon_pages", "Number of anonymous pages recently more used"),
  ],
  [
    "nr_inactive_anon",
    zoned(gauge, "nr_inactive_anon_pages", "Number of anonymous pages recently less used"),
  ],
  [
    "nr_isolated_anon",
    zoned(gauge, "nr_isolated_anon_pages", "Temporary isolated pages from anon lru"),
  ],
  [
    "nr_anon_pages",
    zoned(gauge, "nr_anon_pages", "Number of anonymous pages currently used by the system"),
  ],
  [
    "nr_anon_transparent_hugepages",
    zoned(
      gauge,
      "nr_anon_transparent_hugepages",
      "Number of anonymous transparent huge pages currently used by the system",
    ),
  ],
  [
    "nr_active_file",
    zoned(gauge, "nr_active_file_pages", "Number of active pages with file-backing"),
  ],
  [
    "nr_inactive_file",
    zoned(gauge, "nr_inactive_file_pages", "Number of inactive pages with file-backing"),
  ],
  [
    "nr_isolated_file",
    zoned(gauge, "nr_isolated_file_pages", "Temporary isolated pages from file lru"),
  ],
  ["nr_file_pages", zoned(gauge, "nr_file_pages", "Number of file pages")],
  [
    "nr_slab_reclaimable",
    zoned(gauge, "nr_slab_reclaimable_pages", "Number of reclaimable slab pages"),
  ],
  [
    "nr_slab_unreclaimable",
    zoned(gauge, "nr_slab_unreclaimable_pages", "Number of unreclaimable slab pages"),
  ],
  [
    "nr_mlock_stack",
    zoned(gauge, "nr_mlock_stack_pages", "mlock()ed pages found and moved off LRU"),
  ],
  ["nr_kernel_stack", zoned(gauge, "nr_kernel_stacks", "Number of kernel stacks")],
  ["nr_mapped", zoned(gauge, "nr_mapped_pages", "Number of mapped pages")],
  ["nr_dirty", zoned(gauge, "nr_dirty_pages", "Number of dirty pages")],
  ["nr_writeback", zoned(gauge, "nr_writeback_pages", "Number of writeback pages")],
  ["nr_unevictable", zoned(gauge, "nr_unevictable_pages", "Number of unevictable pages")],
  ["nr_shmem", zoned(gauge, "nr_shmem_pages", "Number of shmem pages (included tmpfs/GEM pages)")],
  ["nr_dirtied", zoned(counter, "nr_dirtied_total", "Page dirtyings since bootup")],
  ["nr_written", zoned(counter, "nr_written_total", "Page writings since bootup")],
  ["numa_hit", zoned(counter, "numa_hit_total", "Allocated in intended node")],
  ["numa_miss", zoned(counter, "numa_miss_total", "Allocated in non intended node")],
  ["numa_foreign", zoned(counter, "numa_foreign_total", "Was intended here, hit elsewhere")],
  ["numa_interleave", zoned(counter, "numa_interleave_total", "Interleaver preferred this zone")],
  ["numa_local", zoned(counter, "numa_local_total", "Allocation from local node")],
  ["numa_other", zoned(counter, "numa_other_total", "Allocation from other node")],
];

const protection = (i: number | string) =>
  zoned(gauge, `protection_${i}`, `Protection array ${i}. field`);

function zoned(type: typeof gauge, name: string, help: string): Metric {
  return type(`node_zoneinfo_${name}`, help, "node", "zone");
}

/** The pages of each memory zone; what is counted for a whole NUMA node stands at its first zone. */
export const zoneinfo: Reader = {
  metrics: [...FIELDS.map(([, metric]) => metric), protection("<i>")],
  start({ files }) {
    const labels = new Memo((key) => {
      const [node, zone] = key.split(" ");
      return new Labels({ node, zone });
    });
    const protections: Metric[] = [];
    return {
      collect(): MetricFamily[] {
        const zones = parseZoneinfo(files.hot("/proc/zoneinfo"));
        const series = zones.map(({ node, zone }) => labels.get(`${node} ${zone}`));
        const family = (metric: Metric, of: (zone: typeof zones[0]) => number | undefined) => {
          const samples: Sample[] = [];
          zones.forEach((zone, i) => {
            const value = of(zone);
            if (value !== undefined) samples.push({ labels: series[i], value });
          });
          return metric.of(samples);
        };
        const longest = Math.max(0, ...zones.map(({ protection }) => protection.length));
        while (protections.length < longest) protections.push(protection(protections.length));
        return [
          ...FIELDS.map(([field, metric]) => family(metric, ({ fields }) => fields.get(field))),
          ...protections.map((metric, i) => family(metric, ({ protection }) => protection[i])),
        ];
      },
    };
  },
};
