/**
 * The one way to the files of /proc and /sys: knows the directories, keeps the hot files open.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { Turn } from "../turns.ts";

/** Where the host's file systems are found; other than `/proc`, `/sys`, `/` in a container. */
export interface Roots {
  readonly proc: string;
  readonly sys: string;
  readonly root: string;
  /** Where udev keeps what it knows of devices. */
  readonly udev: string;
}

/** How many files stay open at most; a host with a thousand interfaces must not use up its descriptors. */
const MOST_OPEN = 192;

/**
 * A read of fewer bytes is a file's last. The kernel hands files of /proc out in lines, as many as fit
 * into a page of 4096 bytes; no line of theirs is half a page long. Asking once more costs a walk
 * through all sockets in some of them.
 */
const SHORT = 2048;

const decoder = new TextDecoder();

/**
 * Reads files below the host's roots. Paths are like `"/proc/stat"`, `"/sys/class/net"`: the roots
 * are put in here and nowhere else.
 */
export class Files {
  readonly #open = new Map<string, Deno.FsFile>();
  #buffer = new Uint8Array(64 * 1024);

  constructor(readonly roots: Roots) {}

  /**
   * The path on this machine of a path below `/proc`, `/sys` or `/run/udev/data`; any other path is
   * taken below the root directory.
   */
  path(path: string): string {
    if (path.startsWith("/proc/") || path === "/proc") return this.roots.proc + path.slice(5);
    if (path.startsWith("/sys/") || path === "/sys") return this.roots.sys + path.slice(4);
    if (path.startsWith("/run/udev/data/")) return this.roots.udev + path.slice(14);
    return this.roots.root === "/" ? path : this.roots.root + path;
  }

  /**
   * The text of a file, which stays open and is read from its start each time (2 to 4 times faster
   * than opening it again). For files that every scrape reads.
   *
   * @throws as `Deno.openSync` and `FsFile.readSync`
   */
  hot(path: string): string {
    const open = this.#open.get(path);
    if (open) {
      try {
        open.seekSync(0, Deno.SeekMode.Start);
        return this.#readAll(open);
      } catch {
        // The device behind it went away, and perhaps came back as another: open it anew.
        this.#open.delete(path);
        open.close();
      }
    }
    const file = this.#opened(path);
    try {
      const text = this.#readAll(file);
      if (this.#open.size < MOST_OPEN) this.#open.set(path, file);
      else file.close();
      return text;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** The text of a file that is read now and then. */
  read(path: string): string {
    const file = this.#opened(path);
    try {
      return this.#readAll(file);
    } finally {
      file.close();
    }
  }

  /** The text of a file without the white space around it; undefined where it is missing or refuses to be read. */
  attribute(path: string): string | undefined {
    try {
      return this.read(path).trim();
    } catch {
      return undefined;
    }
  }

  /** The number in a file; undefined where there is none. Hexadecimal with `0x` too. */
  number(path: string): number | undefined {
    const text = this.attribute(path);
    if (!text) return undefined;
    const value = Number(text);
    return Number.isNaN(value) ? undefined : value;
  }

  /** The names in a directory, sorted; none where it is missing. */
  list(path: string): string[] {
    // Asked first, because to make the error of a missing directory costs ten times as much.
    if (!this.exists(path)) return [];
    try {
      const names: string[] = [];
      for (const entry of Deno.readDirSync(this.path(path))) names.push(entry.name);
      return names.sort();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
        return [];
      }
      throw error;
    }
  }

  /** Whether there is such a file or directory. */
  exists(path: string): boolean {
    return existsSync(this.path(path));
  }

  /** Where a symbolic link points to; undefined if it is none. */
  link(path: string): string | undefined {
    try {
      return Deno.readLinkSync(this.path(path));
    } catch {
      return undefined;
    }
  }

  /**
   * Hands a file on piece by piece, for the few that are too large to hold at once; between the
   * pieces other work gets its turn. A piece is only valid until the function returns.
   */
  async pieces(path: string, use: (piece: Uint8Array) => void): Promise<void> {
    const file = this.#opened(path);
    try {
      const turn = new Turn();
      for (let n; (n = file.readSync(this.#buffer)) !== null && n > 0;) {
        use(this.#buffer.subarray(0, n));
        if (turn.isOver) await turn.next();
      }
    } finally {
      file.close();
    }
  }

  close(): void {
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  /** A file, opened; where no descriptor is left, those that are only kept give theirs back. */
  #opened(path: string): Deno.FsFile {
    try {
      return Deno.openSync(this.path(path));
    } catch (error) {
      if ((error as { code?: string }).code !== "EMFILE" || this.#open.size === 0) throw error;
      this.close();
      return Deno.openSync(this.path(path));
    }
  }

  #readAll(file: Deno.FsFile): string {
    let size = 0;
    // A larger file of /proc is whole only at a read that gives nothing.
    for (let n; (n = file.readSync(this.#rest(size))) !== null && n > 0;) {
      size += n;
      if (n < SHORT) break;
      if (size === this.#buffer.length) {
        const larger = new Uint8Array(2 * size);
        larger.set(this.#buffer);
        this.#buffer = larger;
      }
    }
    return decoder.decode(this.#buffer.subarray(0, size));
  }

  /** The buffer behind that many bytes; to make a view of it all takes longer than to read a short file. */
  #rest(size: number): Uint8Array {
    return size === 0 ? this.#buffer : this.#buffer.subarray(size);
  }
}
