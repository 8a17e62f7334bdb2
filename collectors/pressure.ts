import { type Collector, counter, type Metric, type MetricFamily, NoData } from "./collector.ts";
import { OptionalFile } from "./linux/optional.ts";
import { parsePressure } from "./linux/pressure.ts";

const waiting = "Total time in seconds that processes have waited";
const stalled = "Total time in seconds no process could make progress due to";

/** A file of /proc/pressure, and the metrics of its lines `some` and `full`. */
const RESOURCES: readonly { file: string; some?: Metric; full?: Metric }[] = [
  { file: "cpu", some: psi("cpu_waiting", `${waiting} for CPU time`) },
  {
    file: "io",
    some: psi("io_waiting", `${waiting} due to IO congestion`),
    full: psi("io_stalled", `${stalled} IO congestion`),
  },
  {
    file: "memory",
    some: psi("memory_waiting", `${waiting} for memory`),
    full: psi("memory_stalled", `${stalled} memory congestion`),
  },
  { file: "irq", full: psi("irq_stalled", `${stalled} IRQ congestion`) },
];

function psi(name: string, help: string): Metric {
  return counter(`node_pressure_${name}_seconds_total`, help);
}

/** Pressure stall information: the time lost to a lack of CPU, memory or I/O. */
export const pressure: Collector = {
  name: "pressure",
  help: "Time lost waiting for CPU, memory and I/O (/proc/pressure)",
  system: "linux",
  metrics: RESOURCES.flatMap(({ some, full }) => [some, full].filter((metric) => !!metric)),
  start(host) {
    const resources = RESOURCES.map((resource) => ({
      ...resource,
      file: new OptionalFile(host, `/proc/pressure/${resource.file}`),
    }));
    return {
      collect() {
        const families: MetricFamily[] = [];
        for (const { file, some, full } of resources) {
          const text = readIfOn(file);
          // Built without it, or without this resource.
          if (text === undefined) continue;
          const read = parsePressure(text);
          if (some && read.some !== undefined) families.push(some.one(read.some));
          if (full && read.full !== undefined) families.push(full.one(read.full));
        }
        if (families.length === 0) {
          throw new NoData("this kernel has no pressure stall information");
        }
        return families;
      },
    };
  },
};

/** Its text; nothing where pressure stall information is there but turned off at boot (psi=0). */
function readIfOn(file: OptionalFile): string | undefined {
  try {
    return file.read();
  } catch (error) {
    if (error instanceof Deno.errors.NotSupported || /os error 95/.test(String(error))) return;
    throw error;
  }
}
