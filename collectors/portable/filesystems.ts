import type { Systeminformation } from "systeminformation";
import type { FilesystemUsage } from "../readings.ts";

/**
 * File systems of `fsSize()`, which reads `df` (or WMI).
 *
 * @throws {Error} where there is none: it tells nothing when `df` fails
 */
export function filesystemsOf(
  sizes: readonly Systeminformation.FsSizeData[],
  platform: string,
): FilesystemUsage[] {
  if (sizes.length === 0) throw new Error("fsSize() found no file system");
  return sizes.map(({ fs, type, mount, size, used, available, rw }) => ({
    device: fs,
    mountpoint: mount,
    // It writes APFS, HFS and NFS for what macOS itself calls apfs, hfs and nfs.
    fstype: platform === "darwin" ? type.toLowerCase() : type,
    // On Unix it looks a device up among those whose name is a path; any other is "not writable".
    readonly: rw === false && (platform === "win32" || fs.startsWith("/")),
    space: {
      size,
      // The volumes of an APFS container share what is free: used is of the volume, size of all.
      free: platform === "darwin" ? available : size - used,
      available,
      files: NaN,
      filesFree: NaN,
    },
  }));
}
