import {
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
  type Reader,
  type Sample,
} from "./collector.ts";
import { nameFilter } from "./filter.ts";
import { devicesOf, identity } from "./linux/class.ts";
import type { Files } from "./linux/files.ts";
import { parsePowerSupply } from "./linux/power_supply.ts";
import { Memo } from "./memo.ts";
import { IGNORED_SUPPLIES } from "./seldom_flags.ts";

const DIR = "/sys/class/power_supply";

/** Attributes that are numbers, by how much of it is 1 of the metric's unit. */
const ATTRIBUTES: readonly (readonly [unit: number, names: string])[] = [
  [1, "authentic calibrate capacity capacity_alert_max capacity_alert_min cycle_count"],
  [1, "online present time_to_empty_now time_to_full_now"],
  [1e6, "current_boot current_max current_now"],
  [1e6, "energy_empty energy_empty_design energy_full energy_full_design energy_now"],
  [1e6, "voltage_boot voltage_max voltage_max_design voltage_min voltage_min_design"],
  [1e6, "voltage_now voltage_ocv"],
  [1e6, "charge_control_limit charge_control_limit_max charge_counter charge_empty"],
  [1e6, "charge_empty_design charge_full charge_full_design charge_now charge_term_current"],
  [1e6, "constant_charge_current constant_charge_current_max"],
  [1e6, "constant_charge_voltage constant_charge_voltage_max"],
  [1e6, "precharge_current input_current_limit power_now"],
  [10, "temp temp_alert_max temp_alert_min temp_ambient temp_ambient_alert_max"],
  [10, "temp_ambient_alert_min temp_max temp_min"],
];

/** Metrics that are not called as their attribute. */
const NAMES: Readonly<Record<string, string>> = {
  cycle_count: "cyclecount",
  time_to_empty_now: "time_to_empty_seconds",
  time_to_full_now: "time_to_full_seconds",
  current_now: "current_ampere",
  energy_now: "energy_watthour",
  voltage_now: "voltage_volt",
  charge_now: "charge_ampere",
  power_now: "power_watt",
  temp: "temp_celsius",
  temp_alert_max: "temp_alert_max_celsius",
  temp_alert_min: "temp_alert_min_celsius",
  temp_ambient: "temp_ambient_celsius",
  temp_ambient_alert_max: "temp_ambient_max_celsius",
  temp_ambient_alert_min: "temp_ambient_min_celsius",
  temp_max: "temp_max_celsius",
  temp_min: "temp_min_celsius",
};

const NUMBERS = ATTRIBUTES.flatMap(([unit, names]) =>
  names.split(" ").map((attribute) => ({ attribute, unit, metric: metricOf(attribute) }))
);

/** Attributes that are words: those of a model, which the uevent may write otherwise than their files, and others. */
const MODEL = ["manufacturer", "model_name", "scope", "serial_number", "technology", "type"];
const STATE = ["capacity_level", "charge_type", "health", "status", "usb_type"];
const WORDS = [...MODEL, ...STATE].sort();

const info = gauge(
  "node_power_supply_info",
  "info of /sys/class/power_supply/<power_supply>.",
  "power_supply",
  ...WORDS,
);

function metricOf(attribute: string): Metric {
  const name = NAMES[attribute] ?? attribute;
  const help = `${name} value of /sys/class/power_supply/<power_supply>.`;
  return gauge(`node_power_supply_${name}`, help, "power_supply");
}

/** A power supply, and what of it stays as it is. */
interface Supply {
  readonly name: string;
  readonly labels: Labels;
  /** Attributes that are read from their files. */
  readonly apart: readonly string[];
}

/** Batteries and mains, and how full they are. */
export const powersupplyclass: Reader = {
  metrics: [...NUMBERS.map(({ metric }) => metric), info],
  start({ files, flags }) {
    const wanted = nameFilter("", flags.text(IGNORED_SUPPLIES), "^$");
    const supplies = new Memo((key) => supplyOf(files, key));
    const infos = new Memo((key) => new Labels(JSON.parse(key)));
    return {
      collect() {
        const names = devicesOf(files, DIR).filter(wanted);
        supplies.round();
        infos.round();
        const read = names.map((name) => {
          const supply = supplies.get(`${name} ${identity(files, `${DIR}/${name}`)}`);
          return { supply, attributes: attributesOf(files, supply) };
        });
        const words = read.map(({ supply, attributes }): Sample => ({
          labels: infos.get(JSON.stringify(wordsOf(supply.name, attributes))),
          value: 1,
        }));
        return [...numbers(read), info.of(words)];
      },
    };
  },
};

/** @param key the name, and what tells the supply from its namesakes */
function supplyOf(files: Files, key: string): Supply {
  const name = key.slice(0, key.indexOf(" "));
  const dir = `${DIR}/${name}`;
  const told = parsePowerSupply(files.attribute(`${dir}/uevent`) ?? "");
  const there = new Set(files.list(dir));
  return {
    name,
    labels: new Labels({ power_supply: name }),
    apart: [
      ...[...NUMBERS.map(({ attribute }) => attribute), ...STATE].filter((name) => !told.has(name)),
      ...MODEL,
    ].filter((attribute) => there.has(attribute)),
  };
}

function attributesOf(files: Files, { name, apart }: Supply): Map<string, string> {
  const dir = `${DIR}/${name}`;
  const attributes = parsePowerSupply(files.attribute(`${dir}/uevent`) ?? "");
  for (const attribute of apart) {
    const text = files.attribute(`${dir}/${attribute}`);
    if (text) attributes.set(attribute, text);
  }
  return attributes;
}

function wordsOf(name: string, attributes: ReadonlyMap<string, string>) {
  const pairs: Record<string, string> = { power_supply: name };
  for (const word of WORDS) if (attributes.get(word)) pairs[word] = attributes.get(word)!;
  return pairs;
}

function numbers(
  read: readonly { supply: Supply; attributes: ReadonlyMap<string, string> }[],
): MetricFamily[] {
  return NUMBERS.map(({ attribute, unit, metric }) => {
    const samples: Sample[] = [];
    for (const { supply: { labels }, attributes } of read) {
      const value = Number(attributes.get(attribute) || NaN);
      if (!Number.isNaN(value)) samples.push({ labels, value: value / unit });
    }
    return metric.of(samples);
  });
}
