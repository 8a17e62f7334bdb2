/**
 * Collectors that few programs run: of what few hosts have, and those that are off by default. What the command line
 * says of each stands here; what it does is in the file of its name, and is loaded when it runs and the host
 * has something of its kind. All of them loaded would take 10 ms more of the program's start.
 *
 * @module
 */
import {
  type Collector,
  type Host,
  type Metric,
  NoData,
  type Reader,
  type Running,
} from "./collector.ts";
import {
  bcacheFlags,
  hwmonFlags,
  interruptsFlags,
  ipvsFlags,
  powersupplyFlags,
  raplFlags,
  slabinfoFlags,
  sysctlFlags,
  systemdFlags,
  tapestatsFlags,
} from "./seldom_flags.ts";

/** What is known of a collector that is not loaded. */
interface Facts extends Omit<Collector, "system" | "metrics" | "start"> {
  /**
   * What a host that has something of the kind has: a file, or, with a slash at its end, a directory with
   * devices in it. Without it the collector is loaded wherever it is on.
   */
  readonly at?: string;
  /** Whether `node_scrape_collector_success` is 1 where there is no such thing. */
  readonly successWithout?: boolean;
}

/** A collector of Linux whose module is loaded by the first reading that finds something to read. */
function seldom(
  { at, successWithout, ...facts }: Facts,
  load: () => Promise<Reader>,
): Collector {
  return {
    ...facts,
    system: "linux",
    metrics: async () => (await load()).metrics,
    start(host) {
      let running: Omit<Running, "tick"> | undefined;
      return {
        collect(budget) {
          if (running) return running.collect(budget);
          if (at && !isThere(host, at)) {
            throw new NoData(`there is nothing at ${at}`, successWithout);
          }
          return load().then((reader) => (running = reader.start(host)).collect(budget));
        },
      };
    },
  };
}

/** Files of a file system's module, which lie beside its devices and are there without any. */
const NO_DEVICES = ["debug", "features", "stats"];

const isThere = ({ files }: Host, at: string): boolean =>
  at.endsWith("/") ? files.list(at).some((name) => !NO_DEVICES.includes(name)) : files.exists(at);

/** Every family that a collector can give. */
export const metricsOf = async ({ metrics }: Collector): Promise<readonly Metric[]> =>
  typeof metrics === "function" ? await metrics() : metrics;

const offByDefault = true;

export const nfs: Collector = seldom({
  name: "nfs",
  help: "NFS client (/proc/net/rpc/nfs)",
  at: "/proc/net/rpc/nfs",
}, async () => (await import("./nfs.ts")).nfs);

export const nfsd: Collector = seldom({
  name: "nfsd",
  help: "NFS server (/proc/net/rpc/nfsd)",
  at: "/proc/net/rpc/nfsd",
}, async () => (await import("./nfsd.ts")).nfsd);

export const ipvs: Collector = seldom({
  name: "ipvs",
  help: "IP Virtual Server, the kernel's load balancer (/proc/net/ip_vs)",
  at: "/proc/net/ip_vs_stats",
  flags: ipvsFlags,
}, async () => (await import("./ipvs.ts")).ipvs);

export const tapestats: Collector = seldom({
  name: "tapestats",
  help: "Tape drives (/sys/class/scsi_tape)",
  at: "/sys/class/scsi_tape/",
  flags: tapestatsFlags,
}, async () => (await import("./tapestats.ts")).tapestats);

export const xfs: Collector = seldom({
  name: "xfs",
  help: "XFS file systems (/sys/fs/xfs)",
  at: "/sys/fs/xfs/",
  successWithout: true,
}, async () => (await import("./xfs.ts")).xfs);

export const bcache: Collector = seldom({
  name: "bcache",
  help: "Caches of block devices (/sys/fs/bcache)",
  at: "/sys/fs/bcache/",
  successWithout: true,
  flags: bcacheFlags,
}, async () => (await import("./bcache.ts")).bcache);

export const btrfs: Collector = seldom({
  name: "btrfs",
  help: "Btrfs file systems (/sys/fs/btrfs)",
  at: "/sys/fs/btrfs/",
  successWithout: true,
}, async () => (await import("./btrfs.ts")).btrfs);

export const fibrechannel: Collector = seldom({
  name: "fibrechannel",
  help: "Fibre Channel ports (/sys/class/fc_host)",
  at: "/sys/class/fc_host/",
}, async () => (await import("./fibrechannel.ts")).fibrechannel);

export const infiniband: Collector = seldom({
  name: "infiniband",
  help: "InfiniBand adapters (/sys/class/infiniband)",
  at: "/sys/class/infiniband/",
}, async () => (await import("./infiniband.ts")).infiniband);

export const zfs: Collector = seldom({
  name: "zfs",
  help: "ZFS (/proc/spl/kstat/zfs)",
  at: "/proc/spl/kstat/zfs/",
}, async () => (await import("./zfs.ts")).zfs);

export const bcachefs: Collector = seldom({
  name: "bcachefs",
  help: "Bcachefs file systems (/sys/fs/bcachefs)",
  at: "/sys/fs/bcachefs/",
}, async () => (await import("./bcachefs.ts")).bcachefs);

