import type { Systeminformation } from "systeminformation";
import { type InterfaceCounters, NETDEV_COUNTERS, Unsupported } from "../readings.ts";

type Stats = Systeminformation.NetworkStatsData;

/** Our counter to its field. */
const FIELDS: Readonly<Record<string, keyof Stats>> = {
  receive_bytes: "rx_bytes",
  receive_errs: "rx_errors",
  receive_drop: "rx_dropped",
  transmit_bytes: "tx_bytes",
  transmit_errs: "tx_errors",
  transmit_drop: "tx_dropped",
};

/** Where it reads the counters as they are; on the BSDs it adds the lines of each address to those of the link. */
const COUNTED = ["linux", "darwin", "win32"];

/**
 * Counters of `networkStats()`. It gives zeros for an interface that it could not read, which as
 * counters would be a restart: one that carried nothing and is not known to be up is left out.
 *
 * @throws {Unsupported} where it does not count them right
 */
export function interfacesOf(stats: readonly Stats[], platform: string): InterfaceCounters[] {
  if (!COUNTED.includes(platform)) {
    throw new Unsupported(`systeminformation does not count network interfaces on ${platform}`);
  }
  const counters = NETDEV_COUNTERS.map((name) => FIELDS[name]);
  const found = new Map<string, InterfaceCounters>();
  for (const read of stats) {
    if (read.operstate === "unknown" && read.rx_bytes + read.tx_bytes === 0) continue;
    const values = counters.map((field) => {
      // On macOS both are the drops of the output queue.
      if (!field || (platform === "darwin" && field === "rx_dropped")) return NaN;
      return Number(read[field]);
    });
    found.set(read.iface, { device: read.iface, values });
  }
  return [...found.values()];
}

/**
 * The names to ask `networkStats()` for: the interfaces that have an address. For `*` it would list
 * them itself, with dozens of processes, and start one or two more for each that has none.
 */
export function namesOf(interfaces: Readonly<Record<string, unknown>>): string[] {
  // An alias of Linux (`eth0:1`) has no counters of its own.
  return [...new Set(Object.keys(interfaces).map((name) => name.split(":")[0]))];
}
