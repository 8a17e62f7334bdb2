import { gauge, Labels, type Metric, type Reader } from "./collector.ts";
import { type CgroupSubsystem, parseCgroups } from "./linux/cgroups.ts";
import { Memo } from "./memo.ts";

/** A column of /proc/cgroups. The second help text is node_exporter's, slip included. */
const COLUMNS: readonly (readonly [Metric, (subsystem: CgroupSubsystem) => number])[] = [
  [cgroup("cgroups"), ({ cgroups }) => cgroups],
  [cgroup("enabled"), ({ enabled }) => enabled],
];

function cgroup(name: string): Metric {
  return gauge(
    `node_cgroups_${name}`,
    "Current cgroup number of the subsystem.",
    "subsys_name",
  );
}

/** How many control groups there are. */
export const cgroups: Reader = {
  metrics: COLUMNS.map(([metric]) => metric),
  start({ files }) {
    const labels = new Memo((subsys_name) => new Labels({ subsys_name }));
    return {
      collect() {
        const subsystems = parseCgroups(files.hot("/proc/cgroups"));
        return COLUMNS.map(([metric, of]) =>
          metric.of(subsystems.map((subsystem) => ({
            labels: labels.get(subsystem.name),
            value: of(subsystem),
          })))
        );
      },
    };
  },
};
