/**
 * The one way to the files of /proc and /sys: knows the directories, keeps the hot files open.
 *
 * @module
 */
import { type Kind, Turn } from "../turns.ts";
import { denoOpener, libcOpener, type OpenFile } from "./open_file.ts";
import { below, exists, type Roots } from "./roots.ts";
import { numberIn } from "./text.ts";
import { TextReader } from "./text_reader.ts";

/** Makes something of a text that comes in pieces, cut anywhere. */
export interface Reader<T> {
  feed(piece: Uint8Array): void;
  end(): T;
}

/** How many files stay open at most, if nobody knows that there is room for more. */
const MOST_OPEN = 192;
/** Characters of a text that is compared with the bytes of the next reading: to make a text of them takes 1 µs. */
const SHORT = 64;
/** Milliseconds after which a file that nobody reads is closed: its device has gone, or its reader. */
const UNREAD = 120_000;

/**
 * Files that the kernel gives whole to one read that has room for them, so that no second one need ask for more:
 * attributes of /sys and sysctls, and what has one record (single_open() in the kernel). The others come in records,
 * as many as fit into some pages: a read of few bytes may stand before one that is long.
 */
const IN_ONE =
  /^\/(sys|proc\/(sys|pressure))\/|^\/proc\/(stat|meminfo|loadavg|uptime|net\/(snmp6?|netstat|sockstat6?))$/;

/** How the files are read. */
export interface FilesOptions {
  /** How many stay open at most; 192 without it. */
  readonly most?: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic?: () => number;
}

/** A file that stays open. */
interface Kept {
  readonly file: OpenFile;
  readonly inOne: boolean;
  /** When it was last read; milliseconds, monotonic. */
  read: number;
  /** What was read, where it is short. */
  text: string;
}

/**
 * Reads files below the host's roots. Paths are like `"/proc/stat"`, `"/sys/class/net"`: the roots
 * are put in here and nowhere else.
 */
export class Files {
  readonly #kept = new Map<string, Kept>();
  readonly #texts = new TextReader();
  /** When those that nobody reads were closed; milliseconds, monotonic. */
  #swept = 0;

  readonly #most: number;
  readonly #open = libcOpener() ?? denoOpener;
  readonly #monotonic: () => number;

  constructor(readonly roots: Roots, options: FilesOptions = {}) {
    this.#most = options.most ?? MOST_OPEN;
    this.#monotonic = options.monotonic ?? (() => performance.now());
  }

  /** The path on this machine, as {@linkcode below} tells it. */
  path(path: string): string {
    return below(this.roots, path);
  }

  /**
   * The text of a file, which stays open and is read from its start each time (4 times faster than
   * opening it again). For files that every scrape reads.
   *
   * @throws as `Deno.readFileSync`
   */
  hot(path: string): string {
    return this.#hot(path) ?? this.#slowly(path);
  }

  /**
   * The same; undefined where there is no such file.
   *
   * @throws as `Deno.readFileSync`, for any other reason
   */
  hotIfThere(path: string): string | undefined {
    return this.#hot(path) ?? (this.exists(path) ? this.#slowly(path) : undefined);
  }

