import { NoData } from "../collector.ts";
import type { Files } from "./files.ts";

/**
 * The names of the devices of a class of /sys; none where there is the class without a device.
 *
 * @throws {NoData} where the kernel has no such class
 */
export function devicesOf(files: Files, dir: string, prefix = ""): string[] {
  // Asked first: what is not there costs most hosts one error and not two.
  if (!files.exists(dir)) throw new NoData(`there is no ${dir}`);
  return files.list(dir).filter((name) => name.startsWith(prefix));
}

/**
 * What tells a device from another that gets its name after it: the inode of its directory, which
 * sysfs never gives twice. Empty where the device has gone.
 */
export function identity(files: Files, dir: string): string {
  try {
    const { ino, dev } = Deno.statSync(files.path(dir));
    return `${dev}:${ino}`;
  } catch {
    return "";
  }
}
