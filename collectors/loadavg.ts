import { type Collector, gauge } from "./collector.ts";
import { once } from "./readings.ts";

const metrics = [
  gauge("node_load1", "1m load average."),
  gauge("node_load5", "5m load average."),
  gauge("node_load15", "15m load average."),
];

/** Load averages. */
export const loadavg: Collector = {
  name: "loadavg",
  help: "Load averages (/proc/loadavg); not on Windows",
  system: "any",
  metrics,
  start: ({ source }) => ({
    collect: () =>
      once(source.loadAverage(), (load) => metrics.map((metric, i) => metric.one(load[i]))),
  }),
};
