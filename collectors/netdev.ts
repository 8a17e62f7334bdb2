import { type Collector, counter, Labels, type MetricFamily, type Sample } from "./collector.ts";
import { deviceFilter, deviceFilterFlags } from "./filter.ts";
import { Memo } from "./memo.ts";
import { NoHandler, nohandler } from "./netdev_nohandler.ts";
import { type InterfaceCounters, NETDEV_COUNTERS, once } from "./readings.ts";
import { inTurns } from "./turns.ts";

const metrics = NETDEV_COUNTERS.map((name) =>
  counter(`node_network_${name}_total`, `Network device statistic ${name}.`, "device")
);

/** Interfaces between two looks at the time. */
const PIECE = 100;

/** What the network interfaces carried. */
export const netdev: Collector = {
  name: "netdev",
  help: "Network interfaces (/proc/net/dev)",
  system: "any",
  metrics: [...metrics, nohandler],
  flags: deviceFilterFlags("netdev", "interfaces"),
  start({ source, files, flags }) {
    const unhandled = files.exists("/sys/class/net") ? new NoHandler(files) : undefined;
    const wanted = deviceFilter("netdev", flags);
    const labels = new Memo((device) => new Labels({ device }));
    return { collect: () => once(source.interfaces(), (read) => inTurns(familiesOf(read))) };

    function* familiesOf(read: InterfaceCounters[]): Generator<void, MetricFamily[]> {
      labels.round();
      const interfaces = read.filter(({ device }) => wanted(device));
      const samples = metrics.map((): Sample[] => []);
      for (let from = 0; from < interfaces.length; from += PIECE) {
        for (const { device, values } of interfaces.slice(from, from + PIECE)) {
          const series = labels.get(device);
          for (let i = 0; i < values.length; i++) {
            if (!Number.isNaN(values[i])) samples[i].push({ labels: series, value: values[i] });
          }
        }
        yield;
      }
      const families = metrics.map((metric, i) => metric.of(samples[i]));
      if (unhandled) {
        families.push(yield* unhandled.family(interfaces, (device) => labels.get(device)));
      }
      return families;
    }
  },
};
