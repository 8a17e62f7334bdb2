/** Rounds after which what was not asked for is forgotten. */
const GENERATION = 64;

/**
 * Keeps what recurs from scrape to scrape under its key: the labels of a disk, of an interface.
 * Devices come and go on a host (containers' above all), so what has not been asked for in 64 to 128
 * rounds is forgotten.
 *
 * @example
 * ```ts
 * import { Labels } from "./collector.ts";
 * import { Memo } from "./memo.ts";
 * const devices = new Memo((device) => new Labels({ device }));
 * devices.round(); // at the start of each reading
 * if (devices.get("sda") !== devices.get("sda")) throw new Error("made twice");
 * ```
 */
export class Memo<T> {
  #young = new Map<string, T>();
  #old = new Map<string, T>();
  #rounds = 0;

  constructor(private readonly make: (key: string) => T) {}

  /** A new round begins. */
  round(): void {
    if (++this.#rounds < GENERATION) return;
    this.#rounds = 0;
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** What stands under the key, made if it is new. */
  get(key: string): T {
    let value = this.#young.get(key);
    if (value === undefined) {
      value = this.#old.get(key) ?? this.make(key);
      this.#young.set(key, value);
    }
    return value;
  }
}

/**
 * A function that remembers its last answer, and gives it again for as long as the question is the
 * same. Much of /proc stays as it is from scrape to scrape on a host that idles; and the encoder has nothing to
 * do with samples that it was given before.
 *
 * @example
 * ```ts
 * import { rememberLast } from "./memo.ts";
 * const words = rememberLast((text: string) => text.split(" "));
 * if (words("a b") !== words("a b")) throw new Error("made twice");
 * ```
 */
export function rememberLast<K, T>(make: (key: K) => T): (key: K) => T {
  let last: { readonly key: K; readonly made: T } | undefined;
  return (key) => {
    if (!last || last.key !== key) last = { key, made: make(key) };
    return last.made;
  };
}
