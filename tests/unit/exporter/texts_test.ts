import { Texts } from "../../../exporter/texts.ts";
import { assertEquals } from "../../assert.ts";

function lengthsOf(...lengths: number[]): number[] {
  const texts = new Texts();
  const all = lengths.map((length, i) => String.fromCharCode(97 + i).repeat(length));
  for (const text of all) texts.add(text);
  const made = texts.end();
  assertEquals(made.join(""), all.join(""));
  return made.map(({ length }) => length);
}

Deno.test("short texts are one, as long as it is not too long; a long one stands alone", () => {
  assertEquals(lengthsOf(), []);
  assertEquals(lengthsOf(10, 20, 30), [60]);
  assertEquals(lengthsOf(...Array(9).fill(16_384)), [8 * 16_384, 16_384]);
  assertEquals(lengthsOf(10, 20_000, 30_000, 20, 30), [10, 20_000, 30_000, 50]);
});
