import {
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
  NoData,
  type Reader,
  type Sample,
} from "./collector.ts";
import type { Files } from "./linux/files.ts";
import { type Mdstat, parseMdstat } from "./linux/mdstat.ts";
import { OptionalFile } from "./linux/optional.ts";
import { Memo } from "./memo.ts";

/** What /proc/mdstat tells as one number. */
const NUMBERS: readonly (readonly [Metric, (array: Mdstat) => number])[] = [
  [md("disks_required", "Total number of disks of device."), (array) => array.required],
  [md("blocks", "Total number of blocks on device."), (array) => array.blocks],
  [md("blocks_synced", "Number of blocks synced on device."), (array) => array.synced],
];

const disks = md("disks", "Number of active/failed/spare disks of device.", "state");
const DISKS = ["active", "failed", "spare"] as const;

const state = md("state", "Indicates the state of md-device.", "state");
/** The label's word, and the kernel's; an array that is being reshaped is in none of them, as node_exporter has it. */
const STATES = [
  ["active", "active"],
  ["inactive", "inactive"],
  ["recovering", "recovery"],
  ["resync", "resync"],
  ["check", "check"],
] as const;

const raidDisks = md("raid_disks", "Number of raid disks on device.");
const degraded = md("degraded", "Number of degraded disks on device.");

function md(name: string, help: string, ...labels: string[]): Metric {
  return gauge(`node_md_${name}`, help, "device", ...labels);
}

/** The state of software RAIDs. */
export const mdadm: Reader = {
  metrics: [state, disks, ...NUMBERS.map(([metric]) => metric), raidDisks, degraded],
  start(host) {
    const mdstat = new OptionalFile(host, "/proc/mdstat");
    const labels = new Memo(labelsOf);
    return {
      collect() {
        const text = mdstat.read();
        if (text === undefined) throw new NoData("this kernel has no software RAID");
        labels.round();
        const arrays = parseMdstat(text);
        const perState = (metric: Metric, of: (labels: ArrayLabels, array: Mdstat) => Sample[]) =>
          metric.of(arrays.flatMap((array) => of(labels.get(array.device), array)));
        return [
          perState(state, ({ states }, array) =>
            STATES.map(([, word], i) => ({
              labels: states[i],
              value: Number(array.state === word),
            }))),
          perState(
            disks,
            (labels, array) =>
              DISKS.map((kind, i) => ({ labels: labels.disks[i], value: array[kind] })),
          ),
          ...NUMBERS.map(([metric, of]) =>
            metric.of(arrays.map((array) => ({
              labels: labels.get(array.device).device,
              value: of(array),
            })))
          ),
          ...attributes(host.files, labels),
        ];
      },
    };
  },
};

/** The labels of an array's series. */
interface ArrayLabels {
  readonly device: Labels;
  /** In the order of {@linkcode STATES}. */
  readonly states: readonly Labels[];
  /** In the order of {@linkcode DISKS}. */
  readonly disks: readonly Labels[];
}

function labelsOf(device: string): ArrayLabels {
  return {
    device: new Labels({ device }),
    states: STATES.map(([state]) => new Labels({ device, state })),
    disks: DISKS.map((state) => new Labels({ device, state })),
  };
}

/** What /sys/block tells of the arrays (Documentation/admin-guide/md.rst, "md devices in sysfs"). */
function attributes(files: Files, labels: Memo<ArrayLabels>): MetricFamily[] {
  const all: Sample[] = [], missing: Sample[] = [];
  for (const device of files.list("/sys/block")) {
    if (!device.startsWith("md")) continue;
    const dir = `/sys/block/${device}/md`;
    // `4 (3)` while it becomes larger: those that there will be, and those that there were.
    const [disks] = /^\d+/.exec(files.attribute(`${dir}/raid_disks`) ?? "") ?? [];
    // Stopped since it was listed.
    if (disks === undefined) continue;
    all.push({ labels: labels.get(device).device, value: Number(disks) });
    // Where there is no redundancy there is no such file: such an array is whole or gone.
    missing.push({
      labels: labels.get(device).device,
      value: files.number(`${dir}/degraded`) ?? 0,
    });
  }
  return [raidDisks.of(all), degraded.of(missing)];
}
