import { type Collector, gauge, Labels, type MetricFamily } from "./collector.ts";
import { Memo } from "./memo.ts";
import { isOld } from "./rarely.ts";

const connections_ = gauge(
  "node_network_connections",
  "Sockets by protocol and state, counted every 15 s; UDP has only the state open.",
  "protocol",
  "state",
);

/** Milliseconds for which a count is good, so that it is made by each own reading: a busy host has 100,000 sockets. */
const GOOD_FOR = 10_000;

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
    let counted: MetricFamily[] = [];
    let at = -Infinity;
    return {
      async collect() {
        if (!isOld(monotonic() - at, GOOD_FOR)) return counted;
        const counts = await source.connections();
        at = monotonic();
        return counted = [connections_.of(counts.map(({ protocol, state, count }) => ({
          labels: labels.get(`${protocol} ${state}`),
          value: count,
        })))];
      },
    };
  },
};
