import {
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
  type Reader,
  type Sample,
} from "./collector.ts";
import { deviceFilter } from "./filter.ts";
import { SensorMetrics, sensorMetricsInGeneral } from "./hwmon_metrics.ts";
import { devicesOf, identity } from "./linux/class.ts";
import type { Files } from "./linux/files.ts";
import { type Chip, chipsOf, cleanName, type SensorFile, sensorFiles } from "./linux/hwmon.ts";
import { isOld } from "./rarely.ts";
import { inTurns } from "./turns.ts";

const DIR = "/sys/class/hwmon";
/** Limits that the hardware holds, as opposed to what it measures. */
const LIMIT = /^(rated_)?(min|max|lcrit|crit|emergency)(_hyst)?$/;

const chipNames = gauge(
  "node_hwmon_chip_names",
  "Annotation metric for human-readable chip names",
  "chip",
  "chip_name",
);
const sensorLabel = gauge(
  "node_hwmon_sensor_label",
  "Label for given chip and sensor",
  "chip",
  "sensor",
  "label",
);

/** A file of a sensor that is a number. */
interface Input {
  readonly path: string;
  readonly metric: Metric;
  readonly labels: Labels;
  readonly unit: number;
  readonly limit: boolean;
  /** The last reading of a limit, and when it was; milliseconds, monotonic. */
  last?: { readonly at: number; readonly value: number | undefined };
}

/** What is found when chips appear, and kept until they change. */
interface Found {
  readonly inputs: readonly Input[];
  readonly families: readonly MetricFamily[];
}

/**
 * Hardware sensors. Names, labels and which files there are, are read when a chip appears; inputs at
 * each scrape, limits once a minute. A sensor that does not answer costs only itself.
 */
export const hwmon: Reader = {
  metrics: [chipNames, sensorLabel, ...sensorMetricsInGeneral],
  start({ files, flags, monotonic }) {
    const wantedChip = deviceFilter("hwmon", flags, { of: "chip" });
    const wantedSensor = deviceFilter("hwmon", flags, { of: "sensor" });
    const metrics = new SensorMetrics();
    let known: string | undefined, since = -Infinity;
    let found: Found = { inputs: [], families: [] };
    return { collect: () => inTurns(collect()) };

    function* collect(): Generator<void, MetricFamily[]> {
      const dirs = devicesOf(files, DIR);
      const now = dirs.map((dir) => `${dir} ${identity(files, `${DIR}/${dir}`)}`).join();
      // A driver may give a chip more sensors later.
      if (now !== known || isOld(monotonic() - since)) {
        yield;
        const chips = yield* chipsOf(files, dirs);
        const wanted = chips.filter(({ chip }) => wantedChip(chip));
        found = yield* find(files, wanted, metrics, wantedSensor);
        known = now;
        since = monotonic();
      }
      return yield* measured(files, found, monotonic());
    }
  },
};

function* find(
  files: Files,
  chips: readonly Chip[],
  metrics: SensorMetrics,
  wanted: (sensor: string) => boolean,
): Generator<void, Found> {
  const inputs: Input[] = [], names: Sample[] = [], labels: Sample[] = [];
  for (const { dir, chip, name } of chips) {
    if (name) names.push({ labels: new Labels({ chip, chip_name: name }), value: 1 });
    const own = [...sensorFiles(files, dir)].filter(([, file]) => wanted(`${chip};${file.sensor}`));
    const texts = labelTexts(files, own);
    for (const [sensor, label] of texts) {
      labels.push({ labels: new Labels({ chip, label, sensor }), value: 1 });
    }
    inputs.push(...inputsOf(chip, own, texts, metrics));
    yield;
  }
  return { inputs, families: [chipNames.of(names), sensorLabel.of(labels)] };
}

type SensorFiles = readonly (readonly [path: string, SensorFile])[];

/** What the driver calls the sensors, by sensor. */
function labelTexts(files: Files, own: SensorFiles): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [path, { sensor, property }] of own) {
    const text = property === "label" ? files.attribute(path) : undefined;
    if (text !== undefined) texts.set(sensor, text);
  }
  return texts;
}

function inputsOf(
  chip: string,
  own: SensorFiles,
  texts: ReadonlyMap<string, string>,
  metrics: SensorMetrics,
): Input[] {
  const plain = new Set(own.map(([, file]) => file.property ? "" : file.sensor));
  return own.flatMap(([path, file]) => {
    // A clock goes by its label; without one it says nothing.
    const clock = file.type === "freq" && file.property === "input";
    const text = clock ? texts.get(file.sensor) : "";
    if (file.property === "label" || text === undefined) return [];
    return {
      path,
      ...metrics.of(file, plain.has(file.sensor)),
      labels: new Labels({ chip, sensor: clock ? cleanName(text) : file.sensor }),
      limit: LIMIT.test(file.property),
    };
  });
}

function* measured(
  files: Files,
  { inputs, families }: Found,
  now: number,
): Generator<void, MetricFamily[]> {
  const samples = new Map<Metric, Sample[]>();
  for (const input of inputs) {
    const { metric, labels, unit, limit, last } = input;
    let value;
    // Only an administrator changes a limit.
    if (last && !isOld(now - last.at)) value = last.value;
    else {
      value = limit ? files.number(input.path) : files.hotNumber(input.path);
      if (limit) input.last = { at: now, value };
    }
    yield;
    if (value === undefined) continue;
    const of = samples.get(metric);
    const sample = { labels, value: value / unit };
    if (of) of.push(sample);
    else samples.set(metric, [sample]);
  }
  return [...families, ...[...samples].map(([metric, samples]) => metric.of(samples))];
}
