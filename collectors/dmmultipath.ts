import { type Collector, gauge, type Metric, NoData } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import { Gathered, WhileSame } from "./linux/devices.ts";

const DIR = "/sys/block";
const SECTOR = 512;

/** What device mapper begins the UUID of a multipath device with. */
const UUID = "mpath-";

/** States of a path that carries I/O: of SCSI, of NVMe. */
const ACTIVE = ["running", "live"];

const info = gauge(
  "node_dmmultipath_device_info",
  "Non-numeric information about a DM-multipath device.",
  "device",
  "sysfs_name",
  "uuid",
);
const active = ofDevice(
  "active",
  "Whether the multipath device-mapper device is active (1) or suspended (0).",
);
const size = ofDevice(
  "size_bytes",
  "Size of the multipath device in bytes, read from /sys/block/<dm>/size.",
);
const paths = ofDevice("paths", "Number of paths for a multipath device.");
const pathsActive = ofDevice(
  "paths_active",
  "Number of paths in active state (SCSI running or NVMe live) for a multipath device.",
);
const pathsFailed = ofDevice(
  "paths_failed",
  "Number of paths not in active state for a multipath device.",
);
const pathState = gauge(
  "node_dmmultipath_path_state",
  "Reports the underlying device state for a multipath path, as read from /sys/block/<dev>/device/state.",
  "device",
  "path",
  "state",
);

function ofDevice(name: string, help: string): Metric {
  return gauge(`node_dmmultipath_device_${name}`, help, "device", "sysfs_name");
}

/** Disks that are reached by more than one path. */
export const dmmultipath: Collector = {
  name: "dmmultipath",
  help: `Multipath devices of device mapper (${DIR}/dm-*)`,
  system: "linux",
  metrics: [info, active, size, paths, pathsActive, pathsFailed, pathState],
  start({ files, monotonic }) {
    const uuidOf = (dm: string) => files.attribute(`${DIR}/${dm}/dm/uuid`) ?? "";
    // A host can have a hundred logical volumes, which are not asked each time what they are.
    const multipath = new WhileSame(
      monotonic,
      (names) => names.filter((name) => name.startsWith("dm-") && uuidOf(name).startsWith(UUID)),
    );
    const labels = new LabelsMemo();
    return {
      collect() {
        const found = multipath.get(files.list(DIR));
        if (found.length === 0) throw new NoData("this host has no multipath devices");
        labels.round();
        const gathered = new Gathered();
        for (const dm of found) readDevice(dm, gathered);
        return gathered.families();
      },
    };

    function readDevice(dm: string, into: Gathered): void {
      const dir = `${DIR}/${dm}`;
      const device = files.attribute(`${dir}/dm/name`);
      const uuid = uuidOf(dm);
      // Its number may be another device's by now.
      if (device === undefined || !uuid.startsWith(UUID)) return;
      const series = labels.of({ device, sysfs_name: dm });
      into.add(info, labels.of({ device, sysfs_name: dm, uuid }), 1);
      const suspended = files.number(`${dir}/dm/suspended`);
      into.add(active, series, suspended === undefined ? undefined : suspended ? 0 : 1);
      const sectors = files.number(`${dir}/size`);
      into.add(size, series, sectors === undefined ? undefined : sectors * SECTOR);
      const slaves = files.list(`${dir}/slaves`);
      let running = 0;
      for (const path of slaves) {
        const state = files.attribute(`${DIR}/${path}/device/state`) ?? "unknown";
        if (ACTIVE.includes(state)) running++;
        into.add(pathState, labels.of({ device, path, state }), 1);
      }
      into.add(paths, series, slaves.length);
      into.add(pathsActive, series, running);
      into.add(pathsFailed, series, slaves.length - running);
    }
  },
};
