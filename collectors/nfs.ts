import { counter, Labels, type Metric, type Reader } from "./collector.ts";
import { Gathered } from "./linux/devices.ts";
import { CLIENT_PROCEDURES, type Column, procedureCounter, readRpc } from "./linux/nfs.ts";

const FILE = "/proc/net/rpc/nfs";

const packets = counter(
  "node_nfs_packets_total",
  "Total NFSd network packets (sent+received) by protocol type.",
  "protocol",
);
const requests = counter(
  "node_nfs_requests_total",
  "Number of NFS procedures invoked.",
  "proto",
  "method",
);

const COLUMNS: readonly Column[] = [
  ["net", 1, packets, new Labels({ protocol: "udp" })],
  ["net", 2, packets, new Labels({ protocol: "tcp" })],
  ["net", 3, nfsCounter("connections", "Total number of NFSd TCP connections.")],
  ["rpc", 0, nfsCounter("rpcs", "Total number of RPCs performed.")],
  [
    "rpc",
    1,
    nfsCounter("rpc_retransmissions", "Number of RPC transmissions performed."),
  ],
  [
    "rpc",
    2,
    nfsCounter(
      "rpc_authentication_refreshes",
      "Number of RPC authentication refreshes performed.",
    ),
  ],
];

function nfsCounter(name: string, help: string): Metric {
  return counter(`node_nfs_${name}_total`, help);
}

/** What this host did as a client of NFS. */
export const nfs: Reader = {
  metrics: [...new Set(COLUMNS.map(([, , metric]) => metric)), requests],
  start({ files }) {
    const procedures = procedureCounter(requests, CLIENT_PROCEDURES);
    return {
      collect() {
        const gathered = new Gathered();
        procedures(readRpc(files, FILE, COLUMNS, gathered), gathered);
        return gathered.families();
      },
    };
  },
};
