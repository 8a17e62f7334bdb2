import { libc } from "./libc.ts";

/** Where the host's file systems are found; other than `/proc`, `/sys`, `/` in a container. */
export interface Roots {
  readonly proc: string;
  readonly sys: string;
  readonly root: string;
  /** Where udev keeps what it knows of devices. */
  readonly udev: string;
}

/**
 * The path on this machine of a path below `/proc`, `/sys` or `/run/udev/data`; any other path is
 * taken below the root directory.
 */
export function below(roots: Roots, path: string): string {
  if (path.startsWith("/proc/") || path === "/proc") return roots.proc + path.slice(5);
  if (path.startsWith("/sys/") || path === "/sys") return roots.sys + path.slice(4);
  if (path.startsWith("/run/udev/data/")) return roots.udev + path.slice(14);
  return roots.root === "/" ? path : roots.root + path;
}

/** Whether there is something at a path of this machine. */
export function exists(path: string): boolean {
  const calls = libc();
  if (calls) return calls.exists(path);
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
