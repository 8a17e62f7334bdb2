/**
 * The metrics of how NFS mounts reach their server, as node_exporter names them, help texts included.
 *
 * @module
 */
import { counter, gauge, type Metric } from "./collector.ts";
import type { TransportColumn } from "./linux/nfs_mounts.ts";
import { nfs } from "./mountstats_metrics.ts";

/** A column of the lines `xprt:`. */
export const TRANSPORT: readonly (readonly [TransportColumn, Metric])[] = [
  [
    "bind",
    nfs(
      counter,
      "transport_bind_total",
      "Number of times the client has had to establish a connection from scratch to the NFS server.",
      "transport",
    ),
  ],
  [
    "connect",
    nfs(
      counter,
      "transport_connect_total",
      "Number of times the client has made a TCP connection to the NFS server.",
      "transport",
    ),
  ],
  [
    "idle",
    nfs(
      gauge,
      "transport_idle_time_seconds",
      "Duration since the NFS mount last saw any RPC traffic, in seconds.",
      "transport",
    ),
  ],
  [
    "sends",
    nfs(
      counter,
      "transport_sends_total",
      "Number of RPC requests for this mount sent to the NFS server.",
      "transport",
    ),
  ],
  [
    "receives",
    nfs(
      counter,
      "transport_receives_total",
      "Number of RPC responses for this mount received from the NFS server.",
      "transport",
    ),
  ],
  [
    "badIds",
    nfs(
      counter,
      "transport_bad_transaction_ids_total",
      "Number of times the NFS server sent a response with a transaction ID unknown to this client.",
      "transport",
    ),
  ],
  [
    "backlog",
    nfs(
      counter,
      "transport_backlog_queue_total",
      "Total number of items added to the RPC backlog queue.",
      "transport",
    ),
  ],
  [
    "slots",
    nfs(
      gauge,
      "transport_maximum_rpc_slots",
      "Maximum number of simultaneously active RPC requests ever used.",
      "transport",
    ),
  ],
  [
    "sending",
    nfs(
      counter,
      "transport_sending_queue_total",
      "Total number of items added to the RPC transmission sending queue.",
      "transport",
    ),
  ],
  [
    "pending",
    nfs(
      counter,
      "transport_pending_queue_total",
      "Total number of items added to the RPC transmission pending queue.",
      "transport",
    ),
  ],
];
