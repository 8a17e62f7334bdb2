/**
 * Text as bytes, in memory that is used again. A scrape of a large host is 60,000 lines: as texts they would
 * be as many objects that V8 carries along and looks at.
 *
 * @module
 */

/** Bytes of a number at most: `-2.2250738585072014e-308`. */
const NUMBER = 24;

const [ZERO, DOT, SPACE, LINE_END] = [..."0. \n"].map((char) => char.charCodeAt(0));

/** Lines of which all but a number at the end of each stays the same. */
export interface Lines {
  /** What stands before the numbers, all of it one behind the other; what stands before the first line is the first's. */
  readonly fixed: Uint8Array;
  /** Where in that the part of each line ends. */
  readonly ends: Int32Array;
}

/** Text that grows at its end. */
export class Bytes {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** @param memory to write into; it grows where it is too small */
  constructor(memory: Uint8Array<ArrayBuffer> = new Uint8Array(64 * 1024)) {
    this.#bytes = memory;
  }

  get length(): number {
    return this.#length;
  }

  /** What was written since then, as a copy. */
  since(begin: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(begin, this.#length);
  }

  add(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Lines with their numbers, as both exposition formats write them. */
  addLines({ fixed, ends }: Lines, values: Float64Array): void {
    this.#room(fixed.length + values.length * (NUMBER + 2));
    const bytes = this.#bytes;
    let at = this.#length, from = 0;
    for (let i = 0; i < values.length; i++) {
      for (const end = ends[i]; from < end; from++) bytes[at++] = fixed[from];
      bytes[at++] = SPACE;
      at = writeNumber(values[i], bytes, at);
      bytes[at++] = LINE_END;
    }
    this.#length = at;
  }

  /** All of it; what is written later may change it. */
  end(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(bytes: number): void {
    const wanted = this.#length + bytes;
    if (wanted <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(wanted, Math.ceil(1.25 * this.#bytes.length)));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** A number as both exposition formats write it: in the fewest digits that tell it from all others. */
export function numberText(value: number): string {
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  return `${value}`;
}

/**
 * Writes a number as {@linkcode numberText} does. Whole numbers and thousandths, which most are, need no text
 * for it.
 *
 * @returns where it ends
 */
function writeNumber(value: number, into: Uint8Array, at: number): number {
  // A whole number, and -0, which is written 0.
  if (value >>> 0 === value) return writeDigits(value, into, at);
  if (value > 0) {
    if (Number.isSafeInteger(value)) return writeWhole(value, into, at);
    // With up to 15 digits no two decimal numbers are the same number here.
    const thousandths = Math.round(1000 * value);
    if (thousandths < 1e15 && thousandths / 1000 === value) {
      const whole = Math.floor(thousandths / 1000);
      return writeFraction(thousandths - 1000 * whole, into, writeWhole(whole, into, at));
    }
  }
  const text = numberText(value);
  for (let i = 0; i < text.length; i++) into[at++] = text.charCodeAt(i);
  return at;
}

/** A whole number from 0 to 2^53. */
function writeWhole(value: number, into: Uint8Array, at: number): number {
  if (value < 1e9) return writeDigits(value, into, at);
  const upper = Math.floor(value / 1e9);
  at = writeDigits(upper, into, at);
  return writeDigits(value - 1e9 * upper, into, at, 9);
}

/** A whole number below 2^32. @param count of its digits, with zeros before it */
function writeDigits(value: number, into: Uint8Array, at: number, count = digits(value)): number {
  for (let i = at + count - 1, left = value >>> 0; i >= at; i--) {
    const tenth = (left / 10) >>> 0;
    into[i] = ZERO + left - 10 * tenth;
    left = tenth;
  }
  return at + count;
}

/** The point and so many thousandths, without zeros at the end. */
function writeFraction(thousandths: number, into: Uint8Array, at: number): number {
  into[at++] = DOT;
  let end = writeDigits(thousandths, into, at, 3);
  while (into[end - 1] === ZERO) end--;
  return end;
}

function digits(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count++;
  return count;
}
