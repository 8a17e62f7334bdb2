import { type Collector, counter, gauge, Labels, type Metric } from "./collector.ts";
import { parseStat, SOFTIRQS, type Stat } from "./linux/stat.ts";

/** What the lines of /proc/stat beside the CPUs' become. */
const LINES: readonly (readonly [Metric, (stat: Stat) => number])[] = [
  [counter("node_intr_total", "Total number of interrupts serviced."), (stat) => stat.interrupts],
  [
    counter("node_context_switches_total", "Total number of context switches."),
    (stat) => stat.contextSwitches,
  ],
  [counter("node_forks_total", "Total number of forks."), (stat) => stat.forks],
  [gauge("node_boot_time_seconds", "Node boot time, in unixtime."), (stat) => stat.bootTime],
  [
    gauge("node_procs_running", "Number of processes in runnable state."),
    (stat) => stat.running,
  ],
  [
    gauge("node_procs_blocked", "Number of processes blocked waiting for I/O to complete."),
    (stat) => stat.blocked,
  ],
];
const softirqs = counter("node_softirqs_total", "Number of softirq calls.", "vector");

/** Context switches, forks, interrupts, boot time, processes running and blocked. */
export const stat: Collector = {
  name: "stat",
  help: "Context switches, forks, interrupts, boot time (/proc/stat)",
  system: "linux",
  metrics: [...LINES.map(([metric]) => metric), softirqs],
  flags: [{
    name: "collector.stat.softirq",
    help: "soft interrupts by vector too",
    default: false,
  }],
  start({ files, flags }) {
    const vectors = SOFTIRQS.map((vector) => new Labels({ vector }));
    return {
      collect() {
        const read = parseStat(files.hot("/proc/stat"));
        const families = LINES.map(([metric, of]) => metric.one(of(read)))
          .filter(({ samples }) => !Number.isNaN(samples[0].value));
        if (flags.on("collector.stat.softirq")) {
          families.push(
            softirqs.of(read.softirqs.map((value, i) => ({ labels: vectors[i], value }))),
          );
        }
        return families;
      },
    };
  },
};
