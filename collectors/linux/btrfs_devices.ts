/**
 * What Btrfs tells of its devices by ioctl(2) only (include/uapi/linux/btrfs.h): nobody needs a privilege for it.
 *
 * @module
 */

/** A device of a file system. */
export interface BtrfsDevice {
  /** The last part of its path; empty where the device is missing. */
  readonly device: string;
  readonly uuid: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of it that block groups have. */
  readonly used: number;
  /** How often each of {@linkcode BTRFS_ERRORS} happened. */
  readonly errors: readonly number[];
}

/** A file system and its devices. */
export interface BtrfsDevices {
  readonly uuid: string;
  readonly devices: readonly BtrfsDevice[];
}

/** The kinds of errors, in the kernel's order (`btrfs_dev_stat_values`). */
export const BTRFS_ERRORS = ["write", "read", "flush", "corruption", "generation"] as const;

/** Puts a question, with its answer in the same memory. @returns whether it was answered */
export type Ioctl = (request: number, about: Uint8Array<ArrayBuffer>) => Promise<boolean>;

/** Asks the file system that is mounted at a path; undefined where it does not tell. */
export type AskDevices = (path: string) => Promise<BtrfsDevices | undefined>;

/** The questions, and the bytes of their structures; the same numbers on both processors that Deno runs on. */
const FS_INFO = 0x8400_941f, DEV_INFO = 0xd000_941e, DEV_STATS = 0xc408_9434;
const FS_BYTES = 1024, DEV_BYTES = 4096, STATS_BYTES = 1032;
/** Where a device's path begins, and the numbers of its errors. */
const PATH = 3072, ERRORS = 24;
/** O_RDONLY | O_CLOEXEC */
const READ = 0o2000000;

/**
 * The devices of a file system. Their numbers have gaps where devices were taken out.
 *
 * @returns undefined where one of them does not tell
 */
export async function readDevices(ioctl: Ioctl): Promise<BtrfsDevices | undefined> {
  const fs = new Uint8Array(FS_BYTES);
  if (!await ioctl(FS_INFO, fs)) return undefined;
  const last = number(fs, 0), count = number(fs, 8);
  const devices: BtrfsDevice[] = [];
  for (let id = 0; id <= last && devices.length < count; id++) {
    const info = about(id, DEV_BYTES);
    if (!await ioctl(DEV_INFO, info)) continue;
    const stats = about(id, STATS_BYTES);
    new DataView(stats.buffer).setBigUint64(8, BigInt(BTRFS_ERRORS.length), true);
    if (!await ioctl(DEV_STATS, stats)) return undefined;
    const path = new TextDecoder().decode(info.subarray(PATH, info.indexOf(0, PATH)));
    devices.push({
      device: path.slice(path.lastIndexOf("/") + 1),
      uuid: uuid(info, 8),
      used: number(info, 24),
      size: number(info, 32),
      errors: BTRFS_ERRORS.map((_, i) => number(stats, ERRORS + 8 * i)),
    });
  }
  return { uuid: uuid(fs, 16), devices };
}

function about(id: number, bytes: number): Uint8Array<ArrayBuffer> {
  const memory = new Uint8Array(bytes);
  new DataView(memory.buffer).setBigUint64(0, BigInt(id), true);
  return memory;
}

const number = ({ buffer }: Uint8Array<ArrayBuffer>, at: number): number =>
  Number(new DataView(buffer).getBigUint64(at, true));

const uuid = (bytes: Uint8Array, at: number): string =>
  bytes.subarray(at, at + 16).toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** Asks on threads of the runtime: the kernel may wait for a disk that hangs. */
export function askingDevices(): AskDevices {
  const calls = Deno.build.os === "linux" ? library() : undefined;
  return async (path) => {
    const descriptor = await calls?.open(new TextEncoder().encode(`${path}\0`), READ) ?? -1;
    if (descriptor < 0) return undefined;
    try {
      return await readDevices(async (request, about) =>
        await calls!.ioctl(descriptor, BigInt(request), about) === 0
      );
    } finally {
      calls!.close(descriptor);
    }
  };
}

function library() {
  try {
    return Deno.dlopen("libc.so.6", {
      open: { parameters: ["buffer", "i32"], result: "i32", nonblocking: true },
      ioctl: { parameters: ["i32", "usize", "buffer"], result: "i32", nonblocking: true },
      close: { parameters: ["i32"], result: "i32" },
    }).symbols;
  } catch {
    // Another C library.
    return undefined;
  }
}
