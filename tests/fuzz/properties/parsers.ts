/** The parsers of /proc and /sys. */
import fc from "fast-check";
import * as arp from "../../../collectors/linux/arp.ts";
import * as auxv from "../../../collectors/linux/auxv.ts";
import * as bcache from "../../../collectors/linux/bcache.ts";
import * as bcachefs from "../../../collectors/linux/bcachefs.ts";
import * as buddyinfo from "../../../collectors/linux/buddyinfo.ts";
import * as cgroups from "../../../collectors/linux/cgroups.ts";
import * as conntrack from "../../../collectors/linux/conntrack.ts";
import * as cpuTable from "../../../collectors/linux/cpu_table.ts";
import * as cpuinfo from "../../../collectors/linux/cpuinfo.ts";
import * as cpulist from "../../../collectors/linux/cpulist.ts";
import * as diskstats from "../../../collectors/linux/diskstats.ts";
import * as fileNr from "../../../collectors/linux/file_nr.ts";
import * as hwmon from "../../../collectors/linux/hwmon.ts";
import * as inventory from "../../../collectors/linux/inventory.ts";
import * as ipvs from "../../../collectors/linux/ipvs.ts";
import * as kstat from "../../../collectors/linux/kstat.ts";
import * as loadavg from "../../../collectors/linux/loadavg.ts";
import * as mdstat from "../../../collectors/linux/mdstat.ts";
import * as mountinfo from "../../../collectors/linux/mountinfo.ts";
import * as netdev from "../../../collectors/linux/netdev.ts";
import * as netstat from "../../../collectors/linux/netstat.ts";
import * as nfsMounts from "../../../collectors/linux/nfs_mounts.ts";
import * as numa from "../../../collectors/linux/numa.ts";
import * as numberLines from "../../../collectors/linux/number_lines.ts";
import * as powerSupply from "../../../collectors/linux/power_supply.ts";
import * as pressure from "../../../collectors/linux/pressure.ts";
import * as processStat from "../../../collectors/linux/process_stat.ts";
import * as schedstat from "../../../collectors/linux/schedstat.ts";
import * as slabinfo from "../../../collectors/linux/slabinfo.ts";
import * as sockstat from "../../../collectors/linux/sockstat.ts";
import * as softnet from "../../../collectors/linux/softnet.ts";
import * as stat from "../../../collectors/linux/stat.ts";
import * as systemctl from "../../../collectors/linux/systemctl.ts";
import * as udev from "../../../collectors/linux/udev.ts";
import * as udpQueues from "../../../collectors/linux/udp_queues.ts";
import * as vulnerability from "../../../collectors/linux/vulnerability.ts";
import * as zoneinfo from "../../../collectors/linux/zoneinfo.ts";
import { filesLike } from "../corpus.ts";
import { mutated } from "../mutation.ts";
import { type FuzzProperty, tried } from "../property.ts";

/** A parser, and which real files are its own. */
type Row = readonly [
  name: string,
  parse: (text: string, bytes: Uint8Array) => unknown,
  files: RegExp,
];

