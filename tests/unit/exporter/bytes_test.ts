import fc from "fast-check";
import { Bytes, numberText } from "../../../exporter/bytes.ts";
import { assertEquals } from "../../assert.ts";

const encoder = new TextEncoder();
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The numbers as they are written behind a name. */
function written(values: readonly number[]): string[] {
  const fixed = encoder.encode("é".repeat(values.length));
  const ends = Int32Array.from(values, (_, i) => 2 * (i + 1));
  // Too little memory for them: it grows.
  const bytes = new Bytes(new Uint8Array(1));
  bytes.addLines({ fixed, ends }, Float64Array.from(values));
  return text(bytes.end()).split("\n").slice(0, -1).map((line) => line.replace("é ", ""));
}

Deno.test("a number is written in the digits that JavaScript has for it", () => {
  const decimals = fc.tuple(fc.maxSafeNat(), fc.integer({ min: 0, max: 6 }))
    .map(([digits, places]) => Number(`${digits}e-${places}`));
  const value = fc.oneof(
    fc.double(),
    fc.maxSafeInteger(),
    fc.integer(),
    decimals,
    // What is nearly a decimal number: counters in other units.
    fc.maxSafeNat().map((n) => n * 1e-3),
    fc.constantFrom(0, -0, 0.001, 0.1 + 0.2, 1e15, 2 ** 53, 2 ** 64, 999_999_999, 1e9, 4294967295),
    fc.constantFrom(4294967296, 1e21, 1e-6, 1e-7, 999999999999.999, 1000000000000.001, 5e-324),
    fc.constantFrom(NaN, Infinity, -Infinity, Number.MAX_VALUE, -2.2250738585072014e-308),
  );
  fc.assert(
    fc.property(fc.array(value), (values) => {
      assertEquals(written(values), values.map(numberText));
    }),
    { seed: 20_261_129, numRuns: 5000 },
  );
});

Deno.test("numbers that JavaScript writes in another way than Prometheus", () => {
  assertEquals([NaN, Infinity, -Infinity, -0].map(numberText), ["NaN", "+Inf", "-Inf", "0"]);
});

Deno.test("bytes stand one behind the other, also where their memory was used before", () => {
  const memory = new Uint8Array(8).fill(33);
  for (const words of [["a"], ["abc", "", "def", "ghij"], ["xyz".repeat(100_000), "é"], []]) {
    const bytes = new Bytes(memory);
    for (const word of words) bytes.add(encoder.encode(word));
    assertEquals(text(bytes.end()), words.join(""));
    assertEquals(bytes.length, encoder.encode(words.join("")).length);
  }
  const bytes = new Bytes(memory);
  bytes.add(encoder.encode("abc"));
  const begin = bytes.length;
  bytes.add(encoder.encode("def"));
  const since = bytes.since(begin);
  bytes.end().fill(0);
  assertEquals(text(since), "def");
});
