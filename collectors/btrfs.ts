import { counter, gauge, type Metric, NoData, type Reader } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import {
  type AskDevices,
  askingDevices,
  BTRFS_ERRORS,
  type BtrfsDevice,
} from "./linux/btrfs_devices.ts";
import { type Attribute, AttributeReader, Gathered } from "./linux/devices.ts";
import { Mounts } from "./linux/mounts.ts";
import { numbersOf, parseNumberLines } from "./linux/number_lines.ts";

const DIR = "/sys/fs/btrfs";
const SECTOR = 512;
const MILLISECOND = 1e-3;
/** Milliseconds for which it is good what the file systems told of their devices. */
const GOOD_FOR = 15_000;

const info = gauge("node_btrfs_info", "Filesystem information", "uuid", "label");

/** Of a file system, in its directory `allocation`. */
const ALLOCATION: readonly Attribute[] = [
  ["global_rsv_size", gauge("node_btrfs_global_rsv_size_bytes", "Size of global reserve.", "uuid")],
];

/** The lines of `commit_stats`, since kernel 6.1. */
const COMMITS: readonly Attribute[] = [
  [
    "commits",
    counter("node_btrfs_commits_total", "The total number of commits that have occurred.", "uuid"),
  ],
  [
    "last_commit_ms",
    gauge(
      "node_btrfs_last_commit_seconds",
      "Duration of the most recent commit, in seconds.",
      "uuid",
    ),
    MILLISECOND,
  ],
  [
    "max_commit_ms",
    gauge("node_btrfs_max_commit_seconds", "Duration of the slowest commit, in seconds.", "uuid"),
    MILLISECOND,
  ],
  [
    "total_commit_ms",
    counter(
      "node_btrfs_commit_seconds_total",
      "Sum of the duration of all commits, in seconds.",
      "uuid",
    ),
    MILLISECOND,
  ],
];

/** What a file system allocates block groups for. */
const TYPES = ["data", "metadata", "system"];

/** Of a type of block groups. */
const RESERVED: readonly Attribute[] = [
  [
    "bytes_reserved",
    gauge(
      "node_btrfs_reserved_bytes",
      "Amount of space reserved for a data type",
      "uuid",
      "block_group_type",
    ),
  ],
];

/** Of a type's block groups that have one layout. */
const LAYOUT: readonly Attribute[] = [
  ["used_bytes", ofLayout("used_bytes", "Amount of used space by a layout/data type")],
  ["total_bytes", ofLayout("size_bytes", "Amount of space allocated for a layout/data type")],
];

const ratio = ofLayout("allocation_ratio", "Data allocation ratio for a layout/data type");

/** Bytes on the devices for one byte of data, by the number of devices (mkfs.btrfs(8), "PROFILES"). */
const RATIOS: Readonly<Record<string, (devices: number) => number>> = {
  single: () => 1,
  raid0: () => 1,
  dup: () => 2,
  raid1: () => 2,
  raid10: () => 2,
  raid1c3: () => 3,
  raid1c4: () => 4,
  raid5: (devices) => devices / (devices - 1),
  raid6: (devices) => devices / (devices - 2),
};

const ofDevice = (type: typeof gauge, name: string, help: string, ...labels: string[]) =>
  type(`node_btrfs_device_${name}`, help, "uuid", "device", "btrfs_dev_uuid", ...labels);

const size = ofDevice(gauge, "size_bytes", "Size of a device that is part of the filesystem.");
const unused = ofDevice(
  gauge,
  "unused_bytes",
  "Unused bytes unused on a device that is part of the filesystem.",
);
const errors_ = ofDevice(counter, "errors_total", "Errors reported for the device", "type");

/** Of a device of a file system that tells no more of it. */
const DEVICE: readonly Attribute[] = [["size", size, SECTOR]];

function ofLayout(name: string, help: string): Metric {
  return gauge(`node_btrfs_${name}`, help, "uuid", "block_group_type", "mode");
}

/**
 * The space, the commits and the devices of Btrfs file systems.
 *
 * @param asking another for tests
 */
