import { counter, type Labels, type MetricFamily } from "./collector.ts";
import type { Files } from "./linux/files.ts";
import { type InterfaceCounters, NETDEV_COUNTERS } from "./readings.ts";

/** Of packets that nobody takes; it stands in a file of its own for each interface, and not in /proc/net/dev. */
export const nohandler = counter(
  "node_network_receive_nohandler_total",
  "Network device statistic receive_nohandler.",
  "device",
);

const DIR = "/sys/class/net";
const PACKETS = NETDEV_COUNTERS.indexOf("receive_packets");
/** As many known interfaces are read again in one scrape. */
const AT_ONCE = 256;

interface Known {
  readonly path: string;
  /** Packets that the interface had received at the reading. */
  readonly packets: number;
  /** NaN where there is none. */
  readonly value: number;
  /** In which scrape it was read. */
  readonly round: number;
}

/**
 * Reads the packets without a handler. It is a rare count, and a file for each of perhaps a thousand
 * interfaces: so only interfaces that received something since are read again, and of those at most
 * 256 in one scrape, in turn. With 1,000 busy interfaces a value is up to 4 scrapes old.
 */
export class NoHandler {
  #known = new Map<string, Known>();
  #round = 0;

  constructor(private readonly files: Files) {}

  /** @param interfaces those that are wanted */
  *family(
    interfaces: readonly InterfaceCounters[],
    labels: (device: string) => Labels,
  ): Generator<void, MetricFamily> {
    this.#round++;
    const known = new Map<string, Known>();
    const moved: [Known, InterfaceCounters][] = [];
    for (const read of interfaces) {
      const before = this.#known.get(read.device);
      known.set(read.device, before ?? this.#read(read));
      if (!before) yield;
      if (before && before.packets !== read.values[PACKETS]) moved.push([before, read]);
    }
    moved.sort(([a], [b]) => a.round - b.round);
    for (const [{ path }, read] of moved.slice(0, AT_ONCE)) {
      known.set(read.device, this.#read(read, path));
    }
    this.#known = known;
    const series = [...known.keys()].map(labels);
    return nohandler.column(series, [...known.values()].map(({ value }) => value));
  }

  #read(
    { device, values }: InterfaceCounters,
    path = `${DIR}/${device}/statistics/rx_nohandler`,
  ): Known {
    let value = NaN;
    try {
      value = Number(this.files.hot(path));
    } catch {
      // Kernels before 4.6 do not count it, and an interface may have gone a moment ago.
    }
    return { path, packets: values[PACKETS], value, round: this.#round };
  }
}
