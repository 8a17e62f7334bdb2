import {
  type Collector,
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
  type Sample,
} from "./collector.ts";
import { deviceFilter, deviceFilterFlags } from "./filter.ts";
import { duration, seconds } from "./flags.ts";
import { Memo } from "./memo.ts";
import { type FilesystemUsage, type Mount, once, type Space } from "./readings.ts";
import { inTurns } from "./turns.ts";

/** File systems whose labels are made before others may work. */
const PIECE = 32;

const LABELS = ["device", "fstype", "mountpoint"];
const filesystem_ = (name: string, help: string) =>
  gauge(`node_filesystem_${name}`, help, ...LABELS);

const readonly = filesystem_("readonly", "Filesystem read-only status.");
const deviceError = filesystem_(
  "device_error",
  "Whether an error occurred while getting statistics for the given device.",
);
const mountInfo = gauge(
  "node_filesystem_mount_info",
  "Filesystem mount information.",
  "device",
  "major",
  "minor",
  "mountpoint",
);
const bytes = gauge("node_disk_bytes", "Space of a file system in bytes.", ...LABELS, "type");

/** What comes out of the space of a file system; NaN where it does not tell. */
const SPACE: readonly (readonly [Metric, (space: Space) => number])[] = [
  [filesystem_("size_bytes", "Filesystem size in bytes."), (space) => space.size],
  [filesystem_("free_bytes", "Filesystem free space in bytes."), (space) => space.free],
  [
    filesystem_("avail_bytes", "Filesystem space available to non-root users in bytes."),
    (space) => space.available,
  ],
  [filesystem_("files", "Filesystem total file nodes."), (space) => space.files],
  [filesystem_("files_free", "Filesystem total free file nodes."), (space) => space.filesFree],
  [
    gauge(
      "node_disk_usage_percent",
      "Used share of a file system as df prints it: used / (used + available), 0 to 100.",
      ...LABELS,
    ),
    ({ size, free, available }) => percent(size - free, size - free + available),
  ],
  [
    gauge(
      "node_disk_inodes_usage_percent",
      "Used share of the inodes of a file system, 0 to 100; absent where it has no fixed number.",
      ...LABELS,
    ),
    ({ files, filesFree }) => percent(files - filesFree, files),
  ],
];
/** The types of {@linkcode bytes}. */
const TYPES: readonly (readonly [string, (space: Space) => number])[] = [
  ["total", (space) => space.size],
  ["used", (space) => space.size - space.free],
  ["free", (space) => space.free],
  ["available", (space) => space.available],
];

const percent = (part: number, whole: number) => whole > 0 ? 100 * part / whole : NaN;

const TIMEOUT = "collector.filesystem.mount-timeout";

const MOUNT_POINTS = {
  of: "mount-points",
  exclude:
    "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
};
const FS_TYPES = {
  of: "fs-types",
  exclude:
    "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$",
};

/** Space and state of the mounted file systems. */
export const filesystem: Collector = {
  name: "filesystem",
  help: "Space and inodes of mounted file systems (statfs)",
  system: "any",
  metrics: [...SPACE.map(([metric]) => metric), bytes, readonly, deviceError, mountInfo],
  flags: [
    ...deviceFilterFlags("filesystem", "mount points", MOUNT_POINTS),
    ...deviceFilterFlags("filesystem", "types of file system", FS_TYPES),
    {
      name: TIMEOUT,
      value: "DURATION",
      help: "how long to wait for a mount that does not answer",
      default: "5s",
      check: duration,
    },
  ],
  start({ source, flags }) {
    const mountpoints = deviceFilter("filesystem", flags, MOUNT_POINTS);
    const types = deviceFilter("filesystem", flags, FS_TYPES);
    const timeout = 1000 * seconds(flags.text(TIMEOUT));
    const wanted = ({ mountpoint, fstype }: Mount) => mountpoints(mountpoint) && types(fstype);
    const series = new Memo(seriesOf);
    let last: { readonly read: FilesystemUsage[]; readonly families: MetricFamily[] } | undefined;
    return {
      // The rest of the budget is for handing the others on.
      collect: (budget) =>
        once(source.filesystems(wanted, Math.min(timeout, 0.8 * budget)), (read) => {
          if (last && same(last.read, read)) return last.families;
          return once(inTurns(familiesOf(read)), (families) => {
            last = { read, families };
            return families;
          });
        }),
    };

    function* familiesOf(read: FilesystemUsage[]): Generator<void, MetricFamily[]> {
      series.round();
      const found: { readonly usage: FilesystemUsage; readonly labels: Series }[] = [];
      for (const usage of read) {
        found.push({ usage, labels: series.get(keyOf(usage)) });
        if (found.length % PIECE === 0) yield;
      }
      const answered = found.filter(({ usage }) => usage.space);
      const samples = (of: (usage: FilesystemUsage) => number, from = found): Sample[] =>
        from.map(({ usage, labels }) => ({ labels: labels.own, value: of(usage) }));
      const families: MetricFamily[] = [];
      for (const [metric, of] of SPACE) {
        const all = samples(({ space }) => of(space!), answered);
        families.push(metric.of(all.filter(({ value }) => !Number.isNaN(value))));
        yield;
      }
      const mounts = answered.flatMap(({ labels: { mount } }) =>
        mount ? [{ labels: mount, value: 1 }] : []
      );
      const ofTypes = answered.flatMap(({ usage, labels }) =>
        TYPES.map(([, of], i) => ({ labels: labels.types[i], value: of(usage.space!) }))
      );
      yield;
      return [
        ...families,
        bytes.of(ofTypes),
        readonly.of(samples(({ readonly }) => readonly ? 1 : 0)),
        deviceError.of(samples(({ space }) => space ? 0 : 1)),
        mountInfo.of(mounts),
      ];
    }
  },
};

/** Whether nothing was written, mounted or unmounted in between. */
function same(before: readonly FilesystemUsage[], now: readonly FilesystemUsage[]): boolean {
  return before.length === now.length && now.every((usage, i) => {
    const { device, fstype, mountpoint, number, readonly, space } = before[i];
    return mountpoint === usage.mountpoint && device === usage.device &&
      fstype === usage.fstype && number === usage.number && readonly === usage.readonly &&
      sameSpace(space, usage.space);
  });
}

function sameSpace(a: Space | undefined, b: Space | undefined): boolean {
  if (!a || !b) return a === b;
  return a.free === b.free && a.available === b.available && a.size === b.size &&
    Object.is(a.files, b.files) && Object.is(a.filesFree, b.filesFree);
}

const keyOf = ({ device, fstype, number = "", mountpoint }: FilesystemUsage) =>
  `${device}\n${fstype}\n${number}\n${mountpoint}`;

type Series = ReturnType<typeof seriesOf>;

/** The labels of all series of one file system. */
function seriesOf(key: string) {
  const [device, fstype, number, ...rest] = key.split("\n");
  const mountpoint = rest.join("\n");
  const labels = { device, fstype, mountpoint };
  const [major, minor] = number.split(":");
  return {
    own: new Labels(labels),
    mount: number ? new Labels({ device, major, minor, mountpoint }) : undefined,
    types: TYPES.map(([type]) => new Labels({ ...labels, type })),
  };
}
