import { type Collector, gauge, Labels, type MetricFamily, NoData } from "./collector.ts";
import type { Files } from "./linux/files.ts";
import { parseOsRelease } from "./linux/inventory.ts";
import { Rarely } from "./rarely.ts";

/** Where os-release(5) says that it is, the first that is there. */
const FILES = ["/etc/os-release", "/usr/lib/os-release"];

/** The labels: in os-release they are in capitals. */
const LABELS = [
  "build_id",
  "id",
  "id_like",
  "image_id",
  "image_version",
  "name",
  "pretty_name",
  "variant",
  "variant_id",
  "version",
  "version_codename",
  "version_id",
];

const info = gauge(
  "node_os_info",
  `A metric with a constant '1' value labeled by ${LABELS.join(", ")}.`,
  ...LABELS,
);
const version = gauge(
  "node_os_version",
  "Metric containing the major.minor part of the OS version.",
  "id",
  "id_like",
  "name",
);
const supportEnd = gauge(
  "node_os_support_end_timestamp_seconds",
  "Metric containing the end-of-life date timestamp of the OS.",
);

/** Which operating system this is. */
export const os: Collector = {
  name: "os",
  help: "The operating system's name and version (/etc/os-release)",
  system: "linux",
  metrics: [info, version, supportEnd],
  start({ files, monotonic }) {
    // An upgrade changes it while the program runs.
    const release = new Rarely(monotonic, () => read(files));
    let text: string | undefined;
    let known: MetricFamily[] = [];
    return {
      collect() {
        const now = release.get();
        if (now === undefined) throw new NoData(`there is none of ${FILES.join(", ")}`);
        if (now !== text) {
          known = familiesOf(parseOsRelease(now));
          text = now;
        }
        return known;
      },
    };
  },
};

/** Its text; undefined where there is none. */
function read(files: Files): string | undefined {
  const path = FILES.find((path) => files.exists(path));
  return path && files.read(path);
}

function familiesOf(release: Map<string, string>): MetricFamily[] {
  const labels = (names: string[]) =>
    new Labels(
      Object.fromEntries(names.map((name) => [name, release.get(name.toUpperCase()) ?? ""])),
    );
  const families = [info.of([{ labels: labels(LABELS), value: 1 }])];
  // A rolling release has none, or not in numbers.
  const number = parseFloat(release.get("VERSION_ID")?.match(/^\d+(\.\d+)?/)?.[0] ?? "0");
  if (number > 0) {
    families.push(version.of([{ labels: labels(["id", "id_like", "name"]), value: number }]));
  }
  const end = release.get("SUPPORT_END");
  if (end) families.push(supportEnd.one(secondsOfDate(end)));
  return families;
}

/** Unix time at which a day begins, UTC. */
function secondsOfDate(day: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : NaN;
  if (Number.isNaN(milliseconds)) {
    throw new RangeError(`SUPPORT_END of os-release must be YYYY-MM-DD, got "${day}"`);
  }
  return milliseconds / 1000;
}
