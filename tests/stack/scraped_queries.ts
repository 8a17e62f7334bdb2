/**
 * Expressions of dashboards and rules for hosts, and how far the values of the binary's own history and
 * of a Prometheus that scrapes it every second may be apart.
 *
 * @module
 */

/** Why values are not the same. */
interface Reason {
  readonly because: string;
  /** Seconds by which the binary's reading may be older than that of Prometheus. */
  readonly behind: number;
}

/**
 * How far a value may be outside of what Prometheus has in the seconds that the reading may be behind:
 * so much, or such a share of it.
 */
export type Differ = "same" | Reason & ({ readonly absolute: number } | { readonly share: number });

/** An expression, and how far its values may differ; where not given, they are the same. */
export type ScrapedQuery = readonly [expression: string, differ?: Differ];

/** A reading of a busy host may come late. */
const LATE = 4;

const MOMENTS: Reason = {
  because: "both read it every second, but not at the same moment",
  behind: 1 + LATE,
};
const EDGES: Reason = {
  because: "each end of the window may be a second off, and so may what happened in that second",
  behind: 1 + LATE,
};
const READINGS: Reason = {
  because: "the binary reads it every 15 s, Prometheus every second",
  behind: 15 + LATE,
};
const SECONDS: Reason = {
  because: "only the last two samples count, and what happened in that second",
  behind: 1 + LATE,
};
const SCRAPES: Reason = { because: "a reading and a scrape are two things", behind: 15 + LATE };
const LABELS: Reason = {
  because: "this is about which series there are; the values are for the other expressions",
  behind: 15 + LATE,
};

const absolute = (absolute: number, reason: Reason): Differ => ({ ...reason, absolute });
const share = (share: number, reason: Reason): Differ => ({ ...reason, share });

const CPU = "node_cpu_seconds_total";
const MEM = "node_memory_";
const FS = "node_filesystem_";
const DISK = "node_disk_";
const NET = "node_network_";
/** Rates of what can be one second in a second: 2 s of 30 s at the edges. */
const BUSY = absolute(0.07, EDGES);
const PERCENT = absolute(7, EDGES);
const FLOW = share(0.2, EDGES);

const CPU_AND_LOAD: readonly ScrapedQuery[] = [
  [`count by (cpu) (${CPU})`],
  [`count(count by (cpu) (${CPU}))`],
  [`count without (cpu) (${CPU}{mode="idle"})`],
  [`sum by (mode) (rate(${CPU}[30s]))`, absolute(0.3, EDGES)],
  [`rate(${CPU}{mode=~"user|system|iowait"}[30s])`, BUSY],
  [`100 - avg by (instance) (rate(${CPU}{mode="idle"}[30s])) * 100`, PERCENT],
  [`1 - avg without (cpu, mode) (rate(${CPU}{mode="idle"}[30s]))`, BUSY],
  [`sum by (cpu) (irate(${CPU}{mode!="idle"}[30s]))`, absolute(1.2, SECONDS)],
  [`quantile(0.9, rate(${CPU}{mode="idle"}[30s]))`, BUSY],
  [`resets(${CPU}{mode="user"}[30s])`],
  [`avg by (instance) (increase(${CPU}{mode="steal"}[30s]))`, absolute(2, EDGES)],
  ["node_load1", absolute(0.2, MOMENTS)],
  ["{__name__=~'node_load(1|5|15)'}", absolute(0.2, MOMENTS)],
  ["max_over_time(node_load5[30s])", absolute(0.2, EDGES)],
  [`node_load5 / on (instance) count by (instance) (${CPU}{mode="idle"})`, absolute(0.2, MOMENTS)],
  [`node_load15 > 1000 * count without (cpu, mode) (${CPU}{mode="idle"})`],
  ["node_load1 * on (instance) group_left (nodename) node_uname_info", absolute(0.2, MOMENTS)],
  ["node_procs_running > bool 0"],
  ["node_context_switches_total", absolute(0, READINGS)],
  ["rate(node_intr_total[45s]) > bool 0"],
  ["rate(node_pressure_cpu_waiting_seconds_total[30s])", BUSY],
  ["rate({__name__=~'node_pressure_io_waiting_seconds_total'}[30s])", BUSY],
  ["node_cpu_usage_percent", absolute(10, MOMENTS)],
  ["avg(node_cpu_mode_percent{mode!='idle'}) without (cpu)", absolute(10, MOMENTS)],
  ["sum by (cpu) (node_cpu_mode_percent)", absolute(1e-9, MOMENTS)],
];

