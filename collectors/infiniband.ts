import { gauge, type Reader } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import { type Attribute, AttributeReader, devices, Gathered } from "./linux/devices.ts";
import { COUNTERS, LEGACY, perPort } from "./linux/infiniband.ts";
import { HARDWARE } from "./linux/infiniband_hardware.ts";
import { quote } from "./linux/text.ts";

const DIR = "/sys/class/infiniband";

const info = gauge(
  "node_infiniband_info",
  `Non-numeric data from ${DIR}/<device>, value is always 1.`,
  "device",
  "board_id",
  "firmware_version",
  "hca_type",
);

/** Files of a port: a number with a word behind it. */
const STATES: readonly Attribute[] = [
  [
    "state",
    perPort(
      gauge,
      "state_id",
      "State of the InfiniBand port (0: no change, 1: down, 2: init, 3: armed, 4: active, 5: act defer)",
    ),
  ],
  [
    "phys_state",
    perPort(
      gauge,
      "physical_state_id",
      "Physical state of the InfiniBand port (0: no change, 1: sleep, 2: polling, 3: disable, 4: shift, 5: link up, 6: link error recover, 7: phytest)",
    ),
  ],
  ["rate", perPort(gauge, "rate_bytes_per_second", "Maximum signal transfer rate")],
];

/** Directories of a port, and the counters in each. */
const COUNTED = [["counters", COUNTERS], ["counters_ext", LEGACY], [
  "hw_counters",
  HARDWARE,
]] as const;

/** InfiniBand and RoCE adapters. */
export const infiniband: Reader = {
  metrics: [
    info,
    ...[STATES, COUNTERS, LEGACY, HARDWARE].flat().map(([, metric]) => metric),
  ],
  start({ files }) {
    const labels = new LabelsMemo();
    // Firmware is changed while a device is there.
    const infoOf = (device: string) => {
      const text = (file: string) => files.attribute(`${DIR}/${device}/${file}`) ?? "";
      return labels.of({
        device,
        board_id: text("board_id"),
        firmware_version: text("fw_ver"),
        hca_type: text("hca_type"),
      });
    };
    const states = new AttributeReader(files, STATES);
    const counted = COUNTED.map(([dir, table]) =>
      [dir, new AttributeReader(files, table)] as const
    );
    return {
      collect() {
        const names = devices(files, DIR);
        for (const memo of [labels, states]) memo.round();
        for (const [, reader] of counted) reader.round();
        const gathered = new Gathered();
        for (const device of names) {
          gathered.add(info, infoOf(device), 1);
          for (const port of files.list(`${DIR}/${device}/ports`)) {
            const dir = `${DIR}/${device}/ports/${port}`;
            const series = labels.of({ device, port });
            states.read(dir, series, gathered, parseState);
            for (const [name, reader] of counted) reader.read(`${dir}/${name}`, series, gathered);
          }
        }
        return gathered.families();
      },
    };
  },
};

/** `4: ACTIVE` is 4; `40 Gb/sec (4X QDR)` is 5e9, in bytes a second. */
function parseState(text: string): number {
  const [, number, rate] = /^([\d.]+)(?::| (Gb\/sec))/.exec(text) ?? [];
  if (number === undefined) {
    throw new SyntaxError(`${quote(text)} is neither a state (4: ACTIVE) nor a rate (40 Gb/sec)`);
  }
  return rate ? Number(number) * 1e9 / 8 : Number(number);
}
