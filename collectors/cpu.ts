import {
  type Collector,
  counter,
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
} from "./collector.ts";
import { cpuInfo, cpuInfoFlags, cpuInfoMetrics } from "./cpu_info.ts";
import { CpuTopology, cpuTopologyMetrics } from "./cpu_topology.ts";
import { CpuWindow } from "./cpu_window.ts";
import { Memo } from "./memo.ts";
import { CPU_MODES, type CpuTimes, once } from "./readings.ts";
import { inTurns } from "./turns.ts";

const seconds = counter(
  "node_cpu_seconds_total",
  "Seconds the CPUs spent in each mode.",
  "cpu",
  "mode",
);
const guestSeconds = counter(
  "node_cpu_guest_seconds_total",
  "Seconds the CPUs spent in guests (VMs) for each mode.",
  "cpu",
  "mode",
);
const usage = gauge(
  "node_cpu_usage_percent",
  "Busy share of each logical CPU over the last 15 s, 0 to 100; waiting for I/O is not busy.",
  "cpu",
);
const share = gauge(
  "node_cpu_mode_percent",
  "Share of each mode in the time of each logical CPU over the last 15 s; the modes add up to 100.",
  "cpu",
  "mode",
);

const GUEST_MODES = ["user", "nice"] as const;

/** Milliseconds for which a reading is as good as a new one. */
const FRESH = 50;

/** CPUs of which samples are made before others may work. */
const PIECE = 32;

/** CPU time by mode, as counted and as percentages of the last 15 s. */
export const cpu: Collector = {
  name: "cpu",
  help: "CPU time by mode (/proc/stat)",
  system: "any",
  metrics: [seconds, guestSeconds, usage, share, ...cpuTopologyMetrics, ...cpuInfoMetrics],
  flags: [
    { name: "collector.cpu.guest", help: "also the time of guests (VMs)", default: true },
    ...cpuInfoFlags,
  ],
  start(host) {
    const { source, files, flags, monotonic } = host;
    const window = new CpuWindow(monotonic);
    const series = new Memo(seriesOf);
    const withGuests = flags.on("collector.cpu.guest");
    const topology = new CpuTopology(files);
    const info = cpuInfo(host);
    let last: { readonly at: number; readonly read: CpuTimes[] } | undefined;
    return {
      tick() {
        // The history's reading of this second comes just before.
        if (last && monotonic() - last.at < FRESH) return window.add(last.read);
        return once(source.cpuTimes(), (read) => window.add(read));
      },
      collect: () =>
        once(source.cpuTimes(), (read) => {
          last = { at: monotonic(), read };
          return inTurns(familiesOf(read));
        }),
    };

    function* familiesOf(read: CpuTimes[]): Generator<void, MetricFamily[]> {
      const cpus = window.steady(read);
      yield;
      series.round();
      const counted = new Column(seconds), guests = new Column(guestSeconds);
      for (const [i, times] of cpus.entries()) {
        const { modes, guest } = series.get(times.cpu);
        counted.add(modes, times.seconds);
        if (withGuests) guests.add(guest, [times.guest, times.guestNice]);
        if (i % PIECE === PIECE - 1) yield;
      }
      const usages = new Column(usage), shares = new Column(share);
      for (const { cpu, busy, percent } of window.percentages(cpus)) {
        const { cpu: labels, modes } = series.get(cpu);
        usages.add([labels], [busy]);
        shares.add(modes, percent);
      }
      const families = [counted, guests, usages, shares].map(({ family }) => family);
      yield;
      families.push(...yield* topology.families(), ...info());
      return families;
    }
  },
};

/** The labels of all series of one CPU. */
function seriesOf(cpu: string) {
  return {
    cpu: new Labels({ cpu }),
    modes: CPU_MODES.map((mode) => new Labels({ cpu, mode })),
    guest: GUEST_MODES.map((mode) => new Labels({ cpu, mode })),
  };
}

/** A family that is being made, CPU by CPU. */
class Column {
  readonly #labels: Labels[] = [];
  readonly #values: number[] = [];

  constructor(private readonly metric: Metric) {}

  /** Adds samples; a value that the system does not count is NaN, and becomes none. */
  add(labels: readonly Labels[], values: readonly number[]): void {
    this.#labels.push(...labels);
    this.#values.push(...values);
  }

  get family(): MetricFamily {
    return this.metric.column(this.#labels, this.#values);
  }
}