const MEMORY: readonly ScrapedQuery[] = [
  [`${MEM}MemTotal_bytes`],
  [`1 - ${MEM}MemAvailable_bytes / ${MEM}MemTotal_bytes`, absolute(0.1, READINGS)],
  [
    `100 * (1 - (${MEM}MemFree_bytes + ${MEM}Cached_bytes + ${MEM}Buffers_bytes) / ${MEM}MemTotal_bytes)`,
    absolute(10, READINGS),
  ],
  [`${MEM}MemAvailable_bytes / ${MEM}MemTotal_bytes * 100 < 0.01`],
  [`${MEM}SwapTotal_bytes`],
  [`1 - ${MEM}SwapFree_bytes / (${MEM}SwapTotal_bytes > 0)`, absolute(0.1, READINGS)],
  ["node_memory_bytes{type='total'}"],
  ["node_memory_usage_percent", absolute(10, MOMENTS)],
  ["node_swap_bytes{type=~'used|total'} and on () node_swap_bytes{type='total'} == 0"],
  ["increase(node_vmstat_oom_kill[45s])", absolute(5, READINGS)],
  ["node_vmstat_pgfault", absolute(0, READINGS)],
];

const DISKS: readonly ScrapedQuery[] = [
  [`${FS}size_bytes`],
  [`${FS}avail_bytes / ${FS}size_bytes`, absolute(0.05, READINGS)],
  [
    `100 - 100 * ${FS}avail_bytes{fstype!~"tmpfs|overlay"} / ${FS}size_bytes`,
    absolute(5, READINGS),
  ],
  [`${FS}files_free / ${FS}files`, absolute(0.05, READINGS)],
  [`${FS}readonly`],
  [`${FS}device_error == 1`],
  [`predict_linear(${FS}size_bytes[45s], 4 * 3600)`],
  [
    `${FS}avail_bytes / ${FS}size_bytes < 0.001 and predict_linear(${FS}avail_bytes[45s], 3600) < 0`,
  ],
  [`topk(1, ${FS}size_bytes)`],
  [`count by (fstype) (${FS}size_bytes)`],
  [`label_replace(${FS}readonly, "device", "$1", "device", "/dev/(.*)")`],
  [`rate(${DISK}read_bytes_total[30s])`, FLOW],
  [`sum by (device) (rate(${DISK}written_bytes_total[30s]))`, FLOW],
  [`rate(${DISK}reads_completed_total[30s]) + rate(${DISK}writes_completed_total[30s])`, FLOW],
  [`rate(${DISK}io_time_seconds_total[30s])`, BUSY],
  [`changes(${DISK}info[45s])`],
  ["rate(node_disk_io_write_bytes_total[30s])", FLOW],
  ["node_disk_usage_percent", absolute(5, READINGS)],
  ["node_disk_bytes{type='total'}"],
];

const NETWORK: readonly ScrapedQuery[] = [
  [`rate(${NET}receive_bytes_total[30s]) * 8`, FLOW],
  [`sum by (instance) (rate(${NET}transmit_bytes_total{device!="lo"}[30s]))`, FLOW],
  [`rate(${NET}receive_packets_total{device="lo"}[30s])`, FLOW],
  [`increase(${NET}receive_errs_total[30s]) + increase(${NET}transmit_errs_total[30s])`, FLOW],
  [`rate(${NET}receive_drop_total[30s]) / (rate(${NET}receive_packets_total[30s]) > 0) > 0.99`],
  [`resets(${NET}transmit_bytes_total[30s])`],
  [`${NET}up`],
  [`${NET}mtu_bytes{device!~"veth.*"}`],
  [`${NET}up * on (instance, device) group_left (operstate) ${NET}info`],
  [`changes(${NET}carrier_changes_total[45s])`],
  ["node_nf_conntrack_entries / node_nf_conntrack_entries_limit", absolute(0.1, READINGS)],
  ["count by (protocol, state) (node_network_connections)"],
  ["node_netstat_Tcp_InSegs", absolute(0, READINGS)],
];

