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
    return this.#isMissing ? undefined : this.#told(this.host.files.hotIfThere(this.path));
  }

  /**
   * What a reader makes of it, piece by piece, for `inTurns`; undefined where there is no such file.
   *
   * @throws as `Files.inPieces`, for any other reason
   */
  *inPieces<T>(begin: () => Reader<T>): Generator<void, T | undefined> {
    if (this.#isMissing) return undefined;
    return this.#told(yield* this.host.files.inPieces(this.path, begin));
  }

  get #isMissing(): boolean {
    return this.host.monotonic() - this.#missingSince < RARELY;
  }

  #told<T>(found: T | undefined): T | undefined {
    if (found === undefined) this.#missingSince = this.host.monotonic();
    return found;
  }
}
