import { attributes, type Entry, numbers, row } from "./entry.ts";
import type { HostSize } from "./size.ts";

/** Of as many mounts one is on a server. */
const REMOTE = 20;

/** One half are NVMe, the other SCSI disks; each has a partition. */
const nameOf = (disk: number) =>
  disk % 2 === 0 ? `nvme${disk / 2}n1` : `sd${letters((disk - 1) / 2)}`;

/** As the kernel counts SCSI disks: a to z, aa, ab, … */
const letters = (n: number): string =>
  (n >= 26 ? letters(Math.floor(n / 26) - 1) : "") + String.fromCharCode(97 + n % 26);

const partitionOf = (name: string) => name.startsWith("nvme") ? `${name}p1` : `${name}1`;

/** The disks, and the file systems on them. */
export function* storage({ disks, mounts }: HostSize): Generator<Entry> {
  const names = numbers(disks).map(nameOf);
  yield { path: "proc/diskstats", text: names.map(diskstats).join(""), moves: true };
  for (const [i, name] of names.entries()) yield* disk(name, i);
  const mounted = numbers(mounts).map((i) => mount(i, names));
  yield* mounted.map(({ mountpoint }) => ({ path: `${mountpoint.slice(1)}/`, text: "" }));
  const own = [
    { device: "/dev/root", mountpoint: "/", fstype: "ext4" },
    { device: "proc", mountpoint: "/proc", fstype: "proc" },
    { device: "sysfs", mountpoint: "/sys", fstype: "sysfs" },
  ];
  const all = [...own, ...mounted];
  yield {
    path: "proc/1/mountinfo",
    text: all.map(({ device, mountpoint, fstype }, i) =>
      `${i + 20} 1 254:${i} / ${mountpoint} rw,relatime shared:${i} - ${fstype} ${device} rw\n`
    ).join(""),
  };
  yield {
    path: "proc/1/mounts",
    text: all.map(({ device, mountpoint, fstype }) =>
      `${device} ${mountpoint} ${fstype} rw,relatime 0 0\n`
    ).join(""),
  };
}

function mount(i: number, disks: readonly string[]) {
  if (i % REMOTE === REMOTE - 1) {
    return { device: `server:/export/${i}`, mountpoint: `/net/export${i}`, fstype: "nfs4" };
  }
  const device = `/dev/${partitionOf(disks[i % disks.length])}`;
  return { device, mountpoint: `/data/volume${i}`, fstype: i % 2 === 0 ? "xfs" : "ext4" };
}

const diskstats = (name: string, i: number) =>
  `   8 ${16 * i} ${name} ${row(i, 8)} 0 ${row(i, 8)}\n` +
  `   8 ${16 * i + 1} ${partitionOf(name)} ${row(i, 8)} 0 ${row(i, 8)}\n`;

function* disk(name: string, i: number): Generator<Entry> {
  yield* attributes(`sys/block/${name}/queue`, { rotational: 0 });
  yield {
    path: `udev/b8:${16 * i}`,
    text: `E:ID_MODEL=Made-up_disk\nE:ID_PATH=pci-0000:00:06.${i}\nE:ID_SERIAL_SHORT=S${i}\n` +
      `E:ID_WWN=0x5000c500${i}\nE:ID_REVISION=1.0\n`,
  };
  if (!name.startsWith("nvme")) return;
  const controller = name.slice(0, -2);
  yield* attributes(`sys/class/nvme/${controller}`, {
    firmware_rev: "1B2QEXP7",
    model: "Made-up NVMe",
    serial: `S${i}`,
    state: "live",
    cntlid: i,
  });
}
