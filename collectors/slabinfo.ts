import { gauge, Labels, type Metric, type Reader } from "./collector.ts";
import { deviceFilter } from "./filter.ts";
import { parseSlabinfo } from "./linux/slabinfo.ts";
import { Memo } from "./memo.ts";

/** In the order of the columns of /proc/slabinfo. */
const METRICS: readonly Metric[] = [
  slab("active_objects", "The number of objects that are currently active (i.e., in use)."),
  slab(
    "objects",
    "The total number of allocated objects (i.e., objects that are both in use and not in use).",
  ),
  slab("object_size_bytes", "The size of objects in this slab, in bytes."),
  slab("objects_per_slab", "The number of objects stored in each slab."),
  slab("pages_per_slab", "The number of pages allocated for each slab."),
];

function slab(name: string, help: string): Metric {
  return gauge(`node_slabinfo_${name}`, help, "slab");
}

/** What the kernel's own objects take. Only root may read it. */
export const slabinfo: Reader = {
  metrics: METRICS,
  start({ files, flags }) {
    const wanted = deviceFilter("slabinfo", flags, { of: "slabs" });
    const labels = new Memo((slab) => new Labels({ slab }));
    return {
      collect() {
        labels.round();
        const slabs = parseSlabinfo(files.hot("/proc/slabinfo")).filter(({ name }) => wanted(name));
        return METRICS.map((metric, i) =>
          metric.of(slabs.map(({ name, values }) => ({
            labels: labels.get(name),
            value: values[i],
          })))
        );
      },
    };
  },
};
