/**
 * node_exporter's flags that hostvitals takes without doing what they say, so that its command line
 * starts hostvitals too; and older names of flags that both have.
 *
 * @module
 */
import type { Flag } from "../collectors/flags.ts";

/** A flag that is taken and ignored. */
export interface IgnoredFlag extends Flag {
  /** Why, for the note in the log. */
  readonly ignored: string;
}

/** Collectors of node_exporter that hostvitals does not have, and what they would need. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  drbd: "few hosts have it",
  drm: "few hosts have it",
  ethtool: "it needs ioctl",
  lnstat: "its numbers are in conntrack and netstat, where they are of use",
  logind: "it needs D-Bus",
  netclass_rtnl: "it needs netlink",
  network_route: "it needs netlink",
  ntp: "it asks a server on the network",
  pcidevice: "few ask for it",
  perf: "it needs a system call that no file stands for",
  qdisc: "it needs netlink",
  runit: "few hosts have it",
  supervisord: "it asks another program",
  swap: "meminfo and vmstat have it",
  wifi: "it needs netlink",
  xfrm: "few hosts have it",
};

const NETLINK = "there is no netlink here: the files of /proc and /sys are read";
const LEFT_OUT_FAMILIES = "these families are left out";

/** Name, what stands for its value if it takes one, and why it is ignored. */
const IGNORED: readonly (readonly [name: string, value: string | undefined, why: string])[] = [
  ...Object.entries(LEFT_OUT).map(([name, why]) =>
    [`collector.${name}`, undefined, `there is no such collector: ${why}`] as const
  ),
  ["runtime.gomaxprocs", "N", "there is no Go here: one thread does the work"],
  [
    "web.systemd-socket",
    undefined,
    "sockets of systemd are not taken over: use --web.listen-address",
  ],
  ["collector.arp.netlink", undefined, NETLINK],
  ["collector.netclass.netlink", undefined, NETLINK],
  ["collector.netdev.netlink", undefined, NETLINK],
  ["collector.netdev.label-ifalias", undefined, "no series has another label by a flag"],
  ["collector.filesystem.stat-workers", "N", "as many are asked at once as do no harm"],
  ["collector.netdev.address-info", undefined, LEFT_OUT_FAMILIES],
  ["collector.netdev.enable-detailed-metrics", undefined, LEFT_OUT_FAMILIES],
  ["collector.systemd.enable-restarts-metrics", undefined, LEFT_OUT_FAMILIES],
  ["collector.systemd.enable-start-time-metrics", undefined, LEFT_OUT_FAMILIES],
  ["collector.systemd.enable-task-metrics", undefined, LEFT_OUT_FAMILIES],
  ["collector.systemd.private", undefined, "systemctl is asked, not the bus"],
  ...ofLeftOut("ethtool", ["device-include", "device-exclude", "metrics-include"]),
  ...ofLeftOut("netclass_rtnl", [], ["with-stats"]),
  ...ofLeftOut("ntp", [
    "server",
    "server-port",
    "protocol-version",
    "ip-ttl",
    "max-distance",
    "local-offset-tolerance",
  ], ["server-is-local"]),
  ...ofLeftOut("pcidevice", ["idsfile"], ["names"]),
  ...ofLeftOut("perf", [
    "cpus",
    "tracepoint",
    "hardware-profilers",
    "software-profilers",
    "cache-profilers",
  ], ["disable-hardware-profilers", "disable-software-profilers", "disable-cache-profilers"]),
  ...ofLeftOut("qdisc", ["fixtures", "device-include", "device-exclude"]),
  ...ofLeftOut("qdisk", ["device-include", "device-exclude"]),
  ...ofLeftOut("runit", ["servicedir"]),
  ...ofLeftOut("supervisord", ["url"]),
  ...ofLeftOut("wifi", ["fixtures"]),
];

function ofLeftOut(collector: string, withValue: string[], without: string[] = []) {
  const row = (name: string, value?: string) =>
    [`collector.${collector}.${name}`, value, "there is no such collector"] as const;
  return [...withValue.map((name) => row(name, "VALUE")), ...without.map((name) => row(name))];
}

/** The flags that are taken and ignored. */
export const IGNORED_FLAGS: readonly IgnoredFlag[] = IGNORED.map(([name, value, ignored]) => ({
  name,
  value,
  ignored,
  help: `ignored: ${ignored}`,
  default: value ? "" : false,
}));

/** Names that flags had before, to the names that they have. */
export const OLDER_NAMES: Readonly<Record<string, string>> = {
  "collector.diskstats.ignored-devices": "collector.diskstats.device-exclude",
  "collector.filesystem.ignored-mount-points": "collector.filesystem.mount-points-exclude",
  "collector.filesystem.ignored-fs-types": "collector.filesystem.fs-types-exclude",
  "collector.netdev.device-blacklist": "collector.netdev.device-exclude",
  "collector.netdev.device-whitelist": "collector.netdev.device-include",
  "collector.netdev.ignored-devices": "collector.netdev.device-exclude",
  "collector.systemd.unit-blacklist": "collector.systemd.unit-exclude",
  "collector.systemd.unit-whitelist": "collector.systemd.unit-include",
};
