import {
  type Collector,
  gauge,
  Labels,
  type Metric,
  type MetricFamily,
  type Sample,
} from "./collector.ts";
import { devicesOf, identity } from "./linux/class.ts";
import type { Files } from "./linux/files.ts";
import { Memo } from "./memo.ts";
import { Rarely } from "./rarely.ts";
import { inTurns } from "./turns.ts";

const DIR = "/sys/class/thermal";
const COOLING = "cooling_device";
const MILLIDEGREES = 1000;

const temperature = gauge(
  "node_thermal_zone_temp",
  "Zone temperature in Celsius",
  "zone",
  "type",
);
const currentState = gauge(
  "node_cooling_device_cur_state",
  "Current throttle state of the cooling device",
  "name",
  "type",
);
const maxState = gauge(
  "node_cooling_device_max_state",
  "Maximum throttle state of the cooling device",
  "name",
  "type",
);

/** A kind of device: how its directory begins, the label of its number, what is read, and how much of it is 1. */
const KINDS: readonly {
  readonly prefix: string;
  readonly label: string;
  readonly file: string;
  readonly metric: Metric;
  readonly unit: number;
}[] = [
  { prefix: "thermal_zone", label: "zone", file: "temp", metric: temperature, unit: MILLIDEGREES },
  { prefix: COOLING, label: "name", file: "cur_state", metric: currentState, unit: 1 },
];

/** What of a device stays as it is. */
interface Device {
  readonly labels: Labels;
  /** Of a cooling device; a driver may change it. */
  readonly maxState: Rarely<number | undefined>;
}

/**
 * Temperatures, and how far cooling is turned up (Documentation/driver-api/thermal/sysfs-api.rst).
 * The type of a device is read when it appears, its highest state once a minute; a zone that does not answer costs
 * only itself.
 */
export const thermal_zone: Collector = {
  name: "thermal_zone",
  help: "Thermal zones and cooling devices (/sys/class/thermal)",
  system: "linux",
  metrics: [temperature, currentState, maxState],
  start({ files, monotonic }) {
    const devices = new Memo((key) => deviceOf(files, key, monotonic));
    return { collect: () => inTurns(collect()) };

    function* collect(): Generator<void, MetricFamily[]> {
      const names = devicesOf(files, DIR);
      devices.round();
      const families: MetricFamily[] = [], most: Sample[] = [];
      for (const { prefix, file, metric, unit } of KINDS) {
        const samples: Sample[] = [];
        for (const name of names) {
          if (!name.startsWith(prefix)) continue;
          const dir = `${DIR}/${name}`;
          const { labels, maxState } = devices.get(`${name} ${identity(files, dir)}`);
          const value = files.hotNumber(`${dir}/${file}`);
          if (value !== undefined) samples.push({ labels, value: value / unit });
          const highest = prefix === COOLING ? maxState.get() : undefined;
          if (highest !== undefined) most.push({ labels, value: highest });
          yield;
        }
        families.push(metric.of(samples));
      }
      return [...families, maxState.of(most)];
    }
  },
};

/** @param key the name, and what tells the device from its namesakes */
function deviceOf(files: Files, key: string, monotonic: () => number): Device {
  const name = key.slice(0, key.indexOf(" "));
  const { prefix, label } = KINDS.find(({ prefix }) => name.startsWith(prefix))!;
  return {
    labels: new Labels({
      [label]: name.slice(prefix.length),
      type: files.attribute(`${DIR}/${name}/type`) ?? "",
    }),
    maxState: new Rarely(monotonic, () => files.number(`${DIR}/${name}/max_state`)),
  };
}
