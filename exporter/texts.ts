/** Characters of a text at most, except of a long one. */
const TEXT = 128 * 1024;
/** Characters of a text that stands alone: to put it together with others would copy it once more. */
const LONG = 16 * 1024;

/** Many texts as a few, in their order. */
export class Texts {
  readonly #all: string[] = [];
  /** Those that become one. */
  #some: string[] = [];
  #length = 0;

  add(text: string): void {
    const isLong = text.length > LONG;
    if (isLong || this.#length + text.length > TEXT) this.#join();
    if (isLong) this.#all.push(text);
    else {
      this.#some.push(text);
      this.#length += text.length;
    }
  }

  /** All of them. */
  end(): readonly string[] {
    this.#join();
    return this.#all;
  }

  #join(): void {
    if (this.#some.length === 0) return;
    this.#all.push(this.#some.join(""));
    this.#some = [];
    this.#length = 0;
  }
}
