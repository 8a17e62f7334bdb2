import { type Collector, counter, Labels, type MetricFamily, type Sample } from "./collector.ts";
import { deviceFilter, deviceFilterFlags } from "./filter.ts";
import { Memo } from "./memo.ts";
import { type InterfaceCounters, NETDEV_COUNTERS, once } from "./readings.ts";

const metrics = NETDEV_COUNTERS.map((name) =>
  counter(`node_network_${name}_total`, `Network device statistic ${name}.`, "device")
);

/** What the network interfaces carried. */
export const netdev: Collector = {
  name: "netdev",
  help: "Network interfaces (/proc/net/dev)",
  system: "any",
  metrics,
  flags: deviceFilterFlags("netdev", "interfaces"),
  start({ source, flags }) {
    const wanted = deviceFilter("netdev", flags);
    const labels = new Memo((device) => new Labels({ device }));
    return { collect: () => once(source.interfaces(), familiesOf) };

    function familiesOf(read: InterfaceCounters[]): MetricFamily[] {
      labels.round();
      const samples = metrics.map((): Sample[] => []);
      for (const { device, values } of read) {
        if (!wanted(device)) continue;
        const series = labels.get(device);
        for (let i = 0; i < values.length; i++) {
          if (!Number.isNaN(values[i])) samples[i].push({ labels: series, value: values[i] });
        }
      }
      return metrics.map((metric, i) => metric.of(samples[i]));
    }
  },
};
