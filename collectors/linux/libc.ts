/**
 * The calls of the C library that the host is read by, where there is glibc.
 *
 * Deno's own take twice as long and more; node's, of whose file system `statfs` is needed, cost 7 ms of the start
 * on Deno 2.7 and 18 ms on 2.9 before the first of them is made. To load the library takes 2 ms.
 *
 * @see https://man7.org/linux/man-pages/man2/syscalls.2.html
 * @module
 */

/** What `statfs` tells of a file system. */
export interface Statfs {
  /** Bytes of a block; `frsize` is the unit of the counts, and 0 where a file system does not tell it. */
  readonly bsize: number;
  readonly frsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

/** The calls. Each fails without words. */
export interface Libc {
  /** Opens a file for reading. @returns its descriptor; -1 where it failed */
  open(path: string): number;
  /** Reads from so many bytes behind a file's start. @returns how many bytes there were; -1 where it failed */
  pread(descriptor: number, into: Uint8Array<ArrayBuffer>, at: number): number;
  close(descriptor: number): void;
  exists(path: string): boolean;
  /** Stops the program until the file system answers. */
  statfs(path: string): Statfs | undefined;
  /**
   * How many files this process may open.
   *
   * @param limit -1 for any number
   */
  limitOpenFiles(limit: { readonly soft: number; readonly hard: number }): boolean;
  /** Asks how the clock is kept right; `about` is a `struct timex`. @returns the clock's state; -1 where it failed */
  adjtimex(about: Uint8Array<ArrayBuffer>): number;
  /** Asks on a thread of the runtime, which it holds until the file system answers. */
  statfsLater(path: string): Promise<Statfs | undefined>;
}

/** O_RDONLY | O_CLOEXEC, and F_OK; the same on all of Deno's Linux. */
const READ = 0o2000000, EXISTS = 0;
/** RLIMIT_NOFILE; the same on both processors. */
const OPEN_FILES = 7;
/** PATH_MAX: the kernel takes none that is longer. */
const LONGEST = 4096;
/** Bytes of `struct statfs`: fifteen words, the lower half first, on both processors that Deno runs on. */
const STATFS = 120;
/** Where a path begins that is asked about behind what is told. */
const BEHIND = 128;

let loaded: { readonly libc: Libc | undefined } | undefined;

/** The calls, loaded once; undefined where there is no glibc. */
export const libc = (): Libc | undefined => (loaded ??= { libc: load() }).libc;

function load(): Libc | undefined {
  const symbols = Deno.build.os === "linux" ? library() : undefined;
  if (!symbols) return undefined;
  const { open, pread, close, access, statfs, statfsLater, setrlimit, adjtimex } = symbols;
  const name = new Uint8Array(LONGEST);
  const told = new Uint8Array(STATFS);
  /** Memory that threads have given back. */
  const spare: Uint8Array<ArrayBuffer>[] = [];

  return {
    open: (path) => write(path, name) ? open(name, READ) : -1,
    pread: (descriptor, into, at) => pread(descriptor, into, BigInt(into.length), BigInt(at)),
    close: (descriptor) => void close(descriptor),
    exists: (path) => write(path, name) && access(name, EXISTS) === 0,
    statfs: (path) => write(path, name) && statfs(name, told) === 0 ? statfsOf(told) : undefined,
    limitOpenFiles: ({ soft, hard }) =>
      setrlimit(OPEN_FILES, BigInt64Array.of(BigInt(soft), BigInt(hard))) === 0,
    adjtimex: (about) => adjtimex(about),
    async statfsLater(path) {
      const memory = spare.pop() ?? new Uint8Array(BEHIND + LONGEST);
      const name = memory.subarray(BEHIND);
      const is = write(path, name) && await statfsLater(name, memory) === 0;
      const found = is ? statfsOf(memory) : undefined;
      spare.push(memory);
      return found;
    },
  };
}

function library() {
  try {
    return Deno.dlopen("libc.so.6", {
      open: { parameters: ["buffer", "i32"], result: "i32" },
      // What it gives is as long as a buffer, and fits into 32 bits.
      pread: { parameters: ["i32", "buffer", "usize", "i64"], result: "i32" },
      close: { parameters: ["i32"], result: "i32" },
      access: { parameters: ["buffer", "i32"], result: "i32" },
      statfs: { parameters: ["buffer", "buffer"], result: "i32" },
      setrlimit: { parameters: ["i32", "buffer"], result: "i32" },
      adjtimex: { parameters: ["buffer"], result: "i32" },
      statfsLater: {
        name: "statfs",
        parameters: ["buffer", "buffer"],
        result: "i32",
        nonblocking: true,
      },
    }).symbols;
  } catch {
    // Another C library.
    return undefined;
  }
}

const encoder = new TextEncoder();

/** Writes a path as the kernel reads it; false where it takes none like that. */
function write(path: string, into: Uint8Array<ArrayBuffer>): boolean {
  const { read, written } = encoder.encodeInto(path, into);
  if (read < path.length || written === into.length) return false;
  into[written] = 0;
  return !path.includes("\0");
}

function statfsOf({ buffer }: Uint8Array<ArrayBuffer>): Statfs {
  const halves = new Uint32Array(buffer, 0, STATFS / 4);
  const word = (at: number) => halves[2 * at] + 2 ** 32 * halves[2 * at + 1];
  return {
    bsize: word(1),
    blocks: word(2),
    bfree: word(3),
    bavail: word(4),
    files: word(5),
    ffree: word(6),
    frsize: word(9),
  };
}
