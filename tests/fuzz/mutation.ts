/**
 * Files as a broken kernel, a torn write or a malicious neighbour would leave them.
 *
 * @module
 */
import fc from "fast-check";

/** Numbers, and what is none, in the place of a number. */
const ODD_NUMBERS = [
  "18446744073709551615",
  "18446744073709551616",
  "-1",
  "9007199254740993",
  "1e999",
  "1".repeat(400),
  "0x",
  "NaN",
  "-Infinity",
  "",
  ".",
  "1.2.3",
];
/** Words in the place of a word; some are names that every object of JavaScript has. */
const ODD_WORDS = [
  "__proto__",
  "constructor",
  "toString",
  "",
  " ",
  '"',
  "\\",
  "}",
  "a=b",
  "\n",
  "\r",
  "\u2028",
  "é한",
  "x".repeat(5000),
];
/** What stands there again and again. */
const ODD_PARTS = [
  " ",
  "1",
  "a ",
  "(",
  ": ",
  ",",
  '"',
  "\\",
  '\\"',
  "#",
  "\n",
  "{",
  "[",
  "/",
  "- ",
  "_",
];
const ODD_BYTES = [0x00, 0xff, 0xc0, 0xed, 0x0a, 0x20, 0x22, 0x5c, 0x7f, 0x80];

/** One change. Places are shares of the file's length, so that they fit any file. */
type Change = (text: Uint8Array) => Uint8Array;

const encoder = new TextEncoder();
const decoder = new TextDecoder("latin1");

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const odd = <T>(values: readonly T[]) => fc.constantFrom(...values);

const at = (bytes: Uint8Array, place: number) => Math.floor(place * (bytes.length + 1));

function spliced(bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array {
  const result = new Uint8Array(from + by.length + bytes.length - to);
  result.set(bytes.subarray(0, from));
  result.set(by, from);
  result.set(bytes.subarray(to), from + by.length);
  return result;
}

/** Replaces the one of a pattern's finds that is nearest behind a place. */
const replacing = (pattern: RegExp, place: number, by: string): Change => (bytes) => {
  const text = decoder.decode(bytes);
  const search = new RegExp(pattern, "g");
  search.lastIndex = at(bytes, place);
  const found = search.exec(text);
  if (!found) return bytes;
  return spliced(bytes, found.index, found.index + found[0].length, encoder.encode(by));
};

/** Changes the lines. */
const lines = (change: (lines: string[]) => string[]): Change => (bytes) => {
  const text = change(decoder.decode(bytes).split("\n")).join("\n");
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
};

const change: fc.Arbitrary<Change> = fc.oneof(
  share.map((place): Change => (bytes) => bytes.subarray(0, at(bytes, place))),
  fc.tuple(share, share).map(([one, other]): Change => (bytes) => {
    const [from, to] = [at(bytes, one), at(bytes, other)].sort((a, b) => a - b);
    return spliced(bytes, from, to, new Uint8Array());
  }),
  fc.tuple(share, odd(ODD_BYTES)).map(([place, byte]): Change => (bytes) =>
    spliced(bytes, at(bytes, place), at(bytes, place), Uint8Array.of(byte))
  ),
  fc.tuple(share, fc.integer({ min: 0, max: 255 })).map(([place, byte]): Change => (bytes) => {
    const changed = bytes.slice();
    if (changed.length > 0) changed[Math.floor(place * changed.length)] = byte;
    return changed;
  }),
  fc.tuple(share, odd(ODD_NUMBERS)).map(([place, by]) => replacing(/\d+/, place, by)),
  fc.tuple(share, odd(ODD_WORDS)).map(([place, by]) => replacing(/[A-Za-z_]\w*/, place, by)),
  fc.tuple(share, odd([" ", "\t", "  ", ""])).map(([place, by]) => replacing(/\s+/, place, by)),
  fc.tuple(share, share).map(([one, other]) =>
    lines((all) => {
      const [i, j] = [one, other].map((place) => Math.floor(place * all.length));
      [all[i], all[j]] = [all[j], all[i]];
      return all;
    })
  ),
  fc.tuple(share, fc.integer({ min: 1, max: 20 })).map(([place, times]) =>
    lines((all) => {
      const i = Math.floor(place * all.length);
      return all.toSpliced(i, 0, ...Array(times).fill(all[i]));
    })
  ),
  fc.tuple(share, odd(ODD_PARTS), odd([100, 20_000])).map((
    [place, what, times],
  ): Change =>
  (bytes) =>
    spliced(bytes, at(bytes, place), at(bytes, place), encoder.encode(what.repeat(times)))
  ),
  fc.constant((): Uint8Array => new Uint8Array()),
);

/** Bytes; a longer one is cut, so that no input is slow for its size alone. */
const LONGEST = 100_000;

/** Up to six changes to one of these files. */
export function mutated(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc.tuple(
    fc.constantFrom(...files),
    fc.array(change, { minLength: 0, maxLength: 6 }),
  ).map(([file, changes]) =>
    changes.reduce((bytes, change) => change(bytes), file).subarray(0, LONGEST)
  );
}

/** The same as text, as a program decodes it. */
export function mutatedText(files: readonly Uint8Array[]): fc.Arbitrary<string> {
  return mutated(files).map((bytes) => new TextDecoder().decode(bytes));
}
