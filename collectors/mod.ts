/**
 * The collectors, in the order in which their families are shown.
 *
 * @module
 */
import type { Collector } from "./collector.ts";
import { arp } from "./arp.ts";
import { bcache } from "./bcache.ts";
import { bcachefs } from "./bcachefs.ts";
import { bonding } from "./bonding.ts";
import { btrfs } from "./btrfs.ts";
import { buddyinfo } from "./buddyinfo.ts";
import { cgroups } from "./cgroups.ts";
import { connections } from "./connections.ts";
import { conntrack } from "./conntrack.ts";
import { cpu } from "./cpu.ts";
import { cpu_vulnerabilities } from "./cpu_vulnerabilities.ts";
import { cpufreq } from "./cpufreq.ts";
import { diskstats } from "./diskstats.ts";
import { dmi } from "./dmi.ts";
import { dmmultipath } from "./dmmultipath.ts";
import { edac } from "./edac.ts";
import { entropy } from "./entropy.ts";
import { fibrechannel } from "./fibrechannel.ts";
import { filefd } from "./filefd.ts";
import { filesystem } from "./filesystem.ts";
import { host } from "./host.ts";
import { hwmon } from "./hwmon.ts";
import { infiniband } from "./infiniband.ts";
import { interrupts } from "./interrupts.ts";
import { ipvs } from "./ipvs.ts";
import { kernel_hung } from "./kernel_hung.ts";
import { ksmd } from "./ksmd.ts";
import { loadavg } from "./loadavg.ts";
import { mdadm } from "./mdadm.ts";
import { meminfo } from "./meminfo.ts";
import { meminfo_numa } from "./meminfo_numa.ts";
import { mountstats } from "./mountstats.ts";
import { netclass } from "./netclass.ts";
import { netdev } from "./netdev.ts";
import { netstat } from "./netstat.ts";
import { nfs } from "./nfs.ts";
import { nfsd } from "./nfsd.ts";
import { nvme } from "./nvme.ts";
import { os } from "./os.ts";
import { powersupplyclass } from "./powersupplyclass.ts";
import { pressure } from "./pressure.ts";
import { processes } from "./processes.ts";
import { rapl } from "./rapl.ts";
import { schedstat } from "./schedstat.ts";
import { selinux } from "./selinux.ts";
import { slabinfo } from "./slabinfo.ts";
import { sockstat } from "./sockstat.ts";
import { softirqs } from "./softirqs.ts";
import { softnet } from "./softnet.ts";
import { stat } from "./stat.ts";
import { sysctl } from "./sysctl.ts";
import { systemd } from "./systemd.ts";
import { tapestats } from "./tapestats.ts";
import { tcpstat } from "./tcpstat.ts";
import { textfile } from "./textfile.ts";
import { thermal_zone } from "./thermal_zone.ts";
import { time } from "./time.ts";
import { udp_queues } from "./udp_queues.ts";
import { uname } from "./uname.ts";
import { vmstat } from "./vmstat.ts";
import { watchdog } from "./watchdog.ts";
import { xfs } from "./xfs.ts";
import { zfs } from "./zfs.ts";
import { zoneinfo } from "./zoneinfo.ts";

/** Every collector. A new one is a file beside this one and a line here. */
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
