/**
 * The readings of a Linux host, from /proc, /sys and statfs.
 *
 * @module
 */
import type { Log } from "../collector.ts";
import type {
  ConnectionCount,
  CpuTimes,
  FilesystemUsage,
  HostInfo,
  InterfaceCounters,
  LoadAverage,
  Memory,
  Mount,
  Source,
} from "../readings.ts";
import { type Diskstats, parseDiskstats } from "./diskstats.ts";
import type { Files } from "./files.ts";
import { readHostInfo } from "./inventory.ts";
import { parseLoadavg } from "./loadavg.ts";
import { memoryOf, parseMeminfo } from "./meminfo.ts";
import { type MountinfoEntry, parseMountinfo } from "./mountinfo.ts";
import { parseNetdev } from "./netdev.ts";
import { SocketStates } from "./sockets.ts";
import { parseStat } from "./stat.ts";
import { SpaceReader } from "./statfs.ts";

/** Reads the host that a {@linkcode Files} leads to. */
export class LinuxSource implements Source {
  readonly #spaces: SpaceReader;

  constructor(private readonly files: Files, log?: Log) {
    this.#spaces = new SpaceReader(undefined, log);
  }

  cpuTimes(): CpuTimes[] {
    return parseStat(this.files.hot("/proc/stat")).cpus;
  }

  memory(): Memory {
    return memoryOf(parseMeminfo(this.files.hot("/proc/meminfo")));
  }

  loadAverage(): LoadAverage {
    return parseLoadavg(this.files.hot("/proc/loadavg"));
  }

  async filesystems(
    wanted: (mount: Mount) => boolean,
    timeout: number,
  ): Promise<FilesystemUsage[]> {
    const mounts = [...this.#mounts().values()].filter(wanted);
    const paths = mounts.map((mount) => this.files.path(mount.mountpoint));
    const spaces = await this.#spaces.spaces(paths, timeout);
    return mounts.map((mount, i) => ({ ...mount, space: spaces[i] }));
  }

  disks(): Diskstats[] {
    return parseDiskstats(this.files.hot("/proc/diskstats"));
  }

  interfaces(): InterfaceCounters[] {
    return parseNetdev(this.files.hot("/proc/net/dev"));
  }

  async connections(): Promise<ConnectionCount[]> {
    const counts: ConnectionCount[] = [];
    for (const protocol of ["tcp", "tcp6", "udp", "udp6"]) {
      // A kernel without IPv6 has no tcp6.
      if (!this.files.exists(`/proc/net/${protocol}`)) continue;
      const states = new SocketStates();
      await this.files.pieces(`/proc/net/${protocol}`, (piece) => states.feed(piece));
      counts.push(...states.counts(protocol));
    }
    return counts;
  }

  hostInfo(): HostInfo {
    return readHostInfo(this.files);
  }

  /**
   * The mounts as the first process sees them, by mount point: one that is mounted over is not what a
   * path leads to any more, so the last one counts.
   */
  #mounts(): Map<string, MountinfoEntry> {
    const { root } = this.files.roots;
    const mounts = new Map<string, MountinfoEntry>();
    for (const entry of parseMountinfo(this.#mountinfo())) {
      const mountpoint = withoutRoot(entry.mountpoint, root);
      mounts.set(mountpoint, { ...entry, mountpoint });
    }
    return mounts;
  }

  #mountinfo(): string {
    try {
      return this.files.hot("/proc/1/mountinfo");
    } catch {
      // Hidden from users without privileges (hidepid), or not there.
      return this.files.hot("/proc/self/mountinfo");
    }
  }
}

/** A mount point below the root directory, as the host itself calls it. */
function withoutRoot(mountpoint: string, root: string): string {
  if (root === "/") return mountpoint;
  if (mountpoint === root) return "/";
  return mountpoint.startsWith(`${root}/`) ? mountpoint.slice(root.length) : mountpoint;
}
