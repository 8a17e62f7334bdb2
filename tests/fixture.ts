/**
 * Made-up hosts for tests of collectors.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { Collector, Host, MetricFamily } from "../collectors/collector.ts";
import { Files } from "../collectors/linux/files.ts";
import { LinuxSource } from "../collectors/linux/source.ts";
import { loadRe2 } from "../collectors/re2.ts";
import { allFlags } from "../exporter/flags.ts";
import { parseFlags } from "../exporter/options.ts";

// Flags of collectors may be expressions.
await loadRe2();

/** A host whose files are a directory of ours. */
export class MadeUpHost implements Disposable {
  readonly root: string = Deno.makeTempDirSync({ prefix: "hostvitals-host-" });
  readonly files: Files;
  /** Milliseconds that the host's monotonic clock shows. */
  clock = 0;
  /** What collectors logged. */
  readonly logged: string[] = [];

  /** @param tree path (`proc/stat`, `sys/class/…`) to content; a content that begins with `-> ` is a symbolic link */
  constructor(tree: Readonly<Record<string, string>>) {
    for (const dir of ["proc", "sys", "udev"]) Deno.mkdirSync(join(this.root, dir));
    this.write(tree);
    this.files = new Files({
      proc: join(this.root, "proc"),
      sys: join(this.root, "sys"),
      root: this.root,
      udev: join(this.root, "udev"),
    });
  }

  write(tree: Readonly<Record<string, string>>): void {
    for (const [path, content] of Object.entries(tree)) {
      const full = join(this.root, path);
      Deno.mkdirSync(dirname(full), { recursive: true });
      if (content.startsWith("-> ")) Deno.symlinkSync(content.slice(3), full);
      else Deno.writeTextFileSync(full, content);
    }
  }

  /** What was removed can be read no longer: in /sys a file that was open is an error then, here it is not. */
  removed(): void {
    this.files.close();
  }

  /** The host as a collector sees it, with these flags. */
  host(collector: Collector, ...args: string[]): Host {
    const log = (message: string, properties = {}) =>
      void this.logged.push(`${message} ${JSON.stringify(properties)}`);
    return {
      files: this.files,
      source: new LinuxSource(this.files),
      flags: parseFlags(args, allFlags([collector])),
      log: { debug: log, info: log, warn: log },
      monotonic: () => this.clock,
      now: () => 1_700_000_000 + this.clock / 1000,
    };
  }

  [Symbol.dispose](): void {
    this.files.close();
    Deno.removeSync(this.root, { recursive: true });
  }
}

/** One reading of a collector on a made-up host: `name{labels}` to value. */
export async function read(
  collector: Collector,
  tree: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Record<string, number>> {
  using made = new MadeUpHost(tree);
  return values(await collector.start(made.host(collector, ...args)).collect(1000));
}

/** Families as `name{labels}` to value. */
export function values(families: readonly MetricFamily[]): Record<string, number> {
  return Object.fromEntries(
    families.flatMap(({ metric, samples }) =>
      samples.map(({ labels, value, suffix }) => [
        `${metric.name}${suffix ?? ""}${labels.text}`,
        value,
      ])
    ),
  );
}