export const btrfsReader = (asking: () => AskDevices = askingDevices): Reader => ({
  metrics: [
    info,
    ...[ALLOCATION, COMMITS, RESERVED, LAYOUT].flat().map(([, metric]) => metric),
    ratio,
    size,
    unused,
    errors_,
  ],
  start({ files, monotonic }) {
    const [allocation, reserved, layout, device] = [ALLOCATION, RESERVED, LAYOUT, DEVICE].map(
      (table) => new AttributeReader(files, table),
    );
    const labels = new LabelsMemo();
    const mounts = new Mounts(files), ask = asking();
    let asked = "", at = -Infinity;
    let told = new Map<string, readonly BtrfsDevice[]>();
    return {
      async collect() {
        const uuids = files.list(DIR).filter((name) => /^[0-9a-f]{8}-/.test(name));
        if (uuids.length === 0) throw new NoData(`${DIR} has no file system`, true);
        if (asked !== uuids.join() || monotonic() - at >= GOOD_FOR) {
          told = await askAll();
          asked = uuids.join();
          at = monotonic();
        }
        for (const memo of [labels, allocation, reserved, layout, device]) memo.round();
        const gathered = new Gathered();
        for (const uuid of uuids) readFilesystem(uuid, gathered);
        return gathered.families();
      },
    };

    /** The devices by the file system's UUID. It is mounted more than once, perhaps not always within our reach. */
    async function askAll(): Promise<Map<string, readonly BtrfsDevice[]>> {
      const found = new Map<string, readonly BtrfsDevice[]>();
      const known = new Set<string>();
      for (const { device, fstype, path } of mountsNow()) {
        if (fstype !== "btrfs" || known.has(device)) continue;
        const answer = await ask(path);
        if (!answer) continue;
        known.add(device);
        found.set(answer.uuid, answer.devices);
      }
      return found;
    }

    function mountsNow() {
      try {
        return mounts.read();
      } catch {
        // Hidden from us; the collector filesystem says so.
        return [];
      }
    }

    function readFilesystem(uuid: string, into: Gathered): void {
      const dir = `${DIR}/${uuid}`;
      const series = labels.of({ uuid });
      into.add(info, labels.of({ uuid, label: files.attribute(`${dir}/label`) ?? "" }), 1);
      allocation.read(`${dir}/allocation`, series, into);
      const commits = parseNumberLines(files.attribute(`${dir}/commit_stats`) ?? "");
      for (const [line, metric, unit = 1] of COMMITS) {
        // A kernel that does not count commits shows as none, as node_exporter has it.
        into.add(metric, series, (numbersOf(commits, line, 1)?.[0] ?? 0) * unit);
      }
      const names = files.list(`${dir}/devices`);
      const devices = told.get(uuid);
      if (devices) {
        for (const of of devices) addDevice(uuid, of, into);
      } else {
        for (const name of names) {
          device.read(`${dir}/devices/${name}`, labels.of({ uuid, device: name }), into);
        }
      }
      for (const type of TYPES) {
        readType(`${dir}/allocation/${type}`, uuid, type, names.length, into);
      }
    }

    function addDevice(uuid: string, of: BtrfsDevice, into: Gathered): void {
      const pairs = { uuid, device: of.device, btrfs_dev_uuid: of.uuid };
      const series = labels.of(pairs);
      into.add(size, series, of.size);
      into.add(unused, series, of.size - of.used);
      BTRFS_ERRORS.forEach((type, i) =>
        into.add(errors_, labels.of({ ...pairs, type }), of.errors[i])
      );
    }

    function readType(dir: string, uuid: string, type: string, devices: number, into: Gathered) {
      const pairs = { uuid, block_group_type: type };
      reserved.read(dir, labels.of(pairs), into);
      for (const mode of files.list(dir)) {
        if (!Object.hasOwn(RATIOS, mode)) continue;
        const series = labels.of({ ...pairs, mode });
        layout.read(`${dir}/${mode}`, series, into);
        into.add(ratio, series, RATIOS[mode](devices));
      }
    }
  },
});

/** What Btrfs tells, asked of the kernel. */
export const btrfs: Reader = btrfsReader();
