import { counter, gauge, type Reader } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import { type Attribute, AttributeReader, devices, Gathered } from "./linux/devices.ts";

const DIR = "/sys/class/fc_host";

/** What the kernel's unsigned number says of a counter that the hardware does not have: -1. */
const NOT_COUNTED = 2 ** 64;

/** A file of `statistics` (drivers/scsi/scsi_transport_fc.c), the metric's name, its help. */
const STATISTICS: readonly Attribute[] = [
  ["dumped_frames", "dumped_frames", "Number of dumped frames"],
  ["error_frames", "error_frames", "Number of errors in frames"],
  ["fcp_packet_aborts", "fcp_packet_aborts", "Number of aborted packets"],
  ["invalid_crc_count", "invalid_crc", "Invalid Cyclic Redundancy Check count"],
  [
    "invalid_tx_word_count",
    "invalid_tx_words",
    "Number of invalid words transmitted by host port",
  ],
  ["link_failure_count", "link_failure", "Number of times the host port link has failed"],
  ["loss_of_signal_count", "loss_of_signal", "Number of times signal has been lost"],
  [
    "loss_of_sync_count",
    "loss_of_sync",
    "Number of failures on either bit or transmission word boundaries",
  ],
  [
    "nos_count",
    "nos",
    "Number Not_Operational Primitive Sequence received by host port",
  ],
  ["rx_frames", "rx_frames", "Number of frames received"],
  ["rx_words", "rx_words", "Number of words received by host port"],
  [
    "seconds_since_last_reset",
    "seconds_since_last_reset",
    "Number of seconds since last host port reset",
  ],
  ["tx_frames", "tx_frames", "Number of frames transmitted by host port"],
  ["tx_words", "tx_words", "Number of words transmitted by host port"],
].map(([file, name, help]) => [
  file,
  counter(`node_fibrechannel_${name}_total`, help, "fc_host"),
]);

/** The files that are labels of the information, without the `0x` of identifiers. */
const TEXTS = [
  "speed",
  "port_state",
  "port_type",
  "port_id",
  "port_name",
  "fabric_name",
  "symbolic_name",
  "supported_classes",
  "supported_speeds",
  "dev_loss_tmo",
] as const;

const info = gauge(
  "node_fibrechannel_info",
  `Non-numeric data from ${DIR}/<host>, value is always 1.`,
  "fc_host",
  ...TEXTS.slice(),
);

/** Fibre Channel ports. */
export const fibrechannel: Reader = {
  metrics: [info, ...STATISTICS.map(([, metric]) => metric)],
  start({ files }) {
    const labels = new LabelsMemo();
    const statistics = new AttributeReader(files, STATISTICS);
    return {
      collect() {
        const hosts = devices(files, DIR);
        for (const memo of [labels, statistics]) memo.round();
        const gathered = new Gathered();
        for (const host of hosts) {
          const dir = `${DIR}/${host}`;
          const series = labels.of({ fc_host: host });
          const pairs: Record<string, string> = { fc_host: host };
          for (const file of TEXTS) {
            pairs[file] = files.attribute(`${dir}/${file}`)?.replace(/^0x/, "") ?? "";
          }
          gathered.add(info, labels.of(pairs), 1);
          statistics.read(`${dir}/statistics`, series, gathered, counted);
        }
        return gathered.families();
      },
    };
  },
};

function counted(text: string): number | undefined {
  const value = Number(text);
  return Number.isNaN(value) || value >= NOT_COUNTED ? undefined : value;
}
