import { type Collector, counter, Labels, type MetricFamily } from "./collector.ts";
import { deviceFilter, deviceFilterFlags } from "./filter.ts";
import { Memo } from "./memo.ts";
import { NoHandler, nohandler } from "./netdev_nohandler.ts";
import { type InterfaceCounters, NETDEV_COUNTERS, once } from "./readings.ts";
import { inTurns } from "./turns.ts";

const metrics = NETDEV_COUNTERS.map((name) =>
  counter(`node_network_${name}_total`, `Network device statistic ${name}.`, "device")
);

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
      yield;
      const series = interfaces.map(({ device }) => labels.get(device));
      const families: MetricFamily[] = [];
      for (let i = 0; i < metrics.length; i++) {
        families.push(metrics[i].column(series, interfaces.map(({ values }) => values[i])));
        yield;
      }
      if (unhandled) {
        families.push(yield* unhandled.family(interfaces, (device) => labels.get(device)));
      }
      return families;
    }
  },
};
