import {
  counter,
  gauge,
  Labels,
  type Metric,
  NoData,
  type Reader,
  type Sample,
} from "./collector.ts";
import { parseNodeMeminfo, parseNumastat } from "./linux/numa.ts";
import { inMetricName } from "./linux/text.ts";
import { Memo } from "./memo.ts";

const DIR = "/sys/devices/system/node";

const help = (field: string) => `Memory information field ${field}.`;
const meminfo = (field: string) => gauge(`node_memory_numa_${field}`, help(field), "node");
const numastat = (field: string) =>
  counter(`node_memory_numa_${field}_total`, help(`${field}_total`), "node");

/** Memory of each NUMA node, and how often it was taken from a node that was not asked. */
export const meminfo_numa: Reader = {
  metrics: [meminfo("<field>"), numastat("<field>")],
  start({ files }) {
    // `Active(anon)` becomes Active_anon.
    const gauges = new Memo((field) => meminfo(inMetricName(field.replace(/\((.*)\)/, "_$1"))));
    const counters = new Memo((field) => numastat(inMetricName(field)));
    const labels = new Memo((node) => new Labels({ node }));
    return {
      collect() {
        const nodes = files.list(DIR).filter((name) => /^node\d+$/.test(name));
        if (nodes.length === 0) throw new NoData("this kernel has no NUMA nodes");
        const families = new Map<Metric, Sample[]>();
        const add = (metric: Metric, sample: Sample) => {
          const samples = families.get(metric);
          if (samples) samples.push(sample);
          else families.set(metric, [sample]);
        };
        for (const node of nodes) {
          const series = labels.get(node.slice("node".length));
          for (const [field, value] of parseNodeMeminfo(files.hot(`${DIR}/${node}/meminfo`))) {
            add(gauges.get(field), { labels: series, value });
          }
          for (const [field, value] of parseNumastat(files.hot(`${DIR}/${node}/numastat`))) {
            add(counters.get(field), { labels: series, value });
          }
        }
        return [...families].map(([metric, samples]) => metric.of(samples));
      },
    };
  },
};
