import { counter, Labels, type Reader, type Sample } from "./collector.ts";
import { parseCpuTable } from "./linux/cpu_table.ts";
import { Memo } from "./memo.ts";

const functions = counter(
  "node_softirqs_functions_total",
  "Softirq counts per CPU.",
  "cpu",
  "type",
);

/** Soft interrupts of each vector and CPU. */
export const softirqs: Reader = {
  metrics: [functions],
  start({ files }) {
    const labels = new Memo((key) => {
      const [cpu, type] = key.split(" ");
      return new Labels({ cpu, type });
    });
    return {
      collect() {
        labels.round();
        const { cpus, rows } = parseCpuTable(files.hot("/proc/softirqs"), "softirqs");
        const samples: Sample[] = [];
        for (const { name, counts } of rows) {
          counts.forEach((value, i) =>
            samples.push({ labels: labels.get(`${cpus[i]} ${name}`), value })
          );
        }
        return [functions.of(samples)];
      },
    };
  },
};
