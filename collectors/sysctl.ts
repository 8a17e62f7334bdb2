import {
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
  NoData,
  type Reader,
  unknown,
} from "./collector.ts";
import type { Files } from "./linux/files.ts";
import { count, inMetricName } from "./linux/text.ts";
import { Memo } from "./memo.ts";
import { SYSCTL_INCLUDE, SYSCTL_INCLUDE_INFO } from "./seldom_flags.ts";

const info = gauge("node_sysctl_info", "sysctl info", "name", "value", "index");

/** Kernel parameters that flags name: numbers as metrics, texts as labels. */
export const sysctl: Reader = {
  metrics: [
    unknown("node_sysctl_<name>", "sysctl <name>", "index"),
    unknown("node_sysctl_<name>_<key>", "sysctl <name>, field <index>"),
    info,
  ],
  start({ files, flags }) {
    const infos = new Memo((key) => {
      const [index, name, value] = key.split("\n");
      return new Labels({ index, name, value });
    });

    const indexes = new Memo((index) => new Labels({ index }));
    const parameters = flags.list(SYSCTL_INCLUDE).map(parameter);

    function numbers({ flag, name, metric, fields }: Parameter): MetricFamily[] {
      const words = read(files, name);
      if (!words) return [];
      const values = words.map((word) => count(word, words.join(" ")));
      if (fields.length > 0) {
        if (fields.length === values.length) return values.map((value, i) => fields[i].one(value));
        throw new RangeError(`--${SYSCTL_INCLUDE}=${flag} must name ${values.length} numbers`);
      }
      if (values.length === 1) return [metric.one(values[0])];
      return [metric.of(values.map((value, i) => ({ labels: indexes.get(String(i)), value })))];
    }

    return {
      collect() {
        infos.round();
        const words = flags.list(SYSCTL_INCLUDE_INFO).flatMap((name) =>
          (read(files, name) ?? []).map((word, i) => ({
            labels: infos.get(`${i}\n${name}\n${word}`),
            value: 1,
          }))
        );
        const families = [...parameters.flatMap(numbers), info.of(words)];
        const found = families.some(({ samples }) => samples.length > 0);
        if (!found) throw new NoData(`--${SYSCTL_INCLUDE} names no parameter that this host has`);
        return families;
      },
    };
  },
};

/** A parameter of numbers, and what it becomes. */
interface Parameter {
  readonly flag: string;
  readonly name: string;
  /** Of the whole, with an index if there are several numbers. */
  readonly metric: Metric;
  /** Of each number, where the flag names them. */
  readonly fields: readonly Metric[];
}

function parameter(flag: string): Parameter {
  const [name, keys] = flag.split(":");
  const metric = `node_sysctl_${name.replace(/\W/g, "_")}`;
  return {
    flag,
    name,
    metric: unknown(metric, `sysctl ${name}`, "index"),
    fields: (keys?.split(",") ?? []).map((key, i) =>
      unknown(`${metric}_${inMetricName(key)}`, `sysctl ${name}, field ${i}`)
    ),
  };
}

/** The words of a parameter; undefined where this host does not have it, as not all have the same. */
function read(files: Files, name: string): string[] | undefined {
  const path = name.includes("/") ? name : name.replaceAll(".", "/");
  try {
    const words = files.read(`/proc/sys/${path}`).trim().split(/\s+/);
    return words[0] === "" ? undefined : words;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
