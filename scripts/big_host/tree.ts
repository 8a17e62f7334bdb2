/**
 * A made-up host of any size, as a tree of files that hostvitals and node_exporter read by their
 * `--path.*` flags.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { cpus } from "./cpus.ts";
import type { Entry } from "./entry.ts";
import { hardware } from "./hardware.ts";
import { machine } from "./machine.ts";
import { network } from "./network.ts";
import type { HostSize } from "./size.ts";
import { storage } from "./storage.ts";

const PARTS: readonly ((size: HostSize) => Iterable<Entry>)[] = [
  machine,
  cpus,
  storage,
  network,
  hardware,
];

/** A host whose files are below a directory of ours, which goes with it. */
export class HostTree implements Disposable {
  readonly root: string = Deno.makeTempDirSync({ prefix: "hostvitals-big-host-" });
  readonly #dirs = new Set<string>();
  readonly #moving = new Map<string, string>();

  constructor(readonly size: HostSize) {
    for (const dir of ["proc", "sys", "udev"]) this.#makeDir(join(this.root, dir));
    for (const part of PARTS) {
      for (const entry of part(size)) this.#write(entry);
    }
  }

  /** The flags by which both programs read it. */
  get flags(): string[] {
    return [
      `--path.procfs=${join(this.root, "proc")}`,
      `--path.sysfs=${join(this.root, "sys")}`,
      `--path.rootfs=${this.root}`,
      `--path.udev.data=${join(this.root, "udev")}`,
    ];
  }

  /**
   * Time passes: what counts on a host that works counts on. A file is written over in its place, so that
   * a reader never finds it empty.
   */
  advance(): void {
    for (const [path, text] of this.#moving) {
      const moved = countedOn(text);
      using file = Deno.openSync(path, { write: true });
      const bytes = new TextEncoder().encode(moved);
      file.writeSync(bytes);
      if (moved.length !== text.length) file.truncateSync(bytes.length);
      this.#moving.set(path, moved);
    }
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.root, { recursive: true });
  }

  #write({ path, text, moves }: Entry): void {
    const full = join(this.root, path);
    if (path.endsWith("/")) return this.#makeDir(full);
    this.#makeDir(dirname(full));
    if (text.startsWith("-> ")) Deno.symlinkSync(text.slice("-> ".length), full);
    else Deno.writeTextFileSync(full, text);
    if (moves) this.#moving.set(full, text);
  }

  #makeDir(dir: string): void {
    if (this.#dirs.has(dir)) return;
    Deno.mkdirSync(dir, { recursive: true });
    this.#dirs.add(dir);
  }
}

/** The numbers of five digits or more, but for what is no count, are larger by one. */
export function countedOn(text: string): string {
  return text.replace(
    /(?<!btime |Total: +|[\w.])[1-9]\d{4,}(?![\w.])/g,
    (number) => `${Number(number) + 1}`,
  );
}
