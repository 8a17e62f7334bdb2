/**
 * The web configuration in use: read at the start, and again when one of its files changes.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { dirname, resolve } from "node:path";
import type { Log } from "../collectors/collector.ts";
import { loadTls, type TlsSettings } from "./tls_settings.ts";
import { parseWebConfig, type WebConfig, WebConfigError } from "./web_config.ts";

/** Milliseconds between two looks at the files. */
const LOOK = 1000;

/** Everything that the files say. */
export interface Loaded {
  readonly config: WebConfig;
  /** Undefined: plain HTTP. */
  readonly tls?: TlsSettings;
}

/** Where settings come from, other than from the system, in tests. */
export interface SettingsOptions {
  /** Milliseconds, monotonic. */
  readonly monotonic?: () => number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly log?: Log;
}

/** Files that were read, and how each looked just before. */
class ReadFiles {
  readonly #looks = new Map<string, string>();

  read(path: string): string {
    // Before it is read: what changes meanwhile is seen at the next look.
    this.#looks.set(path, lookOf(path));
    return Deno.readTextFileSync(path);
  }

  get paths(): string[] {
    return [...this.#looks.keys()];
  }

  get changed(): boolean {
    return [...this.#looks].some(([path, look]) => lookOf(path) !== look);
  }
}

function lookOf(path: string): string {
  try {
    const { isFile, mtime, ctime, size, ino, dev } = Deno.statSync(path);
    // A pipe gives what it has once: who reads it again waits for ever.
    if (!isFile) return "no file";
    return [mtime?.getTime(), ctime?.getTime(), size, ino, dev].join();
  } catch (error) {
    // A file that is away, or not for us, is a look too: reading it says the error.
    return (error as Error).message;
  }
}

/** The settings of a configuration file. */
export class WebSettings {
  #files = new ReadFiles();
  #loaded!: Loaded;
  #looked: number;
  #expiryTold = false;
  readonly #monotonic: () => number;
  readonly #now: () => number;
  readonly #log: Log;

  /**
   * Reads the file and those that it names.
   *
   * @throws {WebConfigError} where one of them is wrong
   */
  constructor(private readonly path: string, options: SettingsOptions = {}) {
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#now = options.now ?? Date.now;
    this.#log = options.log ?? getLogger(["hostvitals", "web"]);
    this.#looked = this.#monotonic();
    this.#loaded = this.#load();
    this.#warn();
  }

  /** What holds now. Looks at the files at most once a second; where they are wrong, the last good ones hold. */
  get current(): Loaded {
    const now = this.#monotonic();
    if (now - this.#looked >= LOOK) {
      this.#looked = now;
      if (this.#files.changed) this.#reload();
      this.#tellExpiry();
    }
    return this.#loaded;
  }

  /** What was read: the file, and those that it names. */
  get files(): readonly string[] {
    return this.#files.paths;
  }

  #load(): Loaded {
    this.#files = new ReadFiles();
    const { path } = this;
    let text;
    try {
      text = this.#files.read(path);
    } catch (error) {
      throw new WebConfigError(`--web.config.file cannot be read: ${(error as Error).message}`);
    }
    // A copy that is under way, or a full disk: passwords are not turned off by that.
    if (this.#loaded && text.trim() === "") {
      throw new WebConfigError(`${path} is empty: a file with {} in it turns all off`);
    }
    const config = parseWebConfig(text, path);
    const read = (name: string) => this.#files.read(resolve(dirname(path), name));
    return { config, tls: config.tls && loadTls(config.tls, read) };
  }

  #reload(): void {
    const { path: file } = this;
    let loaded: Loaded;
    try {
      loaded = this.#load();
    } catch (error) {
      const problem = (error as Error).message;
      this.#log.warn("the settings of before stay: {problem}", { problem });
      return;
    }
    const { tls } = this.#loaded;
    if (!loaded.tls !== !tls) {
      this.#log.warn("{file} turns TLS {state}: it stays as it was until a restart", {
        file,
        state: tls ? "off" : "on",
      });
    }
    // What is the same stays the same object: nothing is set up anew for it.
    const anew = tls && loaded.tls && JSON.stringify(loaded.tls) !== JSON.stringify(tls);
    this.#loaded = { config: loaded.config, tls: anew ? loaded.tls : tls };
    this.#log.info("{file} or a file that it names has changed: its settings hold now", { file });
    this.#expiryTold = false;
    this.#warn();
  }

  #warn(): void {
    for (const problem of this.#loaded.config.warnings) this.#log.warn("{problem}", { problem });
    this.#tellExpiry();
  }

  /** Clients refuse such a certificate, and only this end knows why scrapes fail. */
  #tellExpiry(): void {
    const { tls } = this.#loaded;
    if (!tls || this.#expiryTold) return;
    const [from, to] = tls.valid;
    const now = this.#now();
    if (now >= from && now <= to) return;
    this.#expiryTold = true;
    this.#log.warn("the certificate of {file} {problem}: clients will refuse it", {
      file: this.path,
      problem: now > to
        ? `expired at ${new Date(to).toISOString()}`
        : `is not valid before ${new Date(from).toISOString()}`,
    });
  }
}
