/**
 * The sensors of a hardware monitor as files (Documentation/hwmon/sysfs-interface.rst).
 *
 * @module
 */
import { posix } from "node:path";
import type { Files } from "./files.ts";

/** A file of a sensor: `temp1_input` is of the type `temp`, the sensor `temp1` and the property `input`. */
export interface SensorFile {
  readonly type: string;
  readonly sensor: string;
  /** Empty where the file is the sensor itself (`pwm1`). */
  readonly property: string;
}

/** The types of sensors that the kernel's document knows. */
const TYPES = new Set(
  ("vrm beep_enable update_interval in cpu fan pwm temp curr power energy humidity intrusion freq")
    .split(" "),
);

/** Characters of a file's name at most: NAME_MAX. */
const LONGEST_NAME = 255;

/** Takes the name of a sensor's file apart; undefined where it is none. A sensor without number is number 0. */
export function parseSensorFile(name: string): SensorFile | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const found = /^([^0-9]+)([0-9]*)(?:_(.+))?$/.exec(name);
  if (!found || !TYPES.has(found[1])) return undefined;
  const [, type, number, property = ""] = found;
  return { type, sensor: `${type}${Number(number)}`, property };
}

/** A name as it can stand in a metric or label: lower case, other characters as `_`, none at the ends. */
export function cleanName(text: string): string {
  // Those at the end are looked for once, not from each of them.
  return text.toLowerCase().replace(/[^a-z0-9:_]/g, "_").replace(/^_+|(?<!_)_+$/g, "");
}

/** A chip, and where its files are. */
export interface Chip {
  /** The directory below /sys/class/hwmon. */
  readonly dir: string;
  /** Unique, and the same after a restart if the device is at the same place. */
  readonly chip: string;
  /** What the driver calls it; empty where it does not. */
  readonly name: string;
}

const CLASS = "/sys/class/hwmon";

/**
 * The chips with their names: bus and device (`platform_coretemp_0`), since the numbers of hwmon
 * depend on the order in which drivers are loaded; else the driver's name, else the number. Chips of
 * the same device have the driver's name behind it.
 */
export function* chipsOf(files: Files, dirs: readonly string[]): Generator<void, Chip[]> {
  const chips: Chip[] = [];
  for (const dir of dirs) {
    const name = cleanName(files.attribute(`${CLASS}/${dir}/name`) ?? "");
    chips.push({ dir, name, chip: deviceName(files, dir) || name || cleanName(dir) });
    yield;
  }
  const once = (names: string[]) => (name: string) =>
    names.indexOf(name) === names.lastIndexOf(name);
  const alone = once(chips.map(({ chip }) => chip));
  const apart = chips.map((chip) =>
    alone(chip.chip) ? chip : { ...chip, chip: `${chip.chip}_${chip.name || cleanName(chip.dir)}` }
  );
  const unique = once(apart.map(({ chip }) => chip));
  return apart.map((chip) =>
    unique(chip.chip) ? chip : { ...chip, chip: `${chip.chip}_${cleanName(chip.dir)}` }
  );
}

/** The last two parts of the way to the device; empty where the chip has none. */
function deviceName(files: Files, dir: string): string {
  let real;
  try {
    real = Deno.realPathSync(files.path(`${CLASS}/${dir}/device`));
  } catch {
    return "";
  }
  const bus = cleanName(posix.basename(posix.dirname(real)));
  const device = cleanName(posix.basename(real));
  return bus && device ? `${bus}_${device}` : device;
}

/** The files of a chip's sensors by their path; old drivers have them at the device itself. */
export function sensorFiles(files: Files, dir: string): Map<string, SensorFile> {
  const found = new Map<string, SensorFile>();
  const seen = new Set<string>();
  // What both directories have is taken from the device, as the peer does it.
  for (const at of [`${CLASS}/${dir}/device`, `${CLASS}/${dir}`]) {
    for (const name of files.list(at)) {
      const file = parseSensorFile(name);
      if (!file || seen.has(name)) continue;
      seen.add(name);
      found.set(`${at}/${name}`, file);
    }
  }
  return found;
}
