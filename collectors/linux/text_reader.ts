import type { OpenFile } from "./open_file.ts";

/** Bytes of a piece. */
const PIECE = 65_536;

const decoder = new TextDecoder();

/** Makes texts of open files, in memory that is used again. */
export class TextReader {
  #buffer = new Uint8Array(PIECE);

  /** Memory for a piece of a file. */
  get piece(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, PIECE);
  }

  /**
   * The text of an open file; undefined where it cannot be read.
   *
   * @param inOne whether one read gives all of it that fits
   * @param before what it was at the last reading, perhaps
   */
  read(file: OpenFile, inOne: boolean, before = ""): string | undefined {
    let size = 0;
    for (let n; (n = file.read(this.#rest(size), size)) !== 0;) {
      if (n < 0) return undefined;
      size += n;
      if (size === this.#buffer.length) {
        const larger = new Uint8Array(2 * size);
        larger.set(this.#buffer);
        this.#buffer = larger;
      } else if (inOne) break;
    }
    if (this.#holds(before, size)) return before;
    return decoder.decode(this.#buffer.subarray(0, size));
  }

  /** Whether so many bytes of the buffer are a text of ASCII. */
  #holds(text: string, size: number): boolean {
    if (text.length !== size) return false;
    for (let i = 0; i < size; i++) {
      const byte = this.#buffer[i];
      if (byte !== text.charCodeAt(i) || byte > 127) return false;
    }
    return true;
  }

  /** The buffer behind that many bytes; to make a view of it all takes longer than to read a short file. */
  #rest(size: number): Uint8Array {
    return size === 0 ? this.#buffer : this.#buffer.subarray(size);
  }
}
