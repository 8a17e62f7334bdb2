/**
 * The collectors, in the order in which their families are shown.
 *
 * @module
 */
import type { Collector } from "./collector.ts";
import { arp } from "./arp.ts";
import { bonding } from "./bonding.ts";
import { connections } from "./connections.ts";
import { conntrack } from "./conntrack.ts";
import { cpu } from "./cpu.ts";
import { cpufreq } from "./cpufreq.ts";
import { diskstats } from "./diskstats.ts";
import { dmi } from "./dmi.ts";
import { dmmultipath } from "./dmmultipath.ts";
import { entropy } from "./entropy.ts";
import { filefd } from "./filefd.ts";
import { filesystem } from "./filesystem.ts";
import { host } from "./host.ts";
import { kernel_hung } from "./kernel_hung.ts";
import { loadavg } from "./loadavg.ts";
import { meminfo } from "./meminfo.ts";
import { netclass } from "./netclass.ts";
import { netdev } from "./netdev.ts";
import { netstat } from "./netstat.ts";
import { os } from "./os.ts";
import { pressure } from "./pressure.ts";
import { schedstat } from "./schedstat.ts";
import {
  bcache,
  bcachefs,
  btrfs,
  buddyinfo,
  cgroups,
  cpu_vulnerabilities,
  edac,
  fibrechannel,
  hwmon,
  infiniband,
  interrupts,
  ipvs,
  ksmd,
  mdadm,
  meminfo_numa,
  mountstats,
  nfs,
  nfsd,
  nvme,
  powersupplyclass,
  processes,
  rapl,
  slabinfo,
  softirqs,
  sysctl,
  systemd,
  tapestats,
  tcpstat,
  watchdog,
  xfs,
  zfs,
  zoneinfo,
} from "./seldom.ts";
import { selinux } from "./selinux.ts";
import { sockstat } from "./sockstat.ts";
import { softnet } from "./softnet.ts";
import { stat } from "./stat.ts";
import { textfile } from "./textfile.ts";
import { thermal_zone } from "./thermal_zone.ts";
import { time } from "./time.ts";
import { timex } from "./timex.ts";
import { udp_queues } from "./udp_queues.ts";
import { uname } from "./uname.ts";
import { vmstat } from "./vmstat.ts";

/** Every collector. A new one is a file beside this one and a line here; one that few programs run also in `seldom.ts`. */
export const collectors: readonly Collector[] = [
  cpu,
  cpufreq,
  loadavg,
  meminfo,
  filesystem,
  diskstats,
  nvme,
  mdadm,
  netdev,
  netclass,
  bonding,
  arp,
  netstat,
  sockstat,
  udp_queues,
  softnet,
  conntrack,
  powersupplyclass,
  hwmon,
  thermal_zone,
  rapl,
  edac,
  connections,
  pressure,
  schedstat,
  entropy,
  filefd,
  kernel_hung,
  stat,
  vmstat,
  time,
  timex,
  uname,
  os,
  dmi,
  selinux,
  nfs,
  nfsd,
  ipvs,
  watchdog,
  tapestats,
  xfs,
  bcache,
  btrfs,
  fibrechannel,
  infiniband,
  dmmultipath,
  zfs,
  bcachefs,
  host,
  // Off by default.
  buddyinfo,
  cgroups,
  cpu_vulnerabilities,
  interrupts,
  ksmd,
  meminfo_numa,
  mountstats,
  processes,
  slabinfo,
  softirqs,
  sysctl,
  systemd,
  tcpstat,
  zoneinfo,
  // The last: what hostvitals measures itself stands before what a file says.
  textfile,
];
