import { type Collector, type MetricFamily, unknown } from "./collector.ts";
import { expression } from "./expression.ts";
import { regexp } from "./flags.ts";
import { KnownLines } from "./linux/known_lines.ts";
import { count, inMetricName } from "./linux/text.ts";

const FIELDS = "collector.vmstat.fields";
const DEFAULT = "^(oom_kill|pgpg|pswp|pg.*fault).*";
const field = unknown("node_vmstat_<field>", "/proc/vmstat information field <field>.");

/** Paging, swapping, OOM kills. */
export const vmstat: Collector = {
  name: "vmstat",
  help: "Paging, swapping, OOM kills (/proc/vmstat)",
  system: "linux",
  metrics: [field],
  flags: [{
    name: FIELDS,
    value: "REGEXP",
    help: "the fields to take",
    default: DEFAULT,
    check: regexp,
  }],
  start({ files, flags }) {
    const wanted = expression(flags.text(FIELDS), DEFAULT);
    const lines = new KnownLines(
      "vmstat",
      (name) =>
        wanted(name)
          ? unknown(`node_vmstat_${inMetricName(name)}`, `/proc/vmstat information field ${name}.`)
          : undefined,
    );
    return {
      collect() {
        const families: MetricFamily[] = [];
        lines.read(files.hot("/proc/vmstat"), (metric, value, line) => {
          families.push(metric.one(count(value, line)));
        });
        return families;
      },
    };
  },
};
