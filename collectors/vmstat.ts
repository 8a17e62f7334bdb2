import { RE2JS } from "re2js";
import { type Collector, type MetricFamily, unknown } from "./collector.ts";
import { regexp } from "./flags.ts";
import { KnownLines } from "./linux/known_lines.ts";
import { count, inMetricName } from "./linux/text.ts";

const FIELDS = "collector.vmstat.fields";
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
    default: "^(oom_kill|pgpg|pswp|pg.*fault).*",
    check: regexp,
  }],
  start({ files, flags }) {
    const pattern = RE2JS.compile(flags.text(FIELDS));
    const lines = new KnownLines(
      "vmstat",
      (name) =>
        pattern.matcher(name).find()
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
