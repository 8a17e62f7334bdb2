import type { Host } from "../collector.ts";
import { RARELY } from "../rarely.ts";

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
    const now = this.host.monotonic();
    if (now - this.#missingSince < RARELY) return undefined;
    const text = this.host.files.hotIfThere(this.path);
    if (text === undefined) this.#missingSince = now;
    return text;
  }
}