const PARSERS: readonly Row[] = [
  ["arp", arp.parseArp, /^proc\/net\/arp/],
  ["auxv", (_, bytes) => auxv.parsePageSize(bytes), /^proc\/self\/auxv/],
  ["bcache size", bcache.parseBcacheSize, /bcache/],
  ["bcache writeback rate", bcache.parseWritebackRate, /writeback_rate_debug/],
  ["bcache priority stats", bcache.parsePriorityStats, /priority_stats/],
  ["bcachefs size", bcachefs.parseBcachefsSize, /bcachefs/],
  ["bcachefs counter", bcachefs.parseBcachefsCounter, /bcachefs.*counters/],
  ["bcachefs rows", (text) => bcachefs.parseBcachefsRows(text, 3), /bcachefs/],
  ["bcachefs sections", bcachefs.parseBcachefsSections, /bcachefs.*io_/],
  ["buddyinfo", buddyinfo.parseBuddyinfo, /^proc\/buddyinfo/],
  ["cgroups", cgroups.parseCgroups, /^proc\/cgroups/],
  ["conntrack", conntrack.parseConntrackStat, /stat\/nf_conntrack|stat\/arp_cache/],
  ["interrupts", (text) => cpuTable.parseCpuTable(text, "interrupts"), /^proc\/interrupts/],
  ["softirqs", (text) => cpuTable.parseCpuTable(text, "softirqs"), /^proc\/softirqs/],
  ["cpuinfo", cpuinfo.parseCpuinfo, /^proc\/cpuinfo/],
  ["cpulist", cpulist.parseCpuList, /cpu\/(online|possible|isolated|present)|_list/],
  ["diskstats", (text) => diskstats.parseDiskstats(text, () => true), /^proc\/diskstats/],
  ["file-nr", fileNr.parseFileNr, /file-nr/],
  ["hwmon names", hwmon.parseSensorFile, /hwmon/],
  ["os-release", inventory.parseOsRelease, /os-release|selinux\/config/],
  ["ipvs stats", ipvs.parseIpvsStats, /ip_vs_stats/],
  ["ipvs", ipvs.parseIpvs, /ip_vs/],
  ["kstat", (text) => kstat.parseKstat("zfs/arcstats", text), /spl\/kstat/],
  ["kstat io", kstat.parseKstatIo, /spl\/kstat.*\/io/],
  ["loadavg", loadavg.parseLoadavg, /^proc\/loadavg/],
  ["mdstat", mdstat.parseMdstat, /^proc\/mdstat/],
  ["mountinfo", mountinfo.parseMountinfo, /mountinfo/],
  ["netdev", netdev.parseNetdev, /^proc\/net\/dev/],
  ["netstat", (text) => netstat.parseNetstat(text, "net/netstat"), /^proc\/net\/(netstat|snmp)/],
  ["nfs mounts", nfsMounts.parseNfsMounts, /mountstats/],
  ["numa meminfo", numa.parseNodeMeminfo, /node\d+\/meminfo/],
  ["numastat", numa.parseNumastat, /numastat/],
  ["number lines", numberLines.parseNumberLines, /xfs.*stat|net\/rpc/],
  ["power supply", powerSupply.parsePowerSupply, /power_supply.*uevent/],
  ["pressure", pressure.parsePressure, /^proc\/pressure/],
  ["process stat", processStat.parseProcessStat, /^proc\/[^/]+\/stat$/],
  ["schedstat", schedstat.parseSchedstat, /^proc\/schedstat/],
  ["slabinfo", slabinfo.parseSlabinfo, /^proc\/slabinfo/],
  ["sockstat", sockstat.parseSockstat, /^proc\/net\/sockstat/],
  ["softnet", softnet.parseSoftnet, /softnet_stat/],
  ["cpus", stat.parseCpus, /^proc\/stat/],
  ["stat", stat.parseStat, /^proc\/stat/],
  ["systemctl units", systemctl.parseUnits, /mounts/],
  ["systemctl properties", systemctl.parseProperties, /uevent|os-release/],
  ["udev", udev.parseUdev, /udev/],
  ["udp queues", (_, bytes) => {
    const queues = new udpQueues.UdpQueues();
    queues.feed(bytes);
    queues.end();
  }, /^proc\/net\/udp/],
  ["vulnerability", vulnerability.parseVulnerability, /vulnerabilities/],
  ["zoneinfo", zoneinfo.parseZoneinfo, /^proc\/zoneinfo/],
];

/** What parsers throw: `SyntaxError` for a text, `RangeError` for a value. */
const KNOWN = [SyntaxError, RangeError];

/** The properties, one a parser. */
export function parsers(): FuzzProperty[] {
  const any = filesLike(/./);
  return PARSERS.map(([name, parse, files]) => {
    const own = filesLike(files);
    // Another's file is the most broken of all.
    const file = own.length > 0
      ? fc.oneof({ weight: 9, arbitrary: mutated(own) }, { weight: 1, arbitrary: mutated(any) })
      : mutated(any);
    return {
      name: `parser: ${name}`,
      runs: 150,
      property: fc.property(file, (bytes) => {
        tried(() => parse(new TextDecoder().decode(bytes), bytes), KNOWN);
        return true;
      }),
    };
  });
}
