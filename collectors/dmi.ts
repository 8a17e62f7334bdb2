import { type Collector, gauge, Labels, type MetricFamily, NoData } from "./collector.ts";

const DMI = "/sys/class/dmi/id";

/** The labels: the names of files below {@linkcode DMI}, but for the last. */
const LABELS = [
  "bios_date",
  "bios_release",
  "bios_vendor",
  "bios_version",
  "board_asset_tag",
  "board_name",
  "board_serial",
  "board_vendor",
  "board_version",
  "chassis_asset_tag",
  "chassis_serial",
  "chassis_vendor",
  "chassis_version",
  "product_family",
  "product_name",
  "product_serial",
  "product_sku",
  "product_uuid",
  "product_version",
  "system_vendor",
];

const info = gauge(
  "node_dmi_info",
  `A metric with a constant '1' value labeled by ${LABELS.join(", ")} if provided by DMI.`,
  ...LABELS,
);

/** What the firmware says of the hardware (drivers/firmware/dmi-id.c). */
export const dmi: Collector = {
  name: "dmi",
  help: "Vendor and model of the hardware (/sys/class/dmi)",
  system: "linux",
  metrics: [info],
  start({ files }) {
    // It is told once, at boot.
    let known: MetricFamily[] | undefined;

    function read(): MetricFamily[] {
      const pairs: Record<string, string> = {};
      for (const label of LABELS) {
        const value = files.attribute(`${DMI}/${label.replace("system_", "sys_")}`);
        // Serial numbers only root may read; others the firmware does not give.
        if (value !== undefined) pairs[label] = value;
      }
      if (Object.keys(pairs).length === 0) return [];
      return [info.of([{ labels: new Labels(pairs), value: 1 }])];
    }

    return {
      collect() {
        known ??= read();
        if (known.length === 0) throw new NoData("this hardware has no DMI");
        return known;
      },
    };
  },
};
