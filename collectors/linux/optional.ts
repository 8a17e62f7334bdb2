import type { Host } from "../collector.ts";
import { RARELY } from "../rarely.ts";
import type { Reader } from "./files.ts";

/**
 * A file that every scrape reads and that not every kernel has, or not yet: it comes with a module.
 * To find a file missing costs more than to read one, so that is asked only once a minute.
 */
export class OptionalFile {
  #missingSince = -Infinity;

  constructor(private readonly host: Pick<Host, "files" | "monotonic">, readonly path: string) {}

  /**
   * Its text; undefined where there is no such file.
   *
   * @throws as `Files.hot`, for any other reason
   */
  read(): string | undefined {
    return this.#unlessMissing(() => this.host.files.hotIfThere(this.path));
  }

  /**
   * What a reader makes of it, piece by piece; undefined where there is no such file.
   *
   * @throws as `Files.hotInPieces`, for any other reason
   */
  inPieces<T>(begin: () => Reader<T>): T | undefined {
    return this.#unlessMissing(() => this.host.files.hotInPieces(this.path, begin));
  }

  #unlessMissing<T>(read: () => T | undefined): T | undefined {
    const now = this.host.monotonic();
    if (now - this.#missingSince < RARELY) return undefined;
    const found = read();
    if (found === undefined) this.#missingSince = now;
    return found;
  }
}
