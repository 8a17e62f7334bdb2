import { counter, type Labels, type Metric, type Reader, type Sample } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import type { Files } from "./linux/files.ts";
import { Rarely } from "./rarely.ts";

const MC = "/sys/devices/system/edac/mc";

const errors = (of: string, help: string, ...labels: string[]) => ({
  ce: counter(
    `node_edac_${of}correctable_errors_total`,
    `Total correctable memory errors${help}.`,
    ...labels,
  ),
  ue: counter(
    `node_edac_${of}uncorrectable_errors_total`,
    `Total uncorrectable memory errors${help}.`,
    ...labels,
  ),
});

const controllers = errors("", "", "controller");
const csrows = errors("csrow_", " for this csrow", "controller", "csrow");
const channels = errors(
  "channel_",
  " for this channel",
  "channel",
  "controller",
  "csrow",
  "dimm_label",
);

const metrics = [controllers, csrows, channels].flatMap(({ ce, ue }) => [ce, ue]);

/** The two kinds of error, as files are named: corrected, uncorrected. */
const KINDS = ["ce", "ue"] as const;

/** A file with a count, and the series that it is. */
interface Count {
  readonly path: string;
  readonly metric: Metric;
  readonly labels: Labels;
}

/** Memory errors that the hardware found (Documentation/admin-guide/ras.rst). */
export const edac: Reader = {
  metrics,
  start({ files, monotonic }) {
    const memo = new LabelsMemo();
    const known = new Rarely(monotonic, () => {
      memo.round();
      return counts(files, memo);
    });
    return {
      // A host without such hardware has simply no samples, as node_exporter does it here.
      collect() {
        const samples = new Map<Metric, Sample[]>();
        for (const { path, metric, labels } of known.get()) {
          const value = files.number(path);
          // Not every driver counts all of them.
          if (value === undefined) continue;
          if (!samples.has(metric)) samples.set(metric, []);
          samples.get(metric)!.push({ labels, value });
        }
        return [...samples].map(([metric, samples]) => metric.of(samples));
      },
    };
  },
};

/** All counts of the host's memory controllers. */
function counts(files: Files, memo: LabelsMemo): Count[] {
  return numbered(files.list(MC), /^mc(\d+)$/).flatMap(([mc, controller]) => {
    const dir = `${MC}/${mc}`;
    return [
      ...KINDS.flatMap((kind) => [
        {
          path: `${dir}/${kind}_count`,
          metric: controllers[kind],
          labels: memo.of({ controller }),
        },
        {
          path: `${dir}/${kind}_noinfo_count`,
          metric: csrows[kind],
          labels: memo.of({ controller, csrow: "unknown" }),
        },
      ]),
      ...numbered(files.list(dir), /^csrow(\d+)$/).flatMap(([name, csrow]) =>
        rowCounts(files, memo, `${dir}/${name}`, { controller, csrow })
      ),
    ];
  });
}

/** The counts of a chip-select row and its channels. */
function rowCounts(
  files: Files,
  memo: LabelsMemo,
  dir: string,
  row: { controller: string; csrow: string },
): Count[] {
  const labels = memo.of(row);
  return [
    ...KINDS.map((kind) => ({ path: `${dir}/${kind}_count`, metric: csrows[kind], labels })),
    ...numbered(files.list(dir), /^ch(\d+)_ce_count$/).flatMap(([, channel]) => {
      const dimm_label = dimmLabel(files.attribute(`${dir}/ch${channel}_dimm_label`));
      const labels = memo.of({ channel, ...row, dimm_label });
      return KINDS.map((kind) => ({
        path: `${dir}/ch${channel}_${kind}_count`,
        metric: channels[kind],
        labels,
      }));
    }),
  ];
}

/** The kernel's own label, mc#0csrow#1channel#2, is shown as mc0_csrow1_channel2. */
function dimmLabel(label: string | undefined): string {
  if (label === undefined) return "unknown";
  return label.replaceAll("#", "").replace(/csrow|channel/g, "_$&");
}

/** The names that match, each with its number. */
function numbered(names: readonly string[], pattern: RegExp): [name: string, number: string][] {
  return names.flatMap((name) => {
    const found = pattern.exec(name);
    return found ? [[name, found[1]] as [string, string]] : [];
  });
}
