/**
 * What alerting remembers over a restart.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWhole } from "../exporter/write_whole.ts";

/** Stands in the file, so that no other is taken for it. */
const FORMAT = "hostvitals alerts 1";

/** Milliseconds between two writes, at least. */
const PAUSE = 1000;

/** Larger files are not ours. */
const LARGEST = 64_000_000;

/**
 * Sections of one JSON file, written whole at most once a second when something changed, and on close.
 * Everybody who uses it has a section of their own, and checks what they get from it: it may be of
 * another version.
 */
export interface StateStore {
  /** What was set last, in this run or the one before; undefined if nothing was. */
  get<T>(section: string): T | undefined;
  /** @param value plain data, not changed after; undefined takes the section out */
  set(section: string, value: unknown): void;
  close(): void;
}

/** A store that forgets at the end of the program. */
export function memoryStore(): StateStore {
  const sections = new Map<string, unknown>();
  return {
    get: <T>(section: string) => sections.get(section) as T | undefined,
    set: (section, value) => void sections.set(section, value),
    close() {},
  };
}

/**
 * Where the state is: as the flag says, else where the system keeps states. Undefined for `none`, and where
 * the system names no place.
 *
 * @param flag `--alert.state-file`, "" without it
 * @param env reads an environment variable
 */
export function statePath(
  flag: string,
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): string | undefined {
  if (flag === "none") return undefined;
  if (flag !== "") return flag;
  // systemd may name several, parted by colons.
  const [directory] = (env("STATE_DIRECTORY") ?? "").split(Deno.build.os === "windows" ? ";" : ":");
  if (directory) return join(directory, "alerts.json");
  const home = env("HOME") || env("USERPROFILE");
  const state = env("XDG_STATE_HOME") || env("LOCALAPPDATA") ||
    (home ? join(home, ".local", "state") : "");
  return state ? join(state, "hostvitals", "alerts.json") : undefined;
}

/**
 * The store in a file. One that cannot be read, is broken or of another program is said once in the log and
 * kept beside as `FILE.broken`; where it cannot be written, that is said once, and the state lives as long
 * as the program. What is no file, such as /dev/null, is one that cannot be written; so is the file of a second
 * program.
 *
 * @param path undefined: nothing is kept
 */
export function stateFile(path: string | undefined): StateStore {
  return path === undefined ? memoryStore() : new FileStore(path);
}

class FileStore implements StateStore {
  readonly #log = getLogger(["hostvitals", "alerts"]);
  readonly #sections: Map<string, unknown>;
  readonly #lock: Disposable | undefined;
  #written = "";
  #writtenAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saidWhy = "";

  constructor(private readonly path: string) {
    this.#lock = this.#take();
    this.#sections = this.#lock ? this.#read() : new Map();
  }

  get<T>(section: string): T | undefined {
    return this.#sections.get(section) as T | undefined;
  }

  set(section: string, value: unknown): void {
    if (value === undefined) this.#sections.delete(section);
    else this.#sections.set(section, value);
    if (this.#timer !== undefined || !this.#lock) return;
    const wait = Math.max(0, this.#writtenAt + PAUSE - performance.now());
    this.#timer = setTimeout(() => this.#write(), wait);
    Deno.unrefTimer(this.#timer as unknown as number);
  }

  close(): void {
    if (this.#timer !== undefined) this.#write();
    this.#lock?.[Symbol.dispose]();
  }

  /** The right to write the file; undefined, and said, where it is not to be had. */
  #take(): Disposable | undefined {
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      // A directory, or /dev/null: to keep that aside as broken would break what others need.
      if (existsSync(this.path) && !statSync(this.path).isFile()) throw new Error("it is no file");
      const file = Deno.openSync(`${this.path}.lock`, { write: true, create: true, mode: 0o600 });
      if (file.tryLockSync(true)) return file;
      file.close();
      this.#say("another program uses it");
    } catch (error) {
      this.#say((error as Error).message);
    }
  }

  #read(): Map<string, unknown> {
    let text: string;
    try {
      if (Deno.statSync(this.path).size > LARGEST) throw new RangeError("it is too large");
      text = Deno.readTextFileSync(this.path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return new Map();
      return this.#fresh((error as Error).message);
    }
    try {
      const { format, sections } = JSON.parse(text);
      if (format !== FORMAT) return this.#fresh("it is no state file of hostvitals");
      this.#written = text;
      return new Map(Object.entries(sections));
    } catch {
      return this.#fresh("it is broken");
    }
  }

  #fresh(problem: string): Map<string, unknown> {
    this.#log.warn(
      "alerts begin anew: {path} is not read: {problem}; it is kept as {path}.broken",
      { path: this.path, problem },
    );
    try {
      Deno.renameSync(this.path, `${this.path}.broken`);
    } catch {
      // Writing it says why.
    }
    return new Map();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writtenAt = performance.now();
    const text = JSON.stringify({ format: FORMAT, sections: Object.fromEntries(this.#sections) });
    if (text === this.#written) return;
    try {
      writeWhole(this.path, text);
      this.#written = text;
      this.#saidWhy = "";
    } catch (error) {
      this.#say((error as Error).message);
    }
  }

  #say(problem: string): void {
    if (problem === this.#saidWhy) return;
    this.#saidWhy = problem;
    this.#log.warn("what alerts are pending or firing is not kept in {path}: {problem}", {
      path: this.path,
      problem,
    });
  }
}