export const mdadm: Collector = seldom({
  name: "mdadm",
  help: "Software RAID (/proc/mdstat, /sys/block/md*)",
  at: "/proc/mdstat",
}, async () => (await import("./mdadm.ts")).mdadm);

export const edac: Collector = seldom({
  name: "edac",
  help: "Memory errors (/sys/devices/system/edac)",
  at: "/sys/devices/system/edac/mc/",
  successWithout: true,
}, async () => (await import("./edac.ts")).edac);

export const rapl: Collector = seldom({
  name: "rapl",
  help: "Energy used by processors and memory (/sys/class/powercap)",
  at: "/sys/class/powercap/",
  flags: raplFlags,
}, async () => (await import("./rapl.ts")).rapl);

export const powersupplyclass: Collector = seldom({
  name: "powersupplyclass",
  help: "Batteries and mains (/sys/class/power_supply)",
  at: "/sys/class/power_supply",
  flags: powersupplyFlags,
}, async () => (await import("./powersupplyclass.ts")).powersupplyclass);

export const nvme: Collector = seldom({
  name: "nvme",
  help: "NVMe drives (/sys/class/nvme)",
  at: "/sys/class/nvme/",
}, async () => (await import("./nvme.ts")).nvme);

export const watchdog: Collector = seldom({
  name: "watchdog",
  help: "Watchdogs (/sys/class/watchdog)",
  at: "/sys/class/watchdog/",
}, async () => (await import("./watchdog.ts")).watchdog);

export const hwmon: Collector = seldom({
  name: "hwmon",
  help: "Hardware sensors: temperatures, fans, voltages (/sys/class/hwmon)",
  at: "/sys/class/hwmon",
  flags: hwmonFlags,
}, async () => (await import("./hwmon.ts")).hwmon);

export const buddyinfo: Collector = seldom({
  name: "buddyinfo",
  help: "Free memory by size of block (/proc/buddyinfo)",
  offByDefault,
}, async () => (await import("./buddyinfo.ts")).buddyinfo);

export const cgroups: Collector = seldom({
  name: "cgroups",
  help: "Number of control groups by controller (/proc/cgroups)",
  offByDefault,
}, async () => (await import("./cgroups.ts")).cgroups);

export const cpu_vulnerabilities: Collector = seldom({
  name: "cpu_vulnerabilities",
  help: "CPU vulnerabilities and mitigations (/sys/devices/system/cpu/vulnerabilities)",
  offByDefault,
}, async () => (await import("./cpu_vulnerabilities.ts")).cpu_vulnerabilities);

export const interrupts: Collector = seldom({
  name: "interrupts",
  help: "Interrupts by line and CPU (/proc/interrupts)",
  offByDefault,
  flags: interruptsFlags,
}, async () => (await import("./interrupts.ts")).interrupts);

export const ksmd: Collector = seldom({
  name: "ksmd",
  help: "Kernel same-page merging (/sys/kernel/mm/ksm)",
  offByDefault,
}, async () => (await import("./ksmd.ts")).ksmd);

export const meminfo_numa: Collector = seldom({
  name: "meminfo_numa",
  help: "Memory of each NUMA node (/sys/devices/system/node)",
  offByDefault,
}, async () => (await import("./meminfo_numa.ts")).meminfo_numa);

export const mountstats: Collector = seldom({
  name: "mountstats",
  help: "NFS mounts: bytes, requests, transport (/proc/PID/mountstats)",
  offByDefault,
}, async () => (await import("./mountstats.ts")).mountstats);

export const processes: Collector = seldom({
  name: "processes",
  help: "Processes and threads by state (/proc/PID/stat)",
  offByDefault,
}, async () => (await import("./processes.ts")).processes);

export const slabinfo: Collector = seldom({
  name: "slabinfo",
  help: "Caches of kernel objects (/proc/slabinfo)",
  offByDefault,
  flags: slabinfoFlags,
}, async () => (await import("./slabinfo.ts")).slabinfo);

export const softirqs: Collector = seldom({
  name: "softirqs",
  help: "Soft interrupts by vector and CPU (/proc/softirqs)",
  offByDefault,
}, async () => (await import("./softirqs.ts")).softirqs);

export const sysctl: Collector = seldom({
  name: "sysctl",
  help: "Kernel parameters of choice (/proc/sys)",
  offByDefault,
  flags: sysctlFlags,
}, async () => (await import("./sysctl.ts")).sysctl);

export const systemd: Collector = seldom({
  name: "systemd",
  help: "Units by state, failed units (systemctl, at most every 15 s)",
  offByDefault,
  flags: systemdFlags,
}, async () => (await import("./systemd.ts")).systemd);

export const tcpstat: Collector = seldom({
  name: "tcpstat",
  help: "TCP connections by state, IPv4 and IPv6 together (/proc/net/tcp)",
  offByDefault,
}, async () => (await import("./tcpstat.ts")).tcpstat);

export const zoneinfo: Collector = seldom({
  name: "zoneinfo",
  help: "Pages of each memory zone (/proc/zoneinfo)",
  offByDefault,
}, async () => (await import("./zoneinfo.ts")).zoneinfo);
