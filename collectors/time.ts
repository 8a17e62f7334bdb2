import { type Collector, gauge, Labels, type MetricFamily, type Sample } from "./collector.ts";
import { zoneName } from "./linux/zone_name.ts";
import { Memo } from "./memo.ts";
import { Rarely } from "./rarely.ts";

const now_ = gauge("node_time_seconds", "System time in seconds since epoch (1970).");
const zone = gauge(
  "node_time_zone_offset_seconds",
  "System time zone offset in seconds.",
  "time_zone",
);
const available = gauge(
  "node_time_clocksource_available_info",
  "Available clocksources read from '/sys/devices/system/clocksource'.",
  "clocksource",
  "device",
);
const current = gauge(
  "node_time_clocksource_current_info",
  "Current clocksource read from '/sys/devices/system/clocksource'.",
  "clocksource",
  "device",
);

const SOURCES = "/sys/devices/system/clocksource";

/** The clock. */
export const time: Collector = {
  name: "time",
  help: "The system's time, zone and clock source",
  system: "any",
  metrics: [now_, zone, available, current],
  start({ files, now, monotonic }) {
    const labels = new Memo((key) => {
      const [clocksource, device] = key.split("\n");
      return new Labels({ clocksource, device });
    });

    function zoneNow(): MetricFamily {
      const date = new Date(1000 * now());
      const offset = date.getTimezoneOffset();
      const labels = new Labels({ time_zone: zoneOfFile(offset) ?? zoneOfIntl(date) });
      return zone.of([{ labels, value: -60 * offset }]);
    }

    /** A sample for each clock source that stands in a file of the devices. */
    function sources(devices: readonly string[], file: string): Sample[] {
      return devices.flatMap((dir) => {
        const names = files.attribute(`${SOURCES}/${dir}/${file}`)?.split(/\s+/) ?? [];
        const device = dir.slice("clocksource".length);
        return names.filter(Boolean).map((name) => ({
          labels: labels.get(`${name}\n${device}`),
          value: 1,
        }));
      });
    }

    // Summer comes within a minute of its time, and so does a clock source that proved bad.
    const rest = new Rarely(monotonic, () => {
      labels.round();
      const devices = files.list(SOURCES).filter((dir) => /^clocksource\d+$/.test(dir));
      return [
        zoneNow(),
        available.of(sources(devices, "available_clocksource")),
        current.of(sources(devices, "current_clocksource")),
      ];
    });
    return { collect: () => [now_.one(now()), ...rest.get()] };
  },
};

/** The zone of this process by its file, which TZ names or is the system's. */
function zoneOfFile(offset: number): string | undefined {
  const name = Deno.env.get("TZ")?.replace(/^:/, "") || "/etc/localtime";
  const path = name.startsWith("/") ? name : `/usr/share/zoneinfo/${name}`;
  try {
    return zoneName(Deno.readFileSync(path), offset);
  } catch {
    // No such file: a rule in TZ itself, another system, or a container without the zones.
    return offset === 0 ? "UTC" : undefined;
  }
}

function zoneOfIntl(date: Date): string {
  const parts = new Intl.DateTimeFormat("en", { timeZoneName: "short" }).formatToParts(date);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}
