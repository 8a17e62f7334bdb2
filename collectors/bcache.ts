import { counter, gauge, type Labels, type Metric, NoData, type Reader } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import {
  parseBcacheSize,
  parsePriorityStats,
  parseWritebackRate,
  type PriorityStats,
} from "./linux/bcache.ts";
import { type Attribute, AttributeReader, Gathered } from "./linux/devices.ts";
import { BCACHE_PRIORITIES } from "./seldom_flags.ts";

const DIR = "/sys/fs/bcache";

/** Of a set, in its directory (Documentation/admin-guide/bcache.rst). */
const SET: readonly Attribute[] = [
  [
    "average_key_size",
    ofSet("average_key_size_sectors", "Average data per key in the btree (sectors)."),
  ],
  [
    "btree_cache_size",
    ofSet("btree_cache_size_bytes", "Amount of memory currently used by the btree cache."),
  ],
  [
    "cache_available_percent",
    ofSet(
      "cache_available_percent",
      "Percentage of cache device without dirty data, usable for writeback (may contain clean cached data).",
    ),
  ],
  ["congested", ofSet("congested", "Congestion.")],
  [
    "root_usage_percent",
    ofSet(
      "root_usage_percent",
      "Percentage of the root btree node in use (tree depth increases if too high).",
    ),
  ],
  ["tree_depth", ofSet("tree_depth", "Depth of the btree.")],
];

/** Of a set, in its directory `internal`. */
const INTERNAL: readonly Attribute[] = [
  [
    "active_journal_entries",
    ofSet("active_journal_entries", "Number of journal entries that are newer than the index."),
  ],
  ["btree_nodes", ofSet("btree_nodes", "Total nodes in the btree.")],
  // The kernel's number is in microseconds; node_exporter takes it as nanoseconds, and the same
  // family must have the same value.
  [
    "btree_read_average_duration_us",
    ofSet("btree_read_average_duration_seconds", "Average btree read duration."),
    1e-9,
  ],
  [
    "cache_read_races",
    counter(
      "node_bcache_cache_read_races_total",
      "Counts instances where while data was being read from the cache, the bucket was reused and invalidated - i.e. where the pointer was stale after the read completed.",
      "uuid",
    ),
  ],
];

/** Of a backing device. */
const BACKING: readonly Attribute[] = [
  [
    "dirty_data",
    backing("dirty_data_bytes", "Amount of dirty data for this backing device in the cache."),
  ],
];

/** Of a backing device, in its file `writeback_rate_debug`. */
const WRITEBACK: readonly (readonly [line: string, metric: Metric])[] = [
  [
    "target",
    backing(
      "dirty_target_bytes",
      "Current dirty data target threshold for this backing device in bytes.",
    ),
  ],
  ["rate", backing("writeback_rate", "Current writeback rate for this backing device in bytes.")],
  [
    "proportional",
    backing(
      "writeback_rate_proportional_term",
      "Current result of proportional controller, part of writeback rate",
    ),
  ],
  [
    "integral",
    backing(
      "writeback_rate_integral_term",
      "Current result of integral controller, part of writeback rate",
    ),
  ],
  [
    "change",
    backing("writeback_change", "Last writeback rate change step for this backing device."),
  ],
];

/** Of a backing device, in its directory `stats_total`. */
const TOTAL: readonly Attribute[] = [
  [
    "bypassed",
    total("bypassed_bytes", "Amount of IO (both reads and writes) that has bypassed the cache."),
  ],
  ["cache_hits", total("cache_hits", "Hits counted per individual IO as bcache sees them.")],
  ["cache_misses", total("cache_misses", "Misses counted per individual IO as bcache sees them.")],
  ["cache_bypass_hits", total("cache_bypass_hits", "Hits for IO intended to skip the cache.")],
  [
    "cache_bypass_misses",
    total("cache_bypass_misses", "Misses for IO intended to skip the cache."),
  ],
  [
    "cache_miss_collisions",
    total(
      "cache_miss_collisions",
      "Instances where data insertion from cache miss raced with write (data already present).",
    ),
  ],
  ["cache_readaheads", total("cache_readaheads", "Count of times readahead occurred.")],
];

