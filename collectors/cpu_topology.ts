import {
  counter,
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
  type Sample,
} from "./collector.ts";
import { parseCpuList } from "./linux/cpulist.ts";
import type { Files } from "./linux/files.ts";

const DIR = "/sys/devices/system/cpu";

const coreThrottles = counter(
  "node_cpu_core_throttles_total",
  "Number of times this CPU core has been throttled.",
  "package",
  "core",
);
const packageThrottles = counter(
  "node_cpu_package_throttles_total",
  "Number of times this CPU package has been throttled.",
  "package",
);
const isolated = gauge(
  "node_cpu_isolated",
  "Whether each core is isolated, information from /sys/devices/system/cpu/isolated.",
  "cpu",
);
const online = gauge("node_cpu_online", "CPUs that are online and being scheduled.", "cpu");

/** What {@linkcode CpuTopology} gives. */
export const cpuTopologyMetrics = [coreThrottles, packageThrottles, isolated, online];

/** A counter of throttling, which the threads of a core, or the cores of a package, have in common. */
interface Throttle {
  readonly metric: Metric;
  readonly labels: Labels;
  readonly path: string;
}

/** What /sys/devices/system/cpu tells of cores and packages; nothing where there is none of it. */
export class CpuTopology {
  readonly #linux: boolean;
  /** Whether CPUs can be taken offline, the first one included: else the kernel does not tell. */
  readonly #hotplug: boolean;
  readonly #known = new Map<string, { text: string; family: MetricFamily }>();
  #online = "";
  #throttles: readonly Throttle[] = [];

  constructor(private readonly files: Files) {
    this.#linux = files.exists(`${DIR}/online`);
    this.#hotplug = files.exists(`${DIR}/cpu0/online`);
  }

  /** The families of this moment. */
  *families(): Generator<void, MetricFamily[]> {
    if (!this.#linux) return [];
    const text = this.files.hot(`${DIR}/online`);
    if (text !== this.#online) {
      // A CPU came or went, perhaps the one by which a core was read.
      this.#throttles = yield* findThrottles(this.files);
      this.#online = text;
    }
    const families = [coreThrottles, packageThrottles].map((metric) => this.#throttled(metric));
    families.push(this.#list(isolated, `${DIR}/isolated`, (cpus) => cpus.map((cpu) => [cpu, 1])));
    if (this.#hotplug) {
      families.push(this.#list(online, `${DIR}/present`, (present) => {
        const on = new Set(parseCpuList(text));
        return present.map((cpu) => [cpu, on.has(cpu) ? 1 : 0]);
      }, text));
    }
    return families;
  }

  #throttled(wanted: Metric): MetricFamily {
    const samples: Sample[] = [];
    for (const { metric, labels, path } of this.#throttles) {
      if (metric !== wanted) continue;
      try {
        const value = Number(this.files.hot(path));
        if (!Number.isNaN(value)) samples.push({ labels, value });
      } catch {
        // It went offline a moment ago; the next reading finds another of its core.
        this.#online = "";
      }
    }
    return wanted.of(samples);
  }

  /** A family made of a list of CPUs, which is made anew only if the list or what it depends on is new. */
  #list(
    metric: Metric,
    path: string,
    values: (cpus: number[]) => [number, number][],
    dependsOn = "",
  ): MetricFamily {
    let text = "";
    try {
      text = this.files.hot(path);
    } catch {
      // Kernels before 4.2 do not tell which CPUs are isolated.
    }
    const before = this.#known.get(path);
    if (before?.text === text + dependsOn) return before.family;
    const family = metric.of(
      values(parseCpuList(text)).map(([cpu, value]) => ({
        labels: new Labels({ cpu: `${cpu}` }),
        value,
      })),
    );
    this.#known.set(path, { text: text + dependsOn, family });
    return family;
  }
}

/** The counters of each core and each package, found at the first of its CPUs that has them. */
function* findThrottles(files: Files): Generator<void, Throttle[]> {
  const found = new Map<string, Throttle>();
  for (const name of files.list(DIR)) {
    if (!/^cpu\d+$/.test(name)) continue;
    const dir = `${DIR}/${name}`;
    const of = files.attribute(`${dir}/topology/physical_package_id`);
    const core = files.attribute(`${dir}/topology/core_id`);
    if (!of || !core) continue;
    const counters: [Metric, string, Record<string, string>][] = [
      [coreThrottles, "core_throttle_count", { core, package: of }],
      [packageThrottles, "package_throttle_count", { package: of }],
    ];
    for (const [metric, file, pairs] of counters) {
      const path = `${dir}/thermal_throttle/${file}`;
      const labels = new Labels(pairs);
      const key = metric.name + labels.text;
      if (!found.has(key) && files.exists(path)) found.set(key, { metric, labels, path });
    }
    yield;
  }
  return [...found.values()];
}
