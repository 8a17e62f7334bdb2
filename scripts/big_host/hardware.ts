import { attributes, type Entry, numbers } from "./entry.ts";
import type { HostSize } from "./size.ts";

/** Temperatures of a chip. */
const CHIP = 16;
/** CPUs of a package, which has a thermal zone, an energy meter and two memory controllers. */
const PACKAGE = 64;

/** Sensors, thermal zones and cooling, energy meters, memory controllers. */
export function* hardware({ sensors, cpus }: HostSize): Generator<Entry> {
  for (const chip of numbers(Math.ceil(sensors / CHIP))) {
    yield* hwmon(chip, Math.min(CHIP, sensors - chip * CHIP));
  }
  for (const cpu of numbers(cpus)) {
    const state = { type: "Processor", max_state: 10, cur_state: cpu % 3 };
    yield* attributes(`sys/class/thermal/cooling_device${cpu}`, state);
  }
  for (const i of numbers(Math.ceil(cpus / PACKAGE))) {
    const zone = `sys/class/thermal/thermal_zone${i}`;
    const policy = { type: "x86_pkg_temp", mode: "enabled", policy: "step_wise", passive: 0 };
    yield* attributes(zone, policy);
    yield { path: `${zone}/temp`, text: `${45_000 + i}\n`, moves: true };
    const rapl = `sys/class/powercap/intel-rapl:${i}`;
    yield* attributes(rapl, { name: `package-${i}`, max_energy_range_uj: 262_143_328_850 });
    yield { path: `${rapl}/energy_uj`, text: `${100_000_000 + i}\n`, moves: true };
    for (const controller of [2 * i, 2 * i + 1]) {
      yield* attributes(`sys/devices/system/edac/mc/mc${controller}`, {
        ce_count: controller,
        ce_noinfo_count: 0,
        ue_count: 0,
        ue_noinfo_count: 0,
      });
    }
  }
}

function* hwmon(chip: number, sensors: number): Generator<Entry> {
  const device = `devices/platform/coretemp.${chip}`;
  const dir = `sys/${device}/hwmon/hwmon${chip}`;
  yield { path: `sys/class/hwmon/hwmon${chip}`, text: `-> ../../${device}/hwmon/hwmon${chip}` };
  yield { path: `${dir}/device`, text: `-> ../../../coretemp.${chip}` };
  yield* attributes(dir, { name: "coretemp" });
  for (const i of numbers(sensors)) {
    const sensor = `temp${i + 1}`;
    yield { path: `${dir}/${sensor}_input`, text: `${40_000 + 100 * i}\n`, moves: true };
    yield* attributes(dir, {
      [`${sensor}_label`]: `Core ${i}`,
      [`${sensor}_max`]: 90_000,
      [`${sensor}_crit`]: 100_000,
    });
  }
}
