import {
  type Collector,
  counter,
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
} from "./collector.ts";
import { DiskInfo, diskInfoMetrics } from "./disk_info.ts";
import { deviceFilter, deviceFilterFlags } from "./filter.ts";
import { Memo } from "./memo.ts";
import { type DiskActivity, once } from "./readings.ts";
import { inTurns } from "./turns.ts";

const SECTOR = 512;
const MILLISECOND = 1e-3;

/** The numbers behind the name in /proc/diskstats, in its order: the metric, and its unit in the metric's. */
const COLUMNS: readonly (readonly [Metric, number])[] = [
  [disk("reads_completed_total", "The total number of reads completed successfully."), 1],
  [disk("reads_merged_total", "The total number of reads merged."), 1],
  [disk("read_bytes_total", "The total number of bytes read successfully."), SECTOR],
  [disk("read_time_seconds_total", "The total number of seconds spent by all reads."), MILLISECOND],
  [disk("writes_completed_total", "The total number of writes completed successfully."), 1],
  [disk("writes_merged_total", "The number of writes merged."), 1],
  [disk("written_bytes_total", "The total number of bytes written successfully."), SECTOR],
  [
    disk("write_time_seconds_total", "This is the total number of seconds spent by all writes."),
    MILLISECOND,
  ],
  [gauge("node_disk_io_now", "The number of I/Os currently in progress.", "device"), 1],
  [disk("io_time_seconds_total", "Total seconds spent doing I/Os."), MILLISECOND],
  [
    disk("io_time_weighted_seconds_total", "The weighted # of seconds spent doing I/Os."),
    MILLISECOND,
  ],
  [disk("discards_completed_total", "The total number of discards completed successfully."), 1],
  [disk("discards_merged_total", "The total number of discards merged."), 1],
  [disk("discarded_sectors_total", "The total number of sectors discarded successfully."), 1],
  [
    disk(
      "discard_time_seconds_total",
      "This is the total number of seconds spent by all discards.",
    ),
    MILLISECOND,
  ],
  [
    disk("flush_requests_total", "The total number of flush requests completed successfully"),
    1,
  ],
  [
    disk(
      "flush_requests_time_seconds_total",
      "This is the total number of seconds spent by all flush requests.",
    ),
    MILLISECOND,
  ],
];

/** What every system tells. */
const ACTIVITY: readonly (readonly [Metric, (disk: DiskActivity) => number])[] = [
  [disk("io_read_bytes_total", "Bytes read from the disk."), (disk) => disk.readBytes],
  [disk("io_write_bytes_total", "Bytes written to the disk."), (disk) => disk.writeBytes],
  [disk("io_reads_total", "Reads that the disk completed."), (disk) => disk.reads],
  [disk("io_writes_total", "Writes that the disk completed."), (disk) => disk.writes],
];

/** All of them, and what each is of a disk; undefined or NaN where the system does not tell. */
const ALL: readonly (readonly [Metric, (disk: DiskActivity) => number | undefined])[] = [
  ...ACTIVITY,
  ...COLUMNS.map(([metric, unit], i) =>
    [metric, ({ fields }: DiskActivity) => fields && fields[i] * unit] as const
  ),
];

function disk(name: string, help: string): Metric {
  return counter(`node_disk_${name}`, help, "device");
}

/** Without parts of disks, and what is none. */
const DISKS = { exclude: String.raw`^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$` };

/** What the disks read and wrote, and on Linux what they are. */
export const diskstats: Collector = {
  name: "diskstats",
  help: "Disk I/O (/proc/diskstats)",
  system: "any",
  metrics: [...ALL.map(([metric]) => metric), ...diskInfoMetrics],
  flags: [
    ...deviceFilterFlags("diskstats", "disks", DISKS),
  ],
  start({ source, files, flags, monotonic }) {
    const wanted = deviceFilter("diskstats", flags, DISKS);
    const info = new DiskInfo(files, monotonic);
    const labels = new Memo((device) => new Labels({ device }));
    let last: { readonly disks: DiskActivity[]; readonly families: MetricFamily[] } | undefined;
    return {
      collect: () => once(source.disks(wanted), (disks) => inTurns(familiesOf(disks))),
    };

    function* familiesOf(disks: DiskActivity[]): Generator<void, MetricFamily[]> {
      labels.round();
      if (last?.disks !== disks) last = { disks, families: yield* activity(disks) };
      return [...last.families, ...yield* info.families(disks)];
    }

    function* activity(disks: DiskActivity[]): Generator<void, MetricFamily[]> {
      const families: MetricFamily[] = [];
      const series = disks.map(({ device }) => labels.get(device));
      for (const [metric, of] of ALL) {
        families.push(metric.column(series, disks.map((disk) => of(disk) ?? NaN)));
        yield;
      }
      return families;
    }
  },
};
