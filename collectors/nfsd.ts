import { counter, gauge, Labels, type Metric, type Reader } from "./collector.ts";
import { Gathered } from "./linux/devices.ts";
import { type Column, procedureCounter, readRpc, SERVER_PROCEDURES } from "./linux/nfs.ts";

const FILE = "/proc/net/rpc/nfsd";

const packets = total(
  "packets",
  "Total NFSd network packets (sent+received) by protocol type.",
  "proto",
);
const errors = total("rpc_errors", "Total number of NFSd RPC errors by error type.", "error");
const requests = total(
  "requests",
  "Total number NFSd Requests by method and protocol.",
  "proto",
  "method",
);

const COLUMNS: readonly Column[] = [
  [
    "rc",
    0,
    total(
      "reply_cache_hits",
      "Total number of NFSd Reply Cache hits (client lost server response).",
    ),
  ],
  [
    "rc",
    1,
    total(
      "reply_cache_misses",
      "Total number of NFSd Reply Cache an operation that requires caching (idempotent).",
    ),
  ],
  [
    "rc",
    2,
    total(
      "reply_cache_nocache",
      "Total number of NFSd Reply Cache non-idempotent operations (rename/delete/…).",
    ),
  ],
  ["fh", 0, total("file_handles_stale", "Total number of NFSd stale file handles")],
  ["io", 0, total("disk_bytes_read", "Total NFSd bytes read.")],
  ["io", 1, total("disk_bytes_written", "Total NFSd bytes written.")],
  [
    "th",
    0,
    gauge(
      "node_nfsd_server_threads",
      "Total number of NFSd kernel threads that are running.",
    ),
  ],
  [
    "ra",
    0,
    gauge(
      "node_nfsd_read_ahead_cache_size_blocks",
      "How large the read ahead cache is in blocks.",
    ),
  ],
  [
    "ra",
    11,
    total("read_ahead_cache_not_found", "Total number of NFSd read ahead cache not found."),
  ],
  ["net", 1, packets, new Labels({ proto: "udp" })],
  ["net", 2, packets, new Labels({ proto: "tcp" })],
  ["net", 3, total("connections", "Total number of NFSd TCP connections.")],
  ["rpc", 0, total("server_rpcs", "Total number of NFSd RPCs.")],
  ["rpc", 2, errors, new Labels({ error: "fmt" })],
  ["rpc", 3, errors, new Labels({ error: "auth" })],
  ["rpc", 4, errors, new Labels({ error: "cInt" })],
  // An operation that the kernel counts on a line of its own.
  ["wdeleg_getattr", 0, requests, new Labels({ proto: "4", method: "WdelegGetattr" })],
];

function total(name: string, help: string, ...labels: string[]): Metric {
  return counter(`node_nfsd_${name}_total`, help, ...labels);
}

/** What this host did as a server of NFS. */
export const nfsd: Reader = {
  metrics: [...new Set(COLUMNS.map(([, , metric]) => metric))],
  start({ files }) {
    const procedures = procedureCounter(requests, SERVER_PROCEDURES);
    return {
      collect() {
        const gathered = new Gathered();
        procedures(readRpc(files, FILE, COLUMNS, gathered), gathered);
        return gathered.families();
      },
    };
  },
};
