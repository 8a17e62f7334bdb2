/**
 * Readings: what a host tells of its resources, as plain data. The shape is the same whether it
 * came from /proc or from systeminformation, so a collector does not know which one it got.
 *
 * @module
 */

import type { Kind } from "./turns.ts";

/** A reading, at once or later. */
export type Maybe<T> = T | Promise<T>;

/** What is made of a reading: at once if the reading is there, so that nothing waits for nothing. */
export function once<T, U>(reading: Maybe<T>, use: (reading: T) => Maybe<U>): Maybe<U> {
  return reading instanceof Promise ? reading.then(use) : use(reading);
}

/** The modes of a CPU, in the kernel's order (proc_stat(5)); together they are all of its time. */
export const CPU_MODES = [
  "user",
  "nice",
  "system",
  "idle",
  "iowait",
  "irq",
  "softirq",
  "steal",
] as const;

/** The time of one logical CPU since boot. */
export interface CpuTimes {
  /** Its number, as text. */
  readonly cpu: string;
  /** Seconds by mode, in the order of {@linkcode CPU_MODES}; NaN where the system does not count it. */
  readonly seconds: readonly number[];
  /** Seconds of guests, which are also in user and nice; NaN where not counted. */
  readonly guest: number;
  readonly guestNice: number;
}

/** Memory and swap, in bytes. NaN where the system does not tell. */
export interface Memory {
  readonly total: number;
  readonly free: number;
  /** What programs can get without swapping. */
  readonly available: number;
  readonly buffers: number;
  /** Page cache and reclaimable slab, as free(1) counts it. */
  readonly cached: number;
  readonly shared: number;
  readonly swapTotal: number;
  readonly swapFree: number;
  /** Linux: every field of /proc/meminfo by its name, in bytes (or as counted, without a unit). */
  readonly fields?: ReadonlyMap<string, MeminfoField>;
}

/** One line of /proc/meminfo. */
export interface MeminfoField {
  readonly value: number;
  /** Whether the kernel gave it in kB; the value is in bytes then. */
  readonly bytes: boolean;
}

/** Load averages over 1, 5 and 15 minutes. */
export type LoadAverage = readonly [number, number, number];

/** A mounted file system. */
export interface Mount {
  readonly device: string;
  readonly mountpoint: string;
  readonly fstype: string;
}

/** A mounted file system and its space, in bytes; undefined space where it did not answer. */
export interface FilesystemUsage extends Mount {
  /** The device's major and minor number, `8:1`; only Linux tells. */
  readonly number?: string;
  readonly readonly: boolean;
  readonly space?: Space;
}

/** The space of a file system. */
export interface Space {
  readonly size: number;
  readonly free: number;
  /** Free to users without privileges. */
  readonly available: number;
  /** Inodes; NaN where the system does not count them. */
  readonly files: number;
  readonly filesFree: number;
}

/** What a disk did since boot. */
export interface DiskActivity {
  readonly device: string;
  readonly reads: number;
  readonly readBytes: number;
  readonly writes: number;
  readonly writeBytes: number;
  /** Linux: the numbers behind the name in /proc/diskstats, as they stand there. */
  readonly fields?: readonly number[];
}

/** The counters of a network interface, in the order of /proc/net/dev. */
export const NETDEV_COUNTERS = [
  "receive_bytes",
  "receive_packets",
  "receive_errs",
  "receive_drop",
  "receive_fifo",
  "receive_frame",
  "receive_compressed",
  "receive_multicast",
  "transmit_bytes",
  "transmit_packets",
  "transmit_errs",
  "transmit_drop",
  "transmit_fifo",
  "transmit_colls",
  "transmit_carrier",
  "transmit_compressed",
] as const;

/** What a network interface carried since it came up. */
export interface InterfaceCounters {
  readonly device: string;
  /** In the order of {@linkcode NETDEV_COUNTERS}; NaN where the system does not count it. */
  readonly values: readonly number[];
}

/** How many sockets a protocol has in a state. */
export interface ConnectionCount {
  /** `tcp`, `tcp6`, `udp` or `udp6`. */
  readonly protocol: string;
  /** A TCP state in lower case (`established`, `time_wait`, …); `open` for UDP. */
  readonly state: string;
  readonly count: number;
}

/** What the host is; empty text where the system does not tell. */
export interface HostInfo {
  readonly hostname: string;
  /** `Debian GNU/Linux 12 (bookworm)` */
  readonly os: string;
  readonly kernel: string;
  /** `x86_64`, `arm64` */
  readonly arch: string;
  readonly cpuModel: string;
  /** Logical CPUs. */
  readonly cpuCores: number;
  /** The hypervisor or container, `none` on bare metal. */
  readonly virtual: string;
}

/**
 * Where readings come from. A source throws what the system threw; it throws {@linkcode Unsupported}
 * where the system never tells.
 */
export interface Source {
  cpuTimes(): Maybe<CpuTimes[]>;
  memory(): Maybe<Memory>;
  loadAverage(): Maybe<LoadAverage>;
  /**
   * @param wanted which mounts to ask for their space
   * @param timeout milliseconds to wait for one that does not answer
   */
  filesystems(wanted: (mount: Mount) => boolean, timeout: number): Maybe<FilesystemUsage[]>;
  /** The disks that are wanted; the same array again for as long as none of them did anything. */
  disks(wanted: (device: string) => boolean): Maybe<DiskActivity[]>;
  interfaces(): Maybe<InterfaceCounters[]>;
  /** @param kind of the turns of the work, where there is any */
  connections(kind?: Kind): Maybe<ConnectionCount[]>;
  hostInfo(): Maybe<HostInfo>;
}

/** This system never tells that: the collector leaves it out. */
export class Unsupported extends Error {
  override name = "Unsupported";
}
