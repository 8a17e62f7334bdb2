import { gauge } from "../collector.ts";
import type { Attribute } from "./devices.ts";
import { counters, perPort } from "./infiniband.ts";

const MILLISECOND = 1e-3;
const since41 = "The counters was added in MLNX_OFED 4.1";
const since50 = "The counter was added in MLNX_OFED rev 5.0-1.0.0.0 and kernel v5.6.0";

/** The files of `hw_counters`, mostly of NVIDIA's mlx5 (drivers/infiniband/hw/mlx5/counters.c). */
export const HARDWARE: readonly Attribute[] = [
  [
    "lifespan",
    perPort(
      gauge,
      "lifespan_seconds",
      "The maximum period in ms which defines the aging of the counter reads. Two consecutive reads within this period might return the same values.",
    ),
    MILLISECOND,
  ],
  ...counters([
    [
      "duplicate_request",
      "duplicate_requests_packets",
      "The number of received packets. A duplicate request is a request that had been previously executed.",
    ],
    [
      "implied_nak_seq_err",
      "implied_nak_seq_errors",
      "The number of time the requested decided an ACK. with a PSN larger than the expected PSN for an RDMA read or response.",
    ],
    [
      "local_ack_timeout_err",
      "local_ack_timeout_errors",
      "The number of times QP's ack timer expired for RC, XRC, DCT QPs at the sender side. The QP retry limit was not exceed, therefore it is still recoverable error.",
    ],
    [
      "np_cnp_sent",
      "np_cnp_packets_sent",
      `The number of CNP packets sent by the Notification Point when it noticed congestion experienced in the RoCEv2 IP header (ECN bits). ${since41}`,
    ],
    [
      "np_ecn_marked_roce_packets",
      "np_ecn_marked_roce_packets_received",
      `The number of RoCEv2 packets received by the notification point which were marked for experiencing the congestion (ECN bits where '11' on the ingress RoCE traffic) . ${since41}`,
    ],
    [
      "out_of_buffer",
      "out_of_buffer_drops",
      "The number of drops occurred due to lack of WQE for the associated QPs.",
    ],
    [
      "out_of_sequence",
      "out_of_sequence_packets_received",
      "The number of out of sequence packets received.",
    ],
    [
      "packet_seq_err",
      "packet_sequence_errors",
      "The number of received NAK sequence error packets. The QP retry limit was not exceeded.",
    ],
    [
      "req_cqe_error",
      "req_cqes_errors",
      `The number of times requester detected CQEs completed with errors. ${since41}`,
    ],
    [
      "req_cqe_flush_error",
      "req_cqes_flush_errors",
      `The number of times requester detected CQEs completed with flushed errors. ${since41}`,
    ],
    [
      "req_remote_access_errors",
      "req_remote_access_errors",
      `The number of times requester detected remote access errors. ${since41}`,
    ],
    [
      "req_remote_invalid_request",
      "req_remote_invalid_request_errors",
      `The number of times requester detected remote invalid request errors. ${since41}`,
    ],
    [
      "resp_cqe_error",
      "resp_cqes_errors",
      `The number of times responder detected CQEs completed with errors. ${since41}`,
    ],
    [
      "resp_cqe_flush_error",
      "resp_cqes_flush_errors",
      `The number of times responder detected CQEs completed with flushed errors. ${since41}`,
    ],
    [
      "resp_local_length_error",
      "resp_local_length_errors",
      `The number of times responder detected local length errors. ${since41}`,
    ],
    [
      "resp_remote_access_errors",
      "resp_remote_access_errors",
      `The number of times responder detected remote access errors. ${since41}`,
    ],
    [
      "rnr_nak_retry_err",
      "rnr_nak_retry_packets_received",
      "The number of received RNR NAK packets. The QP retry limit was not exceeded.",
    ],
    [
      "roce_adp_retrans",
      "roce_adp_retransmits",
      `The number of adaptive retransmissions for RoCE traffic. ${since50}`,
    ],
    [
      "roce_adp_retrans_to",
      "roce_adp_retransmits_timeout",
      `The number of times RoCE traffic reached timeout due to adaptive retransmission. ${since50}`,
    ],
    [
      "roce_slow_restart",
      "roce_slow_restart_used",
      `The number of times RoCE slow restart was used. ${since50}`,
    ],
    [
      "roce_slow_restart_cnps",
      "roce_slow_restart_cnps",
      `The number of times RoCE slow restart generated CNP packets. ${since50}`,
    ],
    [
      "roce_slow_restart_trans",
      "roce_slow_restart",
      `The number of times RoCE slow restart changed state to slow restart. ${since50}`,
    ],
    [
      "rp_cnp_handled",
      "rp_cnp_packets_handled",
      `The number of CNP packets handled by the Reaction Point HCA to throttle the transmission rate. ${since41}`,
    ],
    [
      "rp_cnp_ignored",
      "rp_cnp_ignored_packets_received",
      "The number of CNP packets received and ignored by the Reaction Point HCA. This counter should not raise if RoCE Congestion Control was enabled in the network. If this counter raise, verify that ECN was enabled on the adapter.",
    ],
    [
      "rx_atomic_requests",
      "rx_atomic_requests",
      "The number of received ATOMIC request for the associated QPs.",
    ],
    [
      "rx_dct_connect",
      "rx_dct_connect_requests",
      "The number of received connection requests for the associated DCTs.",
    ],
    [
      "rx_read_requests",
      "rx_read_requests",
      "The number of received READ requests for the associated QPs.",
    ],
    [
      "rx_write_requests",
      "rx_write_requests",
      "The number of received WRITE requests for the associated QPs.",
    ],
    [
      "rx_icrc_encapsulated",
      "rx_icrc_encapsulated_errors",
      "The number of RoCE packets with ICRC errors. This counter was added in MLNX_OFED 4.4 and kernel 4.19",
    ],
  ]),
];
