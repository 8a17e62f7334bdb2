import {
  gauge,
  type Metric,
  type MetricFamily,
  NoData,
  type Reader,
  type Sample,
} from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import { readNvme } from "./linux/nvme.ts";
import { RarelyInTurns } from "./rarely.ts";
import { inTurns } from "./turns.ts";

const info = gauge(
  "node_nvme_info",
  "Non-numeric data from /sys/class/nvme/<device>, value is always 1.",
  "cntlid",
  "device",
  "firmware_revision",
  "model",
  "serial",
  "state",
);
const namespaceInfo = gauge(
  "node_nvme_namespace_info",
  "Information about NVMe namespaces. Value is always 1",
  "ana_state",
  "device",
  "nsid",
);

/** The sizes of a namespace; the first two are one number, as node_exporter has it. */
const SIZES: readonly (readonly [Metric, (size: Size) => number])[] = [
  [
    bytes(
      "capacity",
      "Capacity of the NVMe namespace in bytes. Computed as namespace_size * namespace_logical_block_size",
    ),
    ({ blocks, blockSize }) => blocks * blockSize,
  ],
  [
    bytes(
      "size",
      "Size of the NVMe namespace in bytes. Available in /sys/class/nvme/<device>/<namespace>/size",
    ),
    ({ blocks, blockSize }) => blocks * blockSize,
  ],
  [
    bytes(
      "used",
      "Used space of the NVMe namespace in bytes. Available in /sys/class/nvme/<device>/<namespace>/nuse",
    ),
    ({ used, blockSize }) => used * blockSize,
  ],
  [
    bytes(
      "logical_block_size",
      "Logical block size of the NVMe namespace in bytes. Usually 4Kb. Available in /sys/class/nvme/<device>/<namespace>/queue/logical_block_size",
    ),
    ({ blockSize }) => blockSize,
  ],
];

function bytes(name: string, help: string): Metric {
  return gauge(`node_nvme_namespace_${name}_bytes`, help, "device", "nsid");
}

/** NaN where the kernel does not tell: `nuse` is there since 6.8. */
interface Size {
  readonly blocks: number;
  readonly used: number;
  readonly blockSize: number;
}

/** NVMe controllers and their namespaces. */
export const nvme: Reader = {
  metrics: [info, namespaceInfo, ...SIZES.map(([metric]) => metric)],
  start({ files, monotonic }) {
    const known = new RarelyInTurns(monotonic, () => readNvme(files));
    const labels = new LabelsMemo();
    return { collect: () => inTurns(collect()) };

    function* collect(): Generator<void, MetricFamily[]> {
      const controllers = yield* known.get();
      if (controllers.length === 0) throw new NoData("there is no NVMe drive");
      labels.round();
      const sizes = SIZES.map((): Sample[] => []);
      const infos: Sample[] = [], namespaces: Sample[] = [];
      for (const { dir, device, fixed, namespaces: own } of controllers) {
        const state = files.hotAttribute(`${dir}/state`);
        // Pulled out since it was listed.
        if (state === undefined) continue;
        infos.push({ labels: labels.of({ ...fixed, state }), value: 1 });
        for (const { nsid, anaState, nuse, ...size } of own) {
          const ana_state = (anaState && files.attribute(anaState)) ?? "unknown";
          namespaces.push({ labels: labels.of({ ana_state, device, nsid }), value: 1 });
          const series = labels.of({ device, nsid });
          const used = nuse ? files.number(nuse) ?? NaN : NaN;
          SIZES.forEach(([, of], i) => {
            const value = of({ ...size, used });
            if (!Number.isNaN(value)) sizes[i].push({ labels: series, value });
          });
        }
        yield;
      }
      return [
        info.of(infos),
        namespaceInfo.of(namespaces),
        ...SIZES.map(([metric], i) => metric.of(sizes[i])),
      ];
    }
  },
};
