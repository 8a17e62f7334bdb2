/**
 * hostvitals held beside Debian's node_exporter: what is compared, and how near it must be.
 *
 * @module
 */
import type { ReadFamily } from "../exposition.ts";
import { tool } from "../tools.ts";

/** Families by name. */
export type Families = Map<string, ReadFamily>;

/** Families that are not compared, and why. */
const NOT_COMPARED: readonly (readonly [families: RegExp, why: string])[] = [
  [/^(go|promhttp)_/, "of the Go program"],
  [/^node_exporter_build_info$/, "is what its name says"],
];

/** Series that are not compared, and why. */
const NOT_COMPARED_SERIES: readonly (readonly [series: RegExp, why: string])[] = [
  [/^node_scrape_collector_\w+{collector="systemd"}$/, "on by default in Debian's only"],
  [/^node_disk_\w+{device="zram\d+"/, "left out by default since node_exporter 1.6"],
];

/** Labels that node_exporter got after Debian's version of it. */
const NEWER_LABELS: Readonly<Record<string, RegExp>> = {
  node_disk_info: /rotational="[^"]*",?/,
  node_network_info: /adminstate="[^"]*",?/,
  node_nvme_info: /cntlid="[^"]*",?/,
};

/** Of values that move: how far the peer's may lie outside of ours from before and after. */
interface Tolerance {
  /** By this factor. */
  readonly factor?: number;
  /** Or by so much. */
  readonly by?: number;
  readonly any?: true;
}

const MEGABYTE = 1 << 20;

/** The first row that matches counts; whatever matches none lies between ours, so what stands still is equal. */
const TOLERANCES: readonly (readonly [families: RegExp, Tolerance])[] = [
  // Each of its own program.
  [/^(process_|node_scrape_collector_duration_seconds$)/, { any: true }],
  [/^node_procs_(running|blocked)$|^node_disk_io_now$/, { any: true }],
  [/^node_load\d+$/, { by: 2 }],
  // An idle CPU's time is reckoned up when somebody asks, and may be corrected downwards.
  [/^node_cpu_seconds_total$/, { by: 0.1 }],
  [/^node_memory_\w+_(bytes|Total|Free)$/, { factor: 2, by: 64 * MEGABYTE }],
  [/^node_filesystem_(free|avail)_bytes$/, { factor: 1.5, by: 256 * MEGABYTE }],
  [/^node_filesystem_files_free$/, { factor: 1.5, by: 10_000 }],
  [/^node_(sockstat_\w+|netstat_Tcp_CurrEstab|nf_conntrack_entries)$/, { factor: 2, by: 200 }],
  [/^node_(filefd_allocated|entropy_available_bits|arp_entries|udp_queues)$/, {
    factor: 2,
    by: 500,
  }],
  [/^node_(hwmon|thermal_zone|cooling_device|power_supply|cpu_scaling)_/, { factor: 2, by: 10 }],
  [/^node_boot_time_seconds$/, { by: 1 }],
];

/** Debian's node_exporter while it serves. */
export class Peer implements AsyncDisposable {
  #said = "";
  readonly #reading: Promise<void>;

  private constructor(private readonly process: Deno.ChildProcess) {
    this.#reading = this.#read();
  }

  /** Starts it on a port that the system chooses, and waits until it serves. */
  static async start(path: string, ...args: string[]): Promise<Peer> {
    const peer = new Peer(
      new Deno.Command(path, {
        args: ["--web.listen-address=127.0.0.1:0", ...args],
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).spawn(),
    );
    for (let tries = 0; tries < 400 && !peer.url; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    if (peer.url) return peer;
    await peer[Symbol.asyncDispose]();
    throw new Error(`${path} does not serve: ${peer.#said}`);
  }

  /** Where its metrics are; undefined as long as it does not say so. */
  get url(): string | undefined {
    const port = /Listening on"? address=127\.0\.0\.1:(\d+)/.exec(this.#said)?.[1];
    return port && `http://127.0.0.1:${port}/metrics`;
  }

  async metrics(): Promise<string> {
    const response = await fetch(this.url!, { signal: AbortSignal.timeout(20_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text}`);
    return text;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.process.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
    await this.process.status;
    await this.#reading;
  }

  async #read(): Promise<void> {
    for await (const piece of this.process.stderr.pipeThrough(new TextDecoderStream())) {
      this.#said += piece;
    }
  }
}

/** Where it is; undefined on other systems, and where it cannot be installed. */
export const peerPath = Deno.build.os === "linux"
  ? await tool("prometheus-node-exporter", "prometheus-node-exporter")
  : undefined;

/** Families of the peer that can be compared. */
export function comparable(theirs: Families): Families {
  return new Map(
    [...theirs].filter(([name]) => !NOT_COMPARED.some(([families]) => families.test(name))),
  );
}

/** What is said of those families that the second has. */
export function of<T>(families: Families, wanted: Families, what: (family: ReadFamily) => T) {
  return Object.fromEntries(
    [...wanted.keys()].map((
      name,
    ) => [name, families.has(name) ? what(families.get(name)!) : "missing"]),
  );
}

/** Series that are compared, without what came later than the peer: to family and value. */
export function seriesOf(families: Families): Map<string, { name: string; value: number }> {
  const all = new Map<string, { name: string; value: number }>();
  for (const [name, { samples }] of families) {
    for (const [full, value] of samples) {
      if (NOT_COMPARED_SERIES.some(([series]) => series.test(full))) continue;
      const series = full.replace(NEWER_LABELS[name] ?? /^$/, "");
      all.set(series, { name, value: value.endsWith("Inf") ? parseInf(value) : Number(value) });
    }
  }
  return all;
}

const parseInf = (text: string) => text.startsWith("-") ? -Infinity : Infinity;

/** Whether a series is in neither; a device may come or go between the two. */
export function missingIn(before: Families, after: Families): (series: string) => boolean {
  const [a, b] = [seriesOf(before), seriesOf(after)];
  return (series) => !a.has(series) && !b.has(series);
}

/** The values of the peer that are too far from ours, a line each. */
export function differences(theirs: Families, before: Families, after: Families): string[] {
  const [a, b] = [seriesOf(before), seriesOf(after)];
  const wrong: string[] = [];
  for (const [series, { name, value }] of seriesOf(theirs)) {
    const [from, to] = [a.get(series)?.value, b.get(series)?.value];
    if (from === undefined || to === undefined) continue;
    const tolerance = TOLERANCES.find(([families]) => families.test(name))?.[1] ?? {};
    if (!fits(value, from, to, tolerance)) {
      wrong.push(`${series} ${from} to ${to}, node_exporter has ${value}`);
    }
  }
  return wrong;
}

function fits(value: number, from: number, to: number, tolerance: Tolerance): boolean {
  const { factor = 1, by = 0, any = false } = tolerance;
  if (any || Object.is(value, from)) return true;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  // The last bits depend on the order in which a sum or a product was made.
  const bits = 1e-12 * Math.abs(value);
  return value >= Math.min(low / factor, low - by) - bits &&
    value <= Math.max(high * factor, high + by) + bits;
}