/** Of a cache device. */
const CACHE: readonly Attribute[] = [
  [
    "io_errors",
    caching(
      gauge,
      "io_errors",
      "Number of errors that have occurred, decayed by io_error_halflife.",
    ),
  ],
  [
    "metadata_written",
    caching(
      counter,
      "metadata_written_bytes_total",
      "Sum of all non data writes (btree writes and all other metadata).",
    ),
  ],
  [
    "written",
    caching(counter, "written_bytes_total", "Sum of all data that has been written to the cache."),
  ],
];

/** Of a cache device, in its file `priority_stats`. */
const PRIORITY: readonly (readonly [metric: Metric, field: keyof PriorityStats])[] = [
  [
    caching(
      gauge,
      "priority_stats_unused_percent",
      "The percentage of the cache that doesn't contain any data.",
    ),
    "unused",
  ],
  [
    caching(gauge, "priority_stats_metadata_percent", "Bcache's metadata overhead."),
    "metadata",
  ],
];

function ofSet(name: string, help: string): Metric {
  return gauge(`node_bcache_${name}`, help, "uuid");
}

function backing(name: string, help: string): Metric {
  return gauge(`node_bcache_${name}`, help, "uuid", "backing_device");
}

function total(name: string, help: string): Metric {
  return counter(`node_bcache_${name}_total`, help, "uuid", "backing_device");
}

function caching(type: typeof counter, name: string, help: string): Metric {
  return type(`node_bcache_${name}`, help, "uuid", "cache_device");
}

/** Disks that another disk caches. */
export const bcache: Reader = {
  metrics: [
    ...[SET, INTERNAL, BACKING, WRITEBACK, TOTAL, CACHE].flat().map(([, metric]) => metric),
    ...PRIORITY.map(([metric]) => metric),
  ],
  start({ files, flags }) {
    const priority = flags.on(BCACHE_PRIORITIES);
    const [set, internal, backing, total, cache] = [SET, INTERNAL, BACKING, TOTAL, CACHE].map(
      (table) => new AttributeReader(files, table),
    );
    const labels = new LabelsMemo();
    return {
      collect() {
        const uuids = files.list(DIR).filter((name) => /^[0-9a-f]{8}-/.test(name));
        if (uuids.length === 0) throw new NoData(`${DIR} has no cache`, true);
        for (const memo of [labels, set, internal, backing, total, cache]) memo.round();
        const gathered = new Gathered();
        for (const uuid of uuids) readSet(uuid, gathered);
        return gathered.families();
      },
    };

    function readSet(uuid: string, into: Gathered): void {
      const dir = `${DIR}/${uuid}`;
      set.read(dir, labels.of({ uuid }), into, parseBcacheSize);
      internal.read(`${dir}/internal`, labels.of({ uuid }), into);
      for (const name of files.list(dir)) {
        if (/^bdev\d+$/.test(name)) {
          readBacking(`${dir}/${name}`, labels.of({ uuid, backing_device: name }), into);
        } else if (/^cache\d+$/.test(name)) {
          readCache(`${dir}/${name}`, labels.of({ uuid, cache_device: name }), into);
        }
      }
    }

    function readBacking(dir: string, series: Labels, into: Gathered): void {
      backing.read(dir, series, into, parseBcacheSize);
      const rates = parseWritebackRate(files.attribute(`${dir}/writeback_rate_debug`) ?? "");
      for (const [line, metric] of WRITEBACK) into.add(metric, series, rates.get(line));
      total.read(`${dir}/stats_total`, series, into, parseBcacheSize);
    }

    function readCache(dir: string, series: Labels, into: Gathered): void {
      cache.read(dir, series, into, parseBcacheSize);
      if (!priority) return;
      const stats = parsePriorityStats(files.attribute(`${dir}/priority_stats`) ?? "");
      for (const [metric, field] of PRIORITY) into.add(metric, series, stats[field]);
    }
  },
};