  /**
   * What a reader makes of a file, piece by piece, for those that may be long: between the pieces others may work, by
   * `inTurns`. It is opened anew: one that stays open may be closed meanwhile. Undefined where there is none.
   *
   * @param begin gives a new reader; a piece is only valid until it returns
   * @throws as `Deno.readFileSync`, for any other reason
   */
  *inPieces<T>(path: string, begin: () => Reader<T>): Generator<void, T | undefined> {
    const file = this.#withDescriptor(() => this.#open(this.path(path)));
    if (!file) return undefined;
    try {
      let reader = begin();
      for (let at = 0, n; (n = file.read(this.#texts.piece, at)) !== 0; at += n) {
        if (n < 0) {
          reader = begin();
          reader.feed(new TextEncoder().encode(this.#slowly(path)));
          break;
        }
        reader.feed(this.#texts.piece.subarray(0, n));
        yield;
      }
      return reader.end();
    } finally {
      file.close();
    }
  }

  /**
   * The text of a file that is read now and then.
   *
   * @throws as `Deno.readFileSync`
   */
  read(path: string): string {
    return this.#once(path) ?? this.#slowly(path);
  }

  /** The text of a file without the white space around it; undefined where it is missing or refuses to be read. */
  attribute(path: string): string | undefined {
    try {
      return this.#once(path)?.trim();
    } catch {
      return undefined;
    }
  }

  /** The same of a {@linkcode hot} file. */
  hotAttribute(path: string): string | undefined {
    try {
      return this.#hot(path)?.trim();
    } catch {
      return undefined;
    }
  }

  /** The number in a file; undefined where there is none. Hexadecimal with `0x` too. */
  number(path: string): number | undefined {
    return numberIn(this.attribute(path));
  }

  /** The same of a {@linkcode hot} file. */
  hotNumber(path: string): number | undefined {
    return numberIn(this.hotAttribute(path));
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
    return exists(this.path(path));
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
  async pieces(path: string, use: (piece: Uint8Array) => void, kind?: Kind): Promise<void> {
    const file = this.#withDescriptor(() => Deno.openSync(this.path(path)));
    try {
      const turn = new Turn(kind);
      const piece = this.#texts.piece;
      for (let n; (n = file.readSync(piece)) !== null && n > 0;) {
        use(piece.subarray(0, n));
        if (turn.isOver) await turn.next();
      }
    } finally {
      file.close();
    }
  }

  close(): void {
    for (const { file } of this.#kept.values()) file.close();
    this.#kept.clear();
  }

  /** The text of a file that stays open; undefined where it is missing, or fails without words. */
  #hot(path: string): string | undefined {
    const now = this.#monotonic();
    const kept = this.#kept.get(path);
    if (kept) {
      kept.read = now;
      try {
        const found = this.#texts.read(kept.file, kept.inOne, kept.text);
        if (found !== undefined) {
          if (found.length <= SHORT) kept.text = found;
          return found;
        }
      } catch {
        // As where there are no words.
      }
      // The device behind it went away, and perhaps came back as another: open it anew.
      this.#kept.delete(path);
      kept.file.close();
    }
    const file = this.#withDescriptor(() => this.#open(this.path(path)));
    const inOne = IN_ONE.test(path);
    let keeps = false;
    try {
      const found = file && this.#texts.read(file, inOne);
      keeps = found !== undefined && this.#hasRoom(now);
      if (file && keeps) this.#kept.set(path, { file, inOne, read: now, text: "" });
      return found;
    } finally {
      if (!keeps) file?.close();
    }
  }

  /** The text of a file; undefined where it is missing, or fails without words. */
  #once(path: string): string | undefined {
    const file = this.#withDescriptor(() => this.#open(this.path(path)));
    try {
      return file && this.#texts.read(file, IN_ONE.test(path));
    } finally {
      file?.close();
    }
  }

  /** Whether one more file may stay open; those that nobody reads make room. */
  #hasRoom(now: number): boolean {
    if (now - this.#swept > UNREAD) {
      this.#swept = now;
      for (const [path, { file, read }] of this.#kept) {
        if (now - read <= UNREAD) continue;
        this.#kept.delete(path);
        file.close();
      }
    }
    return this.#kept.size < this.#most;
  }

  /** What the fast way could not read; it has the words for why. */
  #slowly(path: string): string {
    return this.#withDescriptor(() => Deno.readTextFileSync(this.path(path)));
  }

  /** Opens a file; where no descriptor is left, those that are only kept give theirs back. */
  #withDescriptor<T>(open: () => T): T {
    try {
      return open();
    } catch (error) {
      if ((error as { code?: string }).code !== "EMFILE" || this.#kept.size === 0) throw error;
      this.close();
      return open();
    }
  }
}
