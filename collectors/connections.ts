import { type Collector, gauge, Labels, type MetricFamily } from "./collector.ts";
import { Memo } from "./memo.ts";
import { StaleWhileRevalidate } from "./rarely.ts";

const connections_ = gauge(
  "node_network_connections",
  "Sockets by protocol and state, counted every 10 to 15 s; UDP has only the state open.",
  "protocol",
  "state",
);

/** Sockets by state. */
export const connections: Collector = {
  name: "connections",
  help: "TCP connections by state, UDP sockets (/proc/net/tcp, udp)",
  system: "any",
  metrics: [connections_],
  start({ source, monotonic }) {
    const labels = new Memo((key) => {
      const [protocol, state] = key.split(" ");
      return new Labels({ protocol, state });
    });
    const counted = new StaleWhileRevalidate(monotonic, async (kind): Promise<MetricFamily[]> => {
      const counts = await source.connections(kind);
      return [connections_.of(counts.map(({ protocol, state, count }) => ({
        labels: labels.get(`${protocol} ${state}`),
        value: count,
      })))];
    });
    return { collect: () => counted.get() };
  },
};