const HOST: readonly ScrapedQuery[] = [
  ["up"],
  ["up == 0"],
  ["avg_over_time(up[45s])"],
  ["absent(up{job='node'})"],
  ["absent(node_hwmon_nothing{chip='none'})"],
  ["sum without (instance) (scrape_samples_scraped)", share(0.05, SCRAPES)],
  ["node_scrape_collector_success"],
  ["sum(node_scrape_collector_success) / count(node_scrape_collector_success)"],
  ["node_boot_time_seconds"],
  ["time() - node_boot_time_seconds"],
  ["changes(node_boot_time_seconds[45s])"],
  ["node_time_seconds", absolute(0.5, READINGS)],
  ["timestamp(node_load1)", absolute(1, MOMENTS)],
  ["node_filefd_allocated / node_filefd_maximum", absolute(0.05, READINGS)],
  ["node_uname_info"],
  ["node_os_info"],
  ["node_host_info"],
  ["count by (__name__) ({__name__=~'node_.+'})"],
  ["{__name__=~'(node|process|hostvitals)_.+'}", absolute(Infinity, LABELS)],
];

/** The shapes of alerts/system_alerts.yml, with windows that this test can wait for. */
const RULES: readonly ScrapedQuery[] = [
  [
    "avg without (cpu) (node_cpu_usage_percent) or 100 - 100 * sum without (cpu, mode) " +
    `(rate(${CPU}{mode=~"idle|iowait"}[30s])) / count without (cpu, mode) (${CPU}{mode="idle"})`,
    absolute(10, MOMENTS),
  ],
  [
    `100 - 100 * sum without (cpu, mode) (rate(${CPU}{mode=~"idle|iowait"}[30s])) ` +
    `/ count without (cpu, mode) (${CPU}{mode="idle"})`,
    PERCENT,
  ],
  ["100 * rate(node_pressure_cpu_waiting_seconds_total[30s])", PERCENT],
  [
    `node_memory_usage_percent or 100 - 100 * ${MEM}MemAvailable_bytes / ${MEM}MemTotal_bytes`,
    absolute(10, MOMENTS),
  ],
  [
    `100 - 100 * ${MEM}SwapFree_bytes / ${MEM}SwapTotal_bytes > 99.9 and ` +
    `${MEM}SwapFree_bytes offset 15s - ${MEM}SwapFree_bytes > 0.5 * ${MEM}SwapTotal_bytes`,
  ],
  [
    `100 * (${FS}size_bytes - ${FS}free_bytes) / (${FS}size_bytes - ${FS}free_bytes + ` +
    `${FS}avail_bytes) > 0.01 and ${FS}readonly == 0`,
    absolute(5, READINGS),
  ],
  [`100 - 100 * ${FS}files_free / ${FS}files > 0.01 and ${FS}readonly == 0`, absolute(5, READINGS)],
  [
    `(${FS}avail_bytes / -deriv(${FS}avail_bytes{fstype!="tmpfs"}[45s]) > 0) < 0.001 and ` +
    `predict_linear(${FS}avail_bytes[45s], 60) < 0 and ${FS}avail_bytes offset 15s > 0`,
  ],
  [
    `${FS}readonly == 0 and on (job, instance, device, mountpoint) (max_over_time(` +
    `${FS}readonly[45s]) == 0 or on (job, instance, device, mountpoint) ALERTS{alertname="None"})`,
  ],
  [
    `${NET}up{device!~"(docker|veth).*"} == 1 and on (job, instance, device) ` +
    `max_over_time(${NET}up[45s]) == 1`,
  ],
  [
    `100 * (rate(${NET}receive_errs_total[30s]) + rate(${NET}transmit_errs_total[30s])) / (` +
    `rate(${NET}receive_errs_total[30s]) + rate(${NET}receive_packets_total[30s])) > 50`,
  ],
  ['node_md_disks_required - ignoring (state) node_md_disks{state="active"} > 0'],
  ["abs(node_boot_time_seconds - last_over_time(node_boot_time_seconds[6h] offset 15s))"],
  ["node_time_seconds - node_boot_time_seconds < 1"],
  ["abs(node_time_seconds - timestamp(node_time_seconds))", absolute(1, READINGS)],
  [
    "node_scrape_collector_success == 0 and on (job, instance, collector) " +
    "max_over_time(node_scrape_collector_success[45s]) == 0",
  ],
  [
    "time() - node_textfile_mtime_seconds > 93600 or time() - node_textfile_mtime_seconds " +
    "and node_textfile_stale == 1",
  ],
];

/** All of them. */
export const SCRAPED_QUERIES: readonly ScrapedQuery[] = [
  ...CPU_AND_LOAD,
  ...MEMORY,
  ...DISKS,
  ...NETWORK,
  ...HOST,
  ...RULES,
];
