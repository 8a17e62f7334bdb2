/**
 * The counters of an InfiniBand port: which file is which metric.
 *
 * @module
 */
import { counter, type Metric } from "../collector.ts";
import type { Attribute } from "./devices.ts";

/** The unit of the data counters, in bytes: the four lanes of a link are counted as one. */
const FOUR_LANES = 4;

const received = "Number of data octets received on all links";
const transmitted = "Number of data octets transmitted on all links";

/** A row: the file, the metric without `node_infiniband_` and `_total`, its help, its unit. */
export type Row = readonly [file: string, name: string, help: string, unit?: number];

/** The counters of a table. */
export const counters = (rows: readonly Row[]): readonly Attribute[] =>
  rows.map(([file, name, help, unit]) => [file, perPort(counter, `${name}_total`, help), unit]);

/** A metric of a port. */
export function perPort(type: typeof counter, name: string, help: string): Metric {
  return type(`node_infiniband_${name}`, help, "device", "port");
}

/** The files of `counters` (Documentation/ABI/stable/sysfs-class-infiniband). */
export const COUNTERS: readonly Attribute[] = counters([
  [
    "excessive_buffer_overrun_errors",
    "excessive_buffer_overrun_errors",
    "Number of times that OverrunErrors consecutive flow control update periods occurred, each having at least one overrun error.",
  ],
  [
    "link_downed",
    "link_downed",
    "Number of times the link failed to recover from an error state and went down",
  ],
  [
    "link_error_recovery",
    "link_error_recovery",
    "Number of times the link successfully recovered from an error state",
  ],
  [
    "local_link_integrity_errors",
    "local_link_integrity_errors",
    "Number of times that the count of local physical errors exceeded the threshold specified by LocalPhyErrors.",
  ],
  [
    "multicast_rcv_packets",
    "multicast_packets_received",
    "Number of multicast packets received (including errors)",
  ],
  [
    "multicast_xmit_packets",
    "multicast_packets_transmitted",
    "Number of multicast packets transmitted (including errors)",
  ],
  [
    "port_rcv_constraint_errors",
    "port_constraint_errors_received",
    "Number of packets received on the switch physical port that are discarded",
  ],
  [
    "port_xmit_constraint_errors",
    "port_constraint_errors_transmitted",
    "Number of packets not transmitted from the switch physical port",
  ],
  ["port_rcv_data", "port_data_received_bytes", received, FOUR_LANES],
  ["port_xmit_data", "port_data_transmitted_bytes", transmitted, FOUR_LANES],
  [
    "port_rcv_discards",
    "port_discards_received",
    "Number of inbound packets discarded by the port because the port is down or congested",
  ],
  [
    "port_xmit_discards",
    "port_discards_transmitted",
    "Number of outbound packets discarded by the port because the port is down or congested",
  ],
  [
    "port_rcv_errors",
    "port_errors_received",
    "Number of packets containing an error that were received on this port",
  ],
  [
    "port_rcv_packets",
    "port_packets_received",
    "Number of packets received on all VLs by this port (including errors)",
  ],
  [
    "port_xmit_packets",
    "port_packets_transmitted",
    "Number of packets transmitted on all VLs from this port (including errors)",
  ],
  [
    "port_rcv_remote_physical_errors",
    "port_receive_remote_physical_errors",
    "Number of packets marked with the EBP (End of Bad Packet) delimiter received on the port.",
  ],
  [
    "port_rcv_switch_relay_errors",
    "port_receive_switch_relay_errors",
    "Number of packets that could not be forwarded by the switch.",
  ],
  [
    "port_xmit_wait",
    "port_transmit_wait",
    "Number of ticks during which the port had data to transmit but no data was sent during the entire tick",
  ],
  [
    "symbol_error",
    "symbol_error",
    "Number of minor link errors detected on one or more physical lanes.",
  ],
  [
    "unicast_rcv_packets",
    "unicast_packets_received",
    "Number of unicast packets received (including errors)",
  ],
  [
    "unicast_xmit_packets",
    "unicast_packets_transmitted",
    "Number of unicast packets transmitted (including errors)",
  ],
  [
    "VL15_dropped",
    "vl15_dropped",
    "Number of incoming VL15 packets dropped due to resource limitations.",
  ],
]);

/** The files of `counters_ext`, which drivers had before kernel 4.5. */
export const LEGACY: readonly Attribute[] = counters([
  [
    "port_multicast_rcv_packets",
    "legacy_multicast_packets_received",
    "Number of multicast packets received",
  ],
  [
    "port_multicast_xmit_packets",
    "legacy_multicast_packets_transmitted",
    "Number of multicast packets transmitted",
  ],
  ["port_rcv_data_64", "legacy_data_received_bytes", received, FOUR_LANES],
  [
    "port_rcv_packets_64",
    "legacy_packets_received",
    "Number of data packets received on all links",
  ],
  [
    "port_unicast_rcv_packets",
    "legacy_unicast_packets_received",
    "Number of unicast packets received",
  ],
  [
    "port_unicast_xmit_packets",
    "legacy_unicast_packets_transmitted",
    "Number of unicast packets transmitted",
  ],
  ["port_xmit_data_64", "legacy_data_transmitted_bytes", transmitted, FOUR_LANES],
  [
    "port_xmit_packets_64",
    "legacy_packets_transmitted",
    "Number of data packets received on all links",
  ],
]);
