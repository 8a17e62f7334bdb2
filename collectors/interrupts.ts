import { counter, Labels, type Reader, type Sample } from "./collector.ts";
import { deviceFilter } from "./filter.ts";
import { type CpuRow, parseCpuTable } from "./linux/cpu_table.ts";
import { INTERRUPTS_ZEROS } from "./seldom_flags.ts";

const interrupts_ = counter(
  "node_interrupts_total",
  "Interrupt details.",
  "cpu",
  "type",
  "info",
  "devices",
);

/** Interrupts of each line and CPU. */
export const interrupts: Reader = {
  metrics: [interrupts_],
  start({ files, flags }) {
    const wanted = deviceFilter("interrupts", flags, { of: "name" });
    const zeros = flags.on(INTERRUPTS_ZEROS);
    // A series for each line and CPU: thousands on a large host, which come and go together.
    let labels = new Map<string, Labels[]>();
    let known = "";
    return {
      collect() {
        const { cpus, rows } = parseCpuTable(files.hot("/proc/interrupts"), "interrupts");
        const samples: Sample[] = [];
        const found = new Map<string, Labels[]>();
        const same = known === (known = cpus.join());
        for (const row of rows) {
          const [info, devices] = source(row);
          const key = `${row.name};${info};${devices}`;
          if (info === "" || !wanted(key)) continue;
          const series = same && labels.get(key) ||
            cpus.map((cpu) => new Labels({ cpu, devices, info, type: row.name }));
          found.set(key, series);
          for (let i = 0; i < cpus.length; i++) {
            const value = row.counts[i];
            if (zeros || value !== 0) samples.push({ labels: series[i], value });
          }
        }
        labels = found;
        return [interrupts_.of(samples)];
      },
    };
  },
};

/** The labels `info` and `devices`: a numbered line has its controller and what hangs on it. */
function source({ name, rest }: CpuRow): [info: string, devices: string] {
  if (!/^\d+$/.test(name)) return [rest.join(" "), ""];
  return [rest[0] ?? "", rest.slice(1).join(" ")];
}
