import type { Files } from "./files.ts";
import { type MountinfoEntry, parseMountinfo } from "./mountinfo.ts";

/**
 * File systems that answer statfs(2) from counters that they keep in memory, without asking a disk, a
 * server or a daemon.
 */
const ANSWER_FROM_MEMORY: ReadonlySet<string> = new Set(["ext2", "ext3", "ext4", "tmpfs", "xfs"]);

/** A mount of the host. */
export interface HostMount extends MountinfoEntry {
  /** Where its mount point is on this machine. */
  readonly path: string;
  /**
   * Asking it for its space cannot hang: it answers from memory, and so do those that it is mounted
   * in, through which its path leads; the kernel keeps the names on that path in memory for as long as
   * the mount is there. One with project quotas may have to read them from the disk first.
   */
  readonly neverHangs: boolean;
}

/** The mounts of a host. Taken apart only when they change. */
export class Mounts {
  #text = "";
  #mounts: readonly HostMount[] = [];

  constructor(private readonly files: Files) {}

  /**
   * The mounts as the first process sees them: one that is mounted over is not what a path leads to
   * any more, so of the same mount point the last one counts.
   *
   * @throws {SyntaxError} where the file is malformed
   */
  read(): readonly HostMount[] {
    const text = this.#mountinfo();
    if (text !== this.#text) {
      this.#mounts = this.#mountsOf(parseMountinfo(text));
      this.#text = text;
    }
    return this.#mounts;
  }

  #mountinfo(): string {
    try {
      return this.files.hot("/proc/1/mountinfo");
    } catch {
      // Hidden from users without privileges (hidepid), or not there.
      return this.files.hot("/proc/self/mountinfo");
    }
  }

  #mountsOf(entries: readonly MountinfoEntry[]): HostMount[] {
    const { root } = this.files.roots;
    const byPoint = new Map<string, MountinfoEntry>();
    for (const entry of entries) {
      const mountpoint = withoutRoot(entry.mountpoint, root);
      byPoint.set(mountpoint, { ...entry, mountpoint });
    }
    const all = [...byPoint.values()];
    const asking = new Set(
      all.filter(({ fstype }) => !ANSWER_FROM_MEMORY.has(fstype)).map(({ mountpoint }) =>
        mountpoint
      ),
    );
    return all.map((entry) => ({
      ...entry,
      path: this.files.path(entry.mountpoint),
      neverHangs: !entry.quotas && !leadsThrough(entry.mountpoint, asking),
    }));
  }
}

/** Whether a path leads through one of these mount points, or is one. */
function leadsThrough(path: string, mountpoints: ReadonlySet<string>): boolean {
  if (mountpoints.has("/")) return true;
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    if (mountpoints.has(path.slice(0, end))) return true;
  }
  return false;
}

/** A mount point below the root directory, as the host itself calls it. */
function withoutRoot(mountpoint: string, root: string): string {
  if (root === "/") return mountpoint;
  if (mountpoint === root) return "/";
  return mountpoint.startsWith(`${root}/`) ? mountpoint.slice(root.length) : mountpoint;
}
