import {
  counter,
  type Labels,
  type Metric,
  NoData,
  type Reader,
  type Sample,
} from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import type { Files } from "./linux/files.ts";
import { count } from "./linux/text.ts";
import { Memo } from "./memo.ts";
import { Rarely } from "./rarely.ts";
import { RAPL_ZONE_LABEL } from "./seldom_flags.ts";

const POWERCAP = "/sys/class/powercap";

const perZone = (zone: string) =>
  counter(
    `node_rapl_${zone.replace(/[^a-zA-Z0-9_:]/g, "_")}_joules_total`,
    `Current RAPL ${zone} value in joules`,
    "index",
    "path",
  );
const allZones = counter(
  "node_rapl_joules_total",
  "Current RAPL value in joules",
  "index",
  "path",
  "rapl_zone",
);

/** A power zone: a package, its cores, its memory. */
interface Zone {
  /** Its counter, in microjoules. */
  readonly energy: string;
  readonly metric: Metric;
  readonly labels: Labels;
}

/** Energy that processors and memory used (Documentation/power/powercap/powercap.rst). */
export const rapl: Reader = {
  metrics: [perZone("<zone>"), allZones],
  start({ files, flags, monotonic }) {
    const zoneLabel = flags.on(RAPL_ZONE_LABEL);
    const metrics = new Memo((name) => zoneLabel ? allZones : perZone(name));
    const memo = new LabelsMemo();
    const zones = new Rarely(monotonic, () => {
      metrics.round();
      memo.round();
      return zonesOf(files).map(({ energy, name, index, path }): Zone => ({
        energy,
        metric: metrics.get(name),
        labels: memo.of(zoneLabel ? { index, path, rapl_zone: name } : { index, path }),
      }));
    });
    return {
      collect() {
        const known = zones.get();
        if (known.length === 0) throw new NoData("this hardware has no power zones");
        const samples = new Map<Metric, Sample[]>();
        for (const { energy, metric, labels } of known) {
          const value = joules(files, energy);
          if (value === undefined) continue;
          if (!samples.has(metric)) samples.set(metric, []);
          samples.get(metric)!.push({ labels, value });
        }
        if (samples.size === 0) throw new NoData("no power zone tells its energy");
        return [...samples].map(([metric, samples]) => metric.of(samples));
      },
    };
  },
};

/** Undefined where it is refused: since CVE-2020-8694 only root may know, and a zone may have no reading now. */
function joules(files: Files, path: string): number | undefined {
  const text = files.hotAttribute(path);
  return text === undefined ? undefined : count(text, text) / 1e6;
}

/** The zones; of two with one name, like `dram` of two packages, the second has the next index. */
function zonesOf(files: Files) {
  const next = new Map<string, number>();
  return files.list(POWERCAP).flatMap((entry) => {
    const dir = `${POWERCAP}/${entry}`;
    const full = files.attribute(`${dir}/name`);
    // The control type (intel-rapl), which the zones hang from, has no name.
    if (!full || !files.exists(`${dir}/energy_uj`)) return [];
    const numbered = /^([^-]+)-(\d+)$/.exec(full);
    const name = numbered ? numbered[1] : full;
    const index = numbered ? Number(numbered[2]) : next.get(name) ?? 0;
    next.set(name, index + 1);
    return [{ energy: `${dir}/energy_uj`, name, index: String(index), path: files.path(dir) }];
  });
}
