import { NoData } from "../collector.ts";
import type { Files } from "./files.ts";

/**
 * The names of the devices of a class of /sys.
 *
 * @throws {NoData} where there are none; with success where the kernel has the class at least
 */
export function devicesOf(files: Files, dir: string, prefix = ""): string[] {
  // Asked first: what is not there costs most hosts one error and not two.
  if (!files.exists(dir)) throw new NoData(`there is no ${dir}`);
  const names = files.list(dir).filter((name) => name.startsWith(prefix));
  if (names.length === 0) throw new NoData(`${dir} is empty`, true);
  return names;
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
