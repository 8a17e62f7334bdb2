import { type Collector, counter, gauge, Labels, type Metric } from "./collector.ts";
import { parseSoftnet, SOFTNET_COLUMNS } from "./linux/softnet.ts";
import { Memo } from "./memo.ts";

const METRICS: Record<keyof typeof SOFTNET_COLUMNS, Metric> = {
  processed: counter("node_softnet_processed_total", "Number of processed packets", "cpu"),
  dropped: counter("node_softnet_dropped_total", "Number of dropped packets", "cpu"),
  time_squeeze: counter(
    "node_softnet_times_squeezed_total",
    "Number of times processing packets ran out of quota",
    "cpu",
  ),
  cpu_collision: counter(
    "node_softnet_cpu_collision_total",
    "Number of collision occur while obtaining device lock while transmitting",
    "cpu",
  ),
  received_rps: counter(
    "node_softnet_received_rps_total",
    "Number of times cpu woken up received_rps",
    "cpu",
  ),
  flow_limit: counter(
    "node_softnet_flow_limit_count_total",
    "Number of times flow limit has been reached",
    "cpu",
  ),
  backlog: gauge("node_softnet_backlog_len", "Softnet backlog status", "cpu"),
};

const metrics = Object.keys(SOFTNET_COLUMNS).map((column) =>
  METRICS[column as keyof typeof SOFTNET_COLUMNS]
);

/** Packets that each CPU took from the network cards, and those that it could not. */
export const softnet: Collector = {
  name: "softnet",
  help: "Packets handled by each CPU (/proc/net/softnet_stat)",
  system: "linux",
  metrics,
  start({ files }) {
    const labels = new Memo((cpu) => new Labels({ cpu }));
    return {
      collect() {
        labels.round();
        const cpus = parseSoftnet(files.hot("/proc/net/softnet_stat"));
        const series = cpus.map(({ cpu }) => labels.get(cpu));
        return metrics.map((metric, i) =>
          metric.column(series, cpus.map(({ values }) => values[i] ?? NaN))
        );
      },
    };
  },
};
