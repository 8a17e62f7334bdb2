import { gauge, Labels, type Metric, NoData, type Reader, unknown } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import { Gathered, WhileSame } from "./linux/devices.ts";
import { numericFields, parseKstat, parseKstatIo } from "./linux/kstat.ts";
import { Memo } from "./memo.ts";

const DIR = "/proc/spl/kstat/zfs";

/** The files of all of ZFS, and what stands for each in the names of its metrics. */
const FILES: Readonly<Record<string, string>> = {
  abdstats: "abd",
  arcstats: "arc",
  dbufstats: "dbuf",
  dmu_tx: "dmu_tx",
  dnodestats: "dnode",
  fm: "fm",
  vdev_cache_stats: "vdev_cache",
  vdev_mirror_stats: "vdev_mirror",
  xuio_stats: "xuio",
  zfetchstats: "zfetch",
  zil: "zil",
};

const STATES = ["online", "degraded", "faulted", "offline", "removed", "unavail", "suspended"];

const state = gauge("node_zfs_zpool_state", "kstat.zfs.misc.state", "zpool", "state");

/** The metric of a field. The field's name is the kernel's, and so is most of the metric's. */
function metricOf(prefix: string, file: string, field: string, ...labels: string[]): Metric {
  const name = `node_zfs_${prefix}_${field.replaceAll("-", "_")}`;
  return unknown(name, `kstat.zfs.misc.${file}.${field}`, ...labels);
}

const ofPool = (field: string) => metricOf("zpool", "io", field, "zpool");
const ofDataset = (field: string) => metricOf("zpool_dataset", "objset", field, "zpool", "dataset");

/** ZFS: its caches, its pools, their data sets. */
export const zfs: Reader = {
  metrics: [
    ...Object.entries(FILES).map(([file, prefix]) => metricOf(prefix, file, "<field>")),
    ofPool("<field>"),
    ofDataset("<field>"),
    state,
  ],
  start({ files, monotonic }) {
    const global = new Memo((key) => {
      const [file, field] = key.split("/");
      return metricOf(FILES[file], file, field);
    });
    const pool = new Memo(ofPool);
    const dataset = new Memo(ofDataset);
    const labels = new LabelsMemo();
    // Among files stand directories, one a pool; to ask each file costs more than to read it.
    const poolsAmong = new WhileSame(
      monotonic,
      (names) =>
        names.filter((name) =>
          !Object.hasOwn(FILES, name) && files.list(`${DIR}/${name}`).length > 0
        ),
    );
    return {
      collect() {
        const names = files.list(DIR);
        if (names.length === 0) throw new NoData("ZFS is not loaded");
        for (const memo of [global, pool, dataset, labels]) memo.round();
        const gathered = new Gathered();
        for (const file of names) {
          if (!Object.hasOwn(FILES, file)) continue;
          const fields = parseKstat(`zfs/${file}`, files.hot(`${DIR}/${file}`));
          for (const [field, value] of numericFields(fields)) {
            gathered.add(global.get(`${file}/${field}`), Labels.none, value);
          }
        }
        for (const zpool of poolsAmong.get(names)) readPool(zpool, gathered);
        return gathered.families();
      },
    };

    function readPool(zpool: string, into: Gathered): void {
      for (const file of files.list(`${DIR}/${zpool}`)) {
        // A pool that is exported, a data set that is unmounted meanwhile takes its files with it.
        const text = files.attribute(`${DIR}/${zpool}/${file}`);
        if (text === undefined) continue;
        if (file === "io") {
          for (const [field, value] of parseKstatIo(text)) {
            into.add(pool.get(field), labels.of({ zpool }), value);
          }
        } else if (file === "state") {
          for (const name of STATES) {
            into.add(state, labels.of({ zpool, state: name }), +(text.toLowerCase() === name));
          }
        } else if (file.startsWith("objset-")) {
          const fields = parseKstat(`zfs/${zpool}/${file}`, text);
          const name = fields.find(({ name }) => name === "dataset_name")?.data ?? "";
          for (const [field, value] of numericFields(fields)) {
            into.add(dataset.get(field), labels.of({ zpool, dataset: name }), value);
          }
        }
      }
    }
  },
};
