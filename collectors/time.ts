import { type Collector, gauge, Labels, type MetricFamily } from "./collector.ts";

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

/** The clock. */
export const time: Collector = {
  name: "time",
  help: "The system's time, zone and clock source",
  system: "any",
  metrics: [now_, zone, available, current],
  start({ files, now }) {
    const zoneName = new Intl.DateTimeFormat("en", { timeZoneName: "short" });
    return {
      collect() {
        const seconds = now();
        const date = new Date(1000 * seconds);
        const name = zoneName.formatToParts(date).find(({ type }) => type === "timeZoneName")
          ?.value;
        const families: MetricFamily[] = [
          now_.one(seconds),
          zone.of([{
            labels: new Labels({ time_zone: name ?? "" }),
            value: -60 * date.getTimezoneOffset(),
          }]),
        ];
        const sources = "/sys/devices/system/clocksource";
        for (const dir of files.list(sources)) {
          const device = /^clocksource(\d+)$/.exec(dir)?.[1];
          if (device === undefined) continue;
          const info = (file: string) =>
            (files.attribute(`${sources}/${dir}/${file}`) ?? "").split(/\s+/).filter(Boolean)
              .map((clocksource) => ({ labels: new Labels({ clocksource, device }), value: 1 }));
          families.push(available.of(info("available_clocksource")));
          families.push(current.of(info("current_clocksource")));
        }
        return families;
      },
    };
  },
};
