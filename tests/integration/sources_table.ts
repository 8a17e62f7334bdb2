/**
 * What only one of the two sources gives, and how what both give compares.
 *
 * @module
 */
import type { Metric } from "../../collectors/collector.ts";
import { cpuInfoMetrics } from "../../collectors/cpu_info.ts";
import { cpuTopologyMetrics } from "../../collectors/cpu_topology.ts";
import { diskInfoMetrics } from "../../collectors/disk_info.ts";
import { nohandler } from "../../collectors/netdev_nohandler.ts";

const exactly = (metrics: readonly Metric[]) =>
  new RegExp(`^(${metrics.map(({ name }) => name).join("|")})$`);

/** The families that only /proc and /sys give, and why. */
export const LINUX_FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^node_cpu_guest_seconds_total$/, "os.cpus() does not count guests"],
  [exactly([...cpuTopologyMetrics, ...cpuInfoMetrics]), "/sys/devices/system/cpu, /proc/cpuinfo"],
  [/^node_memory_(?!bytes$|usage_percent$)/, "fields of /proc/meminfo"],
  [
    /^node_disk_(reads|writes)_(completed|merged)_total$|^node_disk_(read|written)_bytes_total$/,
    "/proc/diskstats",
  ],
  [/^node_disk_(read_time|write_time|io_time|io_time_weighted)_seconds_total$/, "/proc/diskstats"],
  [/^node_disk_(io_now$|discard|flush_requests_)/, "/proc/diskstats"],
  [exactly(diskInfoMetrics), "/sys/block, udev"],
  [/^node_filesystem_files(_free)?$|^node_disk_inodes_usage_percent$/, "df -i is not asked"],
  [/^node_filesystem_mount_info$/, "df has no numbers of devices"],
  [
    /^node_network_(receive|transmit)_(packets|fifo|frame|compressed|multicast|colls|carrier)_total$/,
    "networkStats() has bytes, errors and drops only",
  ],
  [exactly([nohandler]), "/sys/class/net"],
];

/** The series that only /proc gives: family, labels, why. */
export const LINUX_SERIES: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^node_cpu_/, /mode="(iowait|softirq|steal)"/, "os.cpus() does not count them"],
  [/^node_memory_bytes$/, /type="shared"/, "mem() does not tell"],
  [/^node_(filesystem|disk)_/, /mountpoint=/, "df shows no file system in memory, and each once"],
  [/^node_disk_io_/, /device=/, "disksIO() adds all disks up"],
  [/^node_network_.*_total$/, /device=/, "os.networkInterfaces() has those with an address only"],
  [/^node_network_connections$/, /protocol="udp6?"/, "netstat is asked for TCP states only"],
  [/^node_network_connections$/, /fin_wait|new_syn_recv/, "told only if there are any"],
];

/** The series that only systeminformation gives. */
export const PORTABLE_SERIES: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^node_disk_io_/, /device="all"/, "disksIO() adds all disks up"],
  [/^node_host_info$/, /virtual=/, "asks dmesg too for the hypervisor; compared by itself below"],
  [/^node_network_connections$/, /state="unknown"/, "a name of netstat that is not known"],
];

/** A value before, the other source's, and the value after. */
export type Check = (before: number, portable: number, after: number) => boolean;

const same: Check = (before, portable, after) => portable === before || portable === after;
/** A counter read in between two readings lies in between; `slack` for what is counted in ticks. */
export const between = (slack = 0): Check => (before, portable, after) =>
  before - slack <= portable && portable <= after + slack;
/** A value that others move, by no more than that. */
const near = (slack: number): Check => (before, portable, after) =>
  between(slack)(Math.min(before, after), portable, Math.max(before, after));
const percent: Check = (_, portable) => 0 <= portable && portable <= 100.001;

const GiB = 2 ** 30;

/** How the values of a family compare; the first that fits. */
export const CHECKS: readonly (readonly [RegExp, Check])[] = [
  [/^node_cpu_seconds_total$/, between(0.5)],
  // Their windows are not the same; that they add up is a test of its own.
  [/^node_cpu_(usage|mode)_percent$/, percent],
  [/^node_load/, near(0.5)],
  [/^node_(memory|swap)_usage_percent$/, near(10)],
  [/^node_(memory|swap)_bytes$/, near(GiB)],
  // df counts in KiB.
  [/^node_filesystem_size_bytes$/, near(1024)],
  [/^node_filesystem_(readonly|device_error)$/, same],
  [/^node_filesystem_(free|avail)_bytes$|^node_disk_bytes$/, near(GiB)],
  [/^node_disk_usage_percent$/, near(2)],
  // /proc/net/dev adds packets that the card missed.
  [/^node_network_receive_drop_total$/, (_, portable, after) => portable <= after],
  [/^node_network_.*_total$/, between()],
  [/^node_network_connections$/, near(200)],
  [/^node_host_info$/, same],
];
