import { Metric, type MetricType } from "./collector.ts";
import { cleanName, type SensorFile } from "./linux/hwmon.ts";

/** The metric of a sensor's file, and how much of the file's number is 1 of the metric's unit. */
export interface SensorMetric {
  readonly metric: Metric;
  readonly unit: number;
}

/** How files of a kind become a metric. `%` stands for the property, `$` for the type. */
interface Rule {
  readonly types?: string;
  /** All properties without it. */
  readonly properties?: string;
  readonly suffix?: string;
  readonly help: string;
  readonly unit?: number;
  readonly type?: MetricType;
  /** In place of the name made of type and property. */
  readonly name?: string;
}

/** Tried from the top: the first that has the type and the property. */
const RULES: readonly Rule[] = [
  { types: "beep_enable", name: "beep_enabled", help: "Hardware beep enabled" },
  { types: "vrm", name: "voltage_regulator_version", help: "Hardware voltage regulator" },
  {
    types: "update_interval",
    name: "update_interval_seconds",
    help: "Hardware monitor update interval",
    unit: 1e3,
  },
  { properties: "fault alarm", help: "Hardware sensor % status ($)" },
  {
    properties: "beep",
    suffix: "_enabled",
    help: "Hardware monitor sensor has beeping enabled",
  },
  { types: "in cpu", suffix: "_volts", help: "Hardware monitor for voltage (%)", unit: 1e3 },
  { types: "temp", properties: "type", help: "Hardware monitor $ element %" },
  { types: "temp", suffix: "_celsius", help: "Hardware monitor for temperature (%)", unit: 1e3 },
  { types: "curr", suffix: "_amps", help: "Hardware monitor for current (%)", unit: 1e3 },
  {
    types: "energy",
    suffix: "_joule_total",
    help: "Hardware monitor for joules used so far (%)",
    unit: 1e6,
    type: "counter",
  },
  {
    types: "power",
    properties: "accuracy",
    help: "Hardware monitor power meter accuracy, as a ratio",
    unit: 1e6,
  },
  {
    types: "power",
    properties: "average_interval average_interval_min average_interval_max",
    suffix: "_seconds",
    help: "Hardware monitor power usage update interval (%)",
    unit: 1e3,
  },
  {
    types: "power",
    suffix: "_watt",
    help: "Hardware monitor for power usage in watts (%)",
    unit: 1e6,
  },
  {
    types: "humidity",
    help:
      "Hardware monitor for humidity, as a ratio (multiply with 100.0 to get the humidity as a percentage) (%)",
    unit: 1e6,
  },
  {
    types: "fan",
    properties: "input min max target",
    suffix: "_rpm",
    help: "Hardware monitor for fan revolutions per minute (%)",
  },
  {
    types: "freq",
    properties: "input",
    suffix: "_freq_mhz",
    help: "Hardware monitor for GPU frequency in MHz",
    unit: 1e6,
  },
  { help: "Hardware monitor $ element %" },
];

const has = (words: string | undefined, word: string) =>
  words === undefined || words.split(" ").includes(word);

/** The metrics of sensors, each made once. */
export class SensorMetrics {
  readonly #metrics = new Map<string, Metric>();

  /** @param both whether the sensor has also a file without a property, which takes the plain name */
  of({ type, property }: SensorFile, both: boolean): SensorMetric {
    const rule = RULES.find((rule) => has(rule.types, type) && has(rule.properties, property))!;
    const element = property === "input" && !both || property === ""
      ? ""
      : `_${cleanName(property)}`;
    const name = `node_hwmon_${rule.name ?? `${type}${element}${rule.suffix ?? ""}`}`;
    let metric = this.#metrics.get(name);
    if (!metric) {
      const shown = property || (type === "temp" ? "input" : "");
      const help = rule.help.replace("%", shown).replace("$", type);
      metric = new Metric(name, rule.type ?? "gauge", help, ["chip", "sensor"]);
      this.#metrics.set(name, metric);
    }
    return { metric, unit: rule.unit ?? 1 };
  }
}

/** For the reference: a metric for each rule; the name of a property `input` is left out of it. */
export const sensorMetricsInGeneral: readonly Metric[] = RULES.map(
  ({ types, properties, name, suffix = "", help, type }) => {
    const shownType = onlyOf(types) ?? "<type>", shown = onlyOf(properties) ?? "<property>";
    const element = shown === "input" ? "" : `_${shown}`;
    return new Metric(
      `node_hwmon_${name ?? `${shownType}${element}${suffix}`}`,
      type ?? "gauge",
      help.replace("%", shown).replace("$", shownType),
      ["chip", "sensor"],
    );
  },
);

/** The word, if it is only one. */
function onlyOf(words: string | undefined): string | undefined {
  return words?.includes(" ") ? undefined : words;
}
