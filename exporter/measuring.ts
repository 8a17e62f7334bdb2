/**
 * The scraper that a command line asks for.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Host, Log } from "../collectors/collector.ts";
import { Files } from "../collectors/linux/files.ts";
import { exists } from "../collectors/linux/roots.ts";
import { LinuxSource } from "../collectors/linux/source.ts";
import { collectors } from "../collectors/mod.ts";
import type { Source } from "../collectors/readings.ts";
import { type Clock, systemClock } from "./clock.ts";
import { inContainer } from "./container.ts";
import { mostKept, openFilesLimit } from "./open_files.ts";
import { enabled, notes } from "./flags.ts";
import type { Options } from "./options.ts";
import { Scraper } from "./scrape.ts";
import { withoutSlashes } from "./without_slashes.ts";

/** Whether the readings come from /proc and /sys; else from systeminformation. */
export const readsFiles = (options: Options): boolean =>
  Deno.build.os === "linux" && options.text("source") === "auto";

/** The files of the host that a command line names. */
export function filesOf(options: Options): Files {
  const root = (flag: string) => withoutSlashes(options.text(flag)) || "/";
  const roots = {
    proc: root("path.procfs"),
    sys: root("path.sysfs"),
    root: root("path.rootfs"),
    udev: root("path.udev.data"),
  };
  return new Files(roots, { most: mostKept(openFilesLimit()) });
}

/**
 * The collectors that are on, over the source that is asked for.
 *
 * @throws {UsageError} where no collector is on
 */
export async function scraperOf(
  options: Options,
  clock: Clock = systemClock,
): Promise<Scraper> {
  const files = filesOf(options);
  const log = getLogger(["hostvitals", "collectors"]);
  const linux = readsFiles(options);
  const source: Source = linux ? new LinuxSource(files, log) : await portableSource(log);
  const host: Host = {
    source,
    files,
    flags: options,
    log,
    monotonic: () => clock.monotonic(),
    now: () => clock.now() / 1000,
  };
  const on = enabled(collectors, options).filter(({ system }) => linux || system === "any");
  log.debug("{source} gives the readings of {collectors}", {
    source: linux ? "/proc and /sys" : "systeminformation",
    collectors: on.map(({ name }) => name).join(" "),
  });
  return new Scraper(on, host);
}

async function portableSource(log: Log): Promise<Source> {
  // Loaded only where it is used: it is large, and starts shells.
  const { PortableSource } = await import("../collectors/portable/source.ts");
  return new PortableSource(log);
}

/** One log line each for flags that do nothing, and for a container that shows only itself. */
export function sayWhatIsOdd(options: Options): void {
  const log = getLogger(["hostvitals"]);
  for (const note of notes(options)) log.warn("{note}", { note });
  const own = ["path.procfs", "path.sysfs", "path.rootfs"].every((name) => !options.has(name));
  if (own && readsFiles(options) && inContainer(exists, Deno.env.get, pidNamespace())) {
    log.warn(
      "this is a container, whose numbers are not the host's: mount the host's /proc, /sys and / and " +
        "name them by --path.procfs, --path.sysfs and --path.rootfs",
    );
  }
}

function pidNamespace(): string | undefined {
  try {
    return Deno.readLinkSync("/proc/self/ns/pid");
  } catch {
    // Not Linux, or a kernel without namespaces.
    return undefined;
  }
}
