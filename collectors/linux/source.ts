/**
 * The readings of a Linux host, from /proc, /sys and statfs.
 *
 * @module
 */
import type { Log } from "../collector.ts";
import {
  type ConnectionCount,
  type CpuTimes,
  type FilesystemUsage,
  type HostInfo,
  type InterfaceCounters,
  type LoadAverage,
  type Maybe,
  type Memory,
  type Mount,
  once,
  type Source,
  type Space,
} from "../readings.ts";
import { inTurns, type Kind } from "../turns.ts";
import { type Diskstats, parsingDiskstats } from "./diskstats.ts";
import type { Files } from "./files.ts";
import { type Hardware, readHardware, readHostInfo } from "./inventory.ts";
import { parseLoadavg } from "./loadavg.ts";
import { MeminfoReader, memoryOf } from "./meminfo.ts";
import { type HostMount, Mounts } from "./mounts.ts";
import { parsingNetdev } from "./netdev.ts";
import { SocketStates } from "./sockets.ts";
import { parseCpus } from "./stat.ts";
import { spaceNow, SpaceReader } from "./statfs.ts";

/** Mounts that are asked before others may work. */
const PIECE = 32;

/** Reads the host that a {@linkcode Files} leads to. */
export class LinuxSource implements Source {
  readonly #meminfo = new MeminfoReader();
  readonly #mounts: Mounts;
  /** The last reading of the disks, and what it was made of. */
  #disks: { text: string; wanted: (device: string) => boolean; disks: Diskstats[] } | undefined;
  readonly #spaces: SpaceReader;
  #hardware: Hardware | undefined;

  constructor(private readonly files: Files, log?: Log) {
    this.#mounts = new Mounts(files);
    this.#spaces = new SpaceReader(undefined, log);
  }

  cpuTimes(): CpuTimes[] {
    return parseCpus(this.files.hot("/proc/stat"));
  }

  memory(): Memory {
    return memoryOf(this.#meminfo.read(this.files.hot("/proc/meminfo")));
  }

  loadAverage(): LoadAverage {
    return parseLoadavg(this.files.hot("/proc/loadavg"));
  }

  filesystems(wanted: (mount: Mount) => boolean, timeout: number): Maybe<FilesystemUsage[]> {
    const mounts = this.#mounts.read().filter(wanted);
    const slow = mounts.filter(({ neverHangs }) => !neverHangs).map(({ path }) => path);
    const usages = (spaces: ReadonlyMap<string, Space | undefined>) =>
      inTurns(usagesOf(mounts, spaces));
    if (slow.length === 0) return usages(new Map());
    return this.#spaces.spaces(slow, timeout)
      .then((spaces) => usages(new Map(slow.map((path, i) => [path, spaces[i]]))));
  }

  disks(wanted: (device: string) => boolean): Maybe<Diskstats[]> {
    const text = this.files.hot("/proc/diskstats");
    if (this.#disks?.text === text && this.#disks.wanted === wanted) return this.#disks.disks;
    return once(inTurns(parsingDiskstats(text, wanted)), (disks) => {
      this.#disks = { text, wanted, disks };
      return disks;
    });
  }

  interfaces(): Maybe<InterfaceCounters[]> {
    return inTurns(parsingNetdev(this.files.hot("/proc/net/dev")));
  }

  async connections(kind?: Kind): Promise<ConnectionCount[]> {
    const counts: ConnectionCount[] = [];
    for (const protocol of ["tcp", "tcp6", "udp", "udp6"]) {
      // A kernel without IPv6 has no tcp6.
      if (!this.files.exists(`/proc/net/${protocol}`)) continue;
      const states = new SocketStates();
      await this.files.pieces(`/proc/net/${protocol}`, (piece) => states.feed(piece), kind);
      counts.push(...states.counts(protocol));
    }
    return counts;
  }

  hostInfo(): HostInfo {
    this.#hardware ??= readHardware(this.files);
    return readHostInfo(this.files, this.#hardware);
  }
}

/** With the space of those that never hang asked for now, and of the others as it was found. */
function* usagesOf(
  mounts: readonly HostMount[],
  found: ReadonlyMap<string, Space | undefined>,
): Generator<void, FilesystemUsage[]> {
  const usages: FilesystemUsage[] = [];
  for (const mount of mounts) {
    const space = mount.neverHangs ? spaceNow(mount.path) : found.get(mount.path);
    usages.push({ ...mount, space });
    if (usages.length % PIECE === 0) yield;
  }
  return usages;
}
