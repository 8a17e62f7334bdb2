import { gauge, Labels, type Metric, type MetricFamily, type Sample } from "./collector.ts";
import type { Diskstats } from "./linux/diskstats.ts";
import type { Files } from "./linux/files.ts";
import { blockDeviceProperties, type UdevProperties } from "./linux/udev.ts";
import { isOld } from "./rarely.ts";
import type { DiskActivity } from "./readings.ts";

/** Families whose labels are properties of udev. */
const INFOS: readonly {
  readonly metric: Metric;
  /** Only disks that have it are shown. */
  readonly needs: string;
  readonly labels: Readonly<Record<string, string>>;
}[] = [
  infoFamily("filesystem_info", "Info about disk filesystem.", "ID_FS_TYPE", {
    type: "ID_FS_TYPE",
    usage: "ID_FS_USAGE",
    uuid: "ID_FS_UUID",
    version: "ID_FS_VERSION",
  }),
  infoFamily("device_mapper_info", "Info about disk device mapper.", "DM_NAME", {
    lv_layer: "DM_LV_LAYER",
    lv_name: "DM_LV_NAME",
    name: "DM_NAME",
    uuid: "DM_UUID",
    vg_name: "DM_VG_NAME",
  }),
];

/** Families whose values are properties of udev. */
const ATA: readonly (readonly [Metric, string])[] = [
  [disk("ata_write_cache", "ATA disk has a write cache."), "ID_ATA_WRITE_CACHE"],
  [
    disk("ata_write_cache_enabled", "ATA disk has its write cache enabled."),
    "ID_ATA_WRITE_CACHE_ENABLED",
  ],
  [
    disk("ata_rotation_rate_rpm", "ATA disk rotation rate in RPMs (0 for SSDs)."),
    "ID_ATA_ROTATION_RATE_RPM",
  ],
];

/** The serial number that is printed on the disk, or what comes nearest to it (virtio has only the last). */
const SERIAL = ["SCSI_IDENT_SERIAL", "ID_SERIAL_SHORT", "ID_SERIAL"];

const info = disk(
  "info",
  "Info of /sys/block/<block_device>.",
  "major",
  "minor",
  "path",
  "wwn",
  "model",
  "serial",
  "revision",
  "rotational",
);

/** What {@linkcode DiskInfo} gives. */
export const diskInfoMetrics: readonly Metric[] = [
  info,
  ...INFOS.map(({ metric }) => metric),
  ...ATA.map(([metric]) => metric),
];

function disk(name: string, help: string, ...labels: string[]): Metric {
  return gauge(`node_disk_${name}`, help, "device", ...labels);
}

function infoFamily(name: string, help: string, needs: string, labels: Record<string, string>) {
  return { metric: disk(name, help, ...Object.keys(labels)), needs, labels };
}

interface Known {
  /** Milliseconds, monotonic. */
  readonly at: number;
  readonly samples: readonly (readonly [Metric, Sample])[];
}

/** What the disks are, from udev and /sys/block; asked again after a minute: a disk may have been replaced. */
export class DiskInfo {
  #known = new Map<string, Known>();

  /** @param monotonic milliseconds */
  constructor(private readonly files: Files, private readonly monotonic: () => number) {}

  /** The families of these disks; none of a disk that was not read from /proc/diskstats. */
  *families(disks: readonly DiskActivity[]): Generator<void, MetricFamily[]> {
    const now = this.monotonic();
    const samples = new Map(diskInfoMetrics.map((metric) => [metric, [] as Sample[]]));
    const known = new Map<string, Known>();
    for (const disk of disks) {
      if (!isDiskstats(disk)) continue;
      const key = `${disk.device} ${disk.major}:${disk.minor}`;
      let of = this.#known.get(key);
      if (!of || isOld(now - of.at)) {
        of = { at: now, samples: samplesOf(this.files, disk) };
        yield;
      }
      known.set(key, of);
      for (const [metric, sample] of of.samples) samples.get(metric)!.push(sample);
    }
    this.#known = known;
    return diskInfoMetrics.map((metric) => metric.of(samples.get(metric)!));
  }
}

const isDiskstats = (disk: DiskActivity): disk is Diskstats => "major" in disk;

function samplesOf(files: Files, { device, major, minor }: Diskstats): [Metric, Sample][] {
  const udev = blockDeviceProperties(files, major, minor);
  const one = (metric: Metric, labels: Record<string, string>, value = 1): [Metric, Sample] => [
    metric,
    { labels: new Labels(labels), value },
  ];
  const samples = [one(info, {
    device,
    major: `${major}`,
    minor: `${minor}`,
    model: property(udev, "ID_MODEL"),
    path: property(udev, "ID_PATH"),
    revision: property(udev, "ID_REVISION"),
    // A partition has no queue.
    rotational: files.attribute(`/sys/block/${sysName(device)}/queue/rotational`) || "0",
    serial: property(udev, ...SERIAL),
    wwn: property(udev, "ID_WWN"),
  })];
  for (const { metric, needs, labels } of INFOS) {
    if (!udev.get(needs)) continue;
    const pairs = Object.entries(labels).map(([label, name]) => [label, property(udev, name)]);
    samples.push(one(metric, { device, ...Object.fromEntries(pairs) }));
  }
  if (udev.get("ID_ATA")) {
    for (const [metric, name] of ATA) {
      const value = Number(udev.get(name) || NaN);
      if (!Number.isNaN(value)) samples.push(one(metric, { device }, value));
    }
  }
  return samples;
}

/** The first of these that is not empty. */
function property(udev: UdevProperties, ...names: string[]): string {
  for (const name of names) {
    const value = udev.get(name);
    if (value) return value;
  }
  return "";
}

/** A device whose name has a slash (`cciss/c0d0`) stands in /sys with an exclamation mark. */
const sysName = (device: string) => device.replaceAll("/", "!");
