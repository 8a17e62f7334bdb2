import { type Collector, NoData } from "./collector.ts";
import { nameFilter } from "./filter.ts";
import { regexp } from "./flags.ts";
import type { Files } from "./linux/files.ts";
import { interfaceNames, isInterface, NetInterface } from "./linux/net_class.ts";
import { netclassFamilies, netclassMetrics, NetSeries } from "./netclass_series.ts";
import { once } from "./readings.ts";
import { inTurns } from "./turns.ts";

/** Seconds in which the ticks read every interface once. */
const TURN = 14;
/** Milliseconds after which a scrape reads an interface itself: there are no ticks. */
const STALE = 15_000;
const FLAG = "collector.netclass";

/**
 * What network interfaces are, and their state.
 *
 * A host has as many interfaces as containers, and each has 22 files here. So what stays as it is, is
 * read once; each scrape reads the state (`operstate`), and all the rest of an interface whose state
 * has changed. In between, the ticks read all interfaces in turn: a value other than the state may
 * be 15 s old, and not older.
 */
export const netclass: Collector = {
  name: "netclass",
  help: "State and properties of network interfaces (/sys/class/net)",
  system: "linux",
  metrics: netclassMetrics,
  flags: [
    {
      name: `${FLAG}.ignored-devices`,
      value: "REGEXP",
      help: "without interfaces that match",
      default: "^$",
      check: regexp,
    },
    {
      name: `${FLAG}.ignore-invalid-speed`,
      help: "without a speed of -1, which stands for unknown",
      default: false,
    },
  ],
  start({ files, flags, monotonic }) {
    const wanted = nameFilter("", flags.text(`${FLAG}.ignored-devices`), "^$");
    const slowest = flags.on(`${FLAG}.ignore-invalid-speed`) ? 0 : -Infinity;
    const watch = new Watch(files, wanted, monotonic, slowest);
    return {
      tick: () => inTurns(watch.readSome(), "patient"),
      collect: () => once(inTurns(watch.all()), netclassFamilies),
    };
  },
};

/** All interfaces; null for a name that is none. */
class Watch {
  #entries = new Map<string, NetSeries | null>();

  constructor(
    private readonly files: Files,
    private readonly wanted: (name: string) => boolean,
    private readonly monotonic: () => number,
    private readonly slowest: number,
  ) {}

  /**
   * The interfaces that there are, each with its state of now.
   *
   * @throws {NoData} where there is none
   */
  *all(): Generator<void, NetSeries[]> {
    const now = this.monotonic();
    const names = interfaceNames(this.files).filter(this.wanted);
    if (names.length === 0) throw new NoData("there are no network interfaces");
    const entries = new Map<string, NetSeries | null>();
    const all: NetSeries[] = [];
    let problem: unknown;
    for (const name of names) {
      let entry = this.#entries.get(name);
      try {
        entry = entry === undefined
          ? this.#anew(name, now)
          : entry && this.#again(name, entry, now);
      } catch (error) {
        if (isInterface(this.files, name)) problem = error;
        continue;
      }
      entries.set(name, entry);
      if (entry) all.push(entry);
      yield;
    }
    // One that does not answer costs only itself.
    if (all.length === 0 && problem) throw problem;
    this.#entries = entries;
    return all;
  }

  /**
   * Reads those that were not read for the longest time, so many that a turn brings all of them; of few,
   * none before its time is near.
   */
  *readSome(): Generator<void, void> {
    const entries = [...this.#entries.values()].filter((entry) => entry !== null);
    const now = this.monotonic();
    const quota = Math.ceil(entries.length / TURN);
    const early = 1000 * Math.ceil(entries.length / quota);
    const due = entries.filter(({ at }) => now - at >= 1000 * TURN - early);
    due.sort((a, b) => a.at - b.at);
    for (const entry of due.slice(0, quota)) {
      entry.read(now, this.slowest);
      yield;
    }
  }

  /** Null for a name that is no interface. @throws where it has gone, or does not answer */
  #anew(name: string, now: number): NetSeries | null {
    if (!isInterface(this.files, name)) return null;
    const entry = new NetSeries(new NetInterface(this.files, name));
    this.#read(entry, now);
    return entry;
  }

  /** One that was there before: under its name there may be another by now, in another place of /sys. */
  #again(name: string, entry: NetSeries, now: number): NetSeries | null {
    try {
      this.#read(entry, now);
      return entry;
    } catch {
      return this.#anew(name, now);
    }
  }

  #read(entry: NetSeries, now: number): void {
    if (entry.readState() || now - entry.at > STALE) entry.read(now, this.slowest);
  }
}
