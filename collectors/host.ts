import { type Collector, gauge, Labels, type MetricFamily } from "./collector.ts";
import { RARELY } from "./rarely.ts";
import { type HostInfo, once } from "./readings.ts";

const info = gauge(
  "node_host_info",
  "What the host is: value 1; virtual is the hypervisor, none on bare metal.",
  "hostname",
  "os",
  "kernel",
  "arch",
  "cpu_model",
  "cpu_cores",
  "virtual",
);

/**
 * The host's inventory. Where files tell it, it is read again once a minute: a host may get its name after the
 * program started, and its system is upgraded. systeminformation is asked once.
 */
export const host: Collector = {
  name: "host",
  help: "What the host is: system, kernel, CPU, hypervisor",
  system: "any",
  metrics: [info],
  start({ source, monotonic }) {
    let known: MetricFamily[] | undefined;
    let labels: Labels | undefined;
    let until = 0;
    return {
      collect() {
        if (known && monotonic() < until) return known;
        const read = source.hostInfo();
        return once(read, (told) => {
          until = read instanceof Promise ? Infinity : monotonic() + RARELY;
          const now = labelsOf(told);
          if (labels?.text !== now.text) labels = now;
          return known = [info.of([{ labels, value: 1 }])];
        });
      },
    };
  },
};

const labelsOf = (told: HostInfo) =>
  new Labels({
    hostname: told.hostname,
    os: told.os,
    kernel: told.kernel,
    arch: told.arch,
    cpu_model: told.cpuModel,
    cpu_cores: String(told.cpuCores),
    virtual: told.virtual,
  });
