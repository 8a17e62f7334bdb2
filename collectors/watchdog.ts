import { gauge, type Reader } from "./collector.ts";
import { LabelsMemo } from "./labels_memo.ts";
import { type Attribute, AttributeReader, devices, Gathered } from "./linux/devices.ts";

const DIR = "/sys/class/watchdog";

/** Files that hold a number (Documentation/ABI/testing/sysfs-class-watchdog). */
const NUMBERS: readonly Attribute[] = [
  ["access_cs0", number("access_cs0", "access_cs0")],
  ["bootstatus", number("bootstatus", "bootstatus")],
  ["fw_version", number("fw_version", "fw_version")],
  ["nowayout", number("nowayout", "nowayout")],
  ["pretimeout", number("pretimeout_seconds", "pretimeout")],
  ["timeleft", number("timeleft_seconds", "timeleft")],
  ["timeout", number("timeout_seconds", "timeout")],
];

/** Files that are labels of the information. */
const TEXTS = ["options", "identity", "state", "status", "pretimeout_governor"] as const;

const info = gauge("node_watchdog_info", `Info of ${DIR}/<watchdog>`, "name", ...TEXTS.slice());

function number(name: string, file: string) {
  return gauge(`node_watchdog_${name}`, `Value of ${DIR}/<watchdog>/${file}`, "name");
}

/** The hardware and software that restart a host that hangs. */
export const watchdog: Reader = {
  metrics: [...NUMBERS.map(([, metric]) => metric), info],
  start({ files }) {
    const labels = new LabelsMemo();
    const numbers = new AttributeReader(files, NUMBERS);
    return {
      collect() {
        const names = devices(files, DIR);
        for (const memo of [labels, numbers]) memo.round();
        const gathered = new Gathered();
        for (const name of names) {
          const dir = `${DIR}/${name}`;
          numbers.read(dir, labels.of({ name }), gathered);
          const pairs: Record<string, string> = { name };
          for (const text of TEXTS) pairs[text] = files.attribute(`${dir}/${text}`) ?? "";
          gathered.add(info, labels.of(pairs), 1);
        }
        return gathered.families();
      },
    };
  },
};
