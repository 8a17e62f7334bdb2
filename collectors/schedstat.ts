import { type Collector, counter, Labels, NoData } from "./collector.ts";
import { OptionalFile } from "./linux/optional.ts";
import { type CpuSchedule, parseSchedstat } from "./linux/schedstat.ts";
import { Memo } from "./memo.ts";

const schedule = (name: string, help: string) => counter(`node_schedstat_${name}`, help, "cpu");

const COUNTERS = [
  [
    schedule("running_seconds_total", "Number of seconds CPU spent running a process."),
    (cpu: CpuSchedule) => cpu.running,
  ],
  [
    schedule(
      "waiting_seconds_total",
      "Number of seconds spent by processing waiting for this CPU.",
    ),
    (cpu: CpuSchedule) => cpu.waiting,
  ],
  [
    schedule("timeslices_total", "Number of timeslices executed by CPU."),
    (cpu: CpuSchedule) => cpu.timeslices,
  ],
] as const;

/** How long tasks ran and waited on each CPU. */
export const schedstat: Collector = {
  name: "schedstat",
  help: "Scheduler statistics of each CPU (/proc/schedstat)",
  system: "linux",
  metrics: COUNTERS.map(([metric]) => metric),
  start(host) {
    const file = new OptionalFile(host, "/proc/schedstat");
    const labels = new Memo((cpu) => new Labels({ cpu }));
    return {
      collect() {
        const text = file.read();
        if (text === undefined) throw new NoData("this kernel has no scheduler statistics");
        labels.round();
        const cpus = parseSchedstat(text);
        const series = cpus.map(({ cpu }) => labels.get(cpu));
        return COUNTERS.map(([metric, of]) => metric.column(series, cpus.map(of)));
      },
    };
  },
};
