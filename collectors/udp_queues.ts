import {
  type Collector,
  gauge,
  Labels,
  type MetricFamily,
  NoData,
  type Sample,
} from "./collector.ts";
import { OptionalFile } from "./linux/optional.ts";
import { UdpQueues } from "./linux/udp_queues.ts";
import { inTurns } from "./turns.ts";

const queues = gauge(
  "node_udp_queues",
  "Number of allocated memory in the kernel for UDP datagrams in bytes.",
  "ip",
  "queue",
);

const FILES = [["v4", "/proc/net/udp"], ["v6", "/proc/net/udp6"]] as const;
const QUEUES = ["tx", "rx"] as const;

/** What waits in the queues of UDP sockets. */
export const udp_queues: Collector = {
  name: "udp_queues",
  help: "Queues of UDP sockets (/proc/net/udp, udp6)",
  system: "linux",
  metrics: [queues],
  start(host) {
    const protocols = FILES.map(([ip, path]) => ({
      file: new OptionalFile(host, path),
      labels: QUEUES.map((queue) => new Labels({ ip, queue })),
    }));
    return {
      collect: () => inTurns(collect()),
    };

    function* collect(): Generator<void, MetricFamily[]> {
      const samples: Sample[] = [];
      for (const { file, labels } of protocols) {
        const read = yield* file.inPieces(() => new UdpQueues());
        // Without IPv6 there is no udp6.
        if (!read) continue;
        QUEUES.forEach((queue, i) => samples.push({ labels: labels[i], value: read[queue] }));
        yield;
      }
      if (samples.length === 0) throw new NoData("this kernel has no UDP");
      return [queues.of(samples)];
    }
  },
};
