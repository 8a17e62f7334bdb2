import { counter, gauge, Labels, type Metric, type MetricFamily } from "./collector.ts";
import type { NetInterface, NumberFile } from "./linux/net_class.ts";

/** Mbit/s in bytes a second. */
const MEGABIT = 1e6 / 8;
/** Of the flags (IFF_UP): the administrator turned it on. */
const UP = 1;

const property = (name: string) =>
  (name.endsWith("_total") ? counter : gauge)(
    `node_network_${name}`,
    `Network device property: ${name}`,
    "device",
  );

/** The files that are numbers, and their metrics. */
const PROPERTIES: readonly (readonly [NumberFile, Metric])[] = [
  ["addr_assign_type", property("address_assign_type")],
  ["carrier", property("carrier")],
  ["carrier_changes", property("carrier_changes_total")],
  ["carrier_up_count", property("carrier_up_changes_total")],
  ["carrier_down_count", property("carrier_down_changes_total")],
  ["dev_id", property("device_id")],
  ["dormant", property("dormant")],
  ["flags", property("flags")],
  ["ifindex", property("iface_id")],
  ["iflink", property("iface_link")],
  ["link_mode", property("iface_link_mode")],
  ["mtu", property("mtu_bytes")],
  ["name_assign_type", property("name_assign_type")],
  ["netdev_group", property("net_dev_group")],
  ["speed", property("speed_bytes")],
  ["tx_queue_len", property("transmit_queue_length")],
  ["type", property("protocol_type")],
];
const up = gauge("node_network_up", "Value is 1 if operstate is 'up', 0 otherwise.", "device");
const info = gauge(
  "node_network_info",
  "Non-numeric data from /sys/class/net/<iface>, value is always 1.",
  "device",
  "address",
  "broadcast",
  "duplex",
  "operstate",
  "adminstate",
  "ifalias",
);

/** What {@linkcode netclassFamilies} gives. */
export const netclassMetrics: readonly Metric[] = [
  up,
  info,
  ...PROPERTIES.map(([, metric]) => metric),
];

/** An interface with the values of its series. */
export class NetSeries {
  /** In the order of {@linkcode PROPERTIES}; NaN where there is none. */
  values: readonly number[] = [];
  info!: Labels;
  up = 0;
  /** When it was read; milliseconds, monotonic. */
  at = -Infinity;
  readonly device: Labels;

  constructor(private readonly of: NetInterface) {
    this.device = new Labels({ device: of.name });
  }

  readState(): boolean {
    return this.of.readState();
  }

  /** @param slowest the lowest speed that is shown */
  read(now: number, slowest: number): void {
    const { of } = this;
    const there = of.read();
    this.values = PROPERTIES.map(([file]) => {
      const value = of.numbers.get(file) ?? NaN;
      if (file !== "speed") return value;
      return value < slowest ? NaN : value * MEGABIT;
    });
    this.up = of.operstate === "up" ? 1 : 0;
    const named = infoLabels(of);
    if (this.info?.text !== named.text) this.info = named;
    // One that has gone and comes back before the next scrape is read by that.
    this.at = there ? now : -Infinity;
  }
}

function infoLabels({ name, numbers, operstate, words }: NetInterface): Labels {
  const { address, broadcast, duplex, ifalias } = words;
  const flags = numbers.get("flags");
  const adminstate = flags === undefined ? "unknown" : flags & UP ? "up" : "down";
  return new Labels({ address, adminstate, broadcast, device: name, duplex, ifalias, operstate });
}

/** The families of these interfaces. */
export function netclassFamilies(entries: readonly NetSeries[]): MetricFamily[] {
  const devices = entries.map(({ device }) => device);
  return [
    up.column(devices, entries.map(({ up }) => up)),
    info.column(entries.map(({ info }) => info), entries.map(() => 1)),
    ...PROPERTIES.map(([, metric], i) =>
      metric.column(devices, entries.map(({ values }) => values[i]))
    ),
  ];
}
