import { gauge, Labels, type MetricFamily, NoData, type Reader } from "./collector.ts";
import { SocketStates } from "./linux/sockets.ts";
import { Memo } from "./memo.ts";
import { StaleWhileRevalidate } from "./rarely.ts";
import type { Kind } from "./turns.ts";

const states_ = gauge(
  "node_tcp_connection_states",
  "Number of connection states.",
  "state",
);

/**
 * TCP sockets by state, IPv4 and IPv6 together, and as two states more the bytes in their queues, as
 * node_exporter has it. Other than there, states without sockets are told as 0, and the queues of
 * listening sockets, which hold connections, are not taken for bytes.
 */
export const tcpstat: Reader = {
  metrics: [states_],
  start({ files, monotonic }) {
    const labels = new Memo((state) => new Labels({ state }));
    const counted = new StaleWhileRevalidate(monotonic, count);
    return { collect: () => counted.get() };

    async function count(kind: Kind): Promise<MetricFamily[]> {
      const sums = new Map<string, number>();
      const add = (state: string, n: number) => sums.set(state, (sums.get(state) ?? 0) + n);
      for (const protocol of ["tcp", "tcp6"]) {
        // A kernel without IPv6 has no tcp6.
        if (!files.exists(`/proc/net/${protocol}`)) continue;
        const sockets = new SocketStates(true);
        await files.pieces(`/proc/net/${protocol}`, (piece) => sockets.feed(piece), kind);
        for (const { state, count } of sockets.counts(protocol)) add(state, count);
        add("rx_queued_bytes", sockets.queued.receive);
        add("tx_queued_bytes", sockets.queued.transmit);
      }
      if (sums.size === 0) throw new NoData("this kernel has no TCP");
      return [
        states_.of([...sums].map(([state, value]) => ({ labels: labels.get(state), value }))),
      ];
    }
  },
};
