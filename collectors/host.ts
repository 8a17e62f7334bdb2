import { type Collector, gauge, Labels, type MetricFamily } from "./collector.ts";

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

/** The host's inventory, read once. */
export const host: Collector = {
  name: "host",
  help: "What the host is: system, kernel, CPU, hypervisor",
  system: "any",
  metrics: [info],
  start({ source }) {
    let known: MetricFamily[] | undefined;
    return {
      async collect() {
        if (known) return known;
        const read = await source.hostInfo();
        const labels = new Labels({
          hostname: read.hostname,
          os: read.os,
          kernel: read.kernel,
          arch: read.arch,
          cpu_model: read.cpuModel,
          cpu_cores: String(read.cpuCores),
          virtual: read.virtual,
        });
        return known = [info.of([{ labels, value: 1 }])];
      },
    };
  },
};
