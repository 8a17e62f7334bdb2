import { KnownLines } from "../../../../collectors/linux/known_lines.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";
import { malformed, table } from "../../../table.ts";

const lines = () => new KnownLines("vmstat", (name) => name.startsWith("pg") ? name : undefined);

function valuesOf(reader: KnownLines<string>, text: string): Record<string, string> {
  const values: Record<string, string> = {};
  reader.read(text, (name, value) => values[name] = value);
  return values;
}

table("lines of a name and a number", (text: string) => valuesOf(lines(), text), [
  ["the wanted ones", "nr_free 1\npgpgin 2\npgpgout\t 3\n", { pgpgin: "2", pgpgout: "3" }],
  ["none is wanted", "nr_free 1\n", {}],
  ["empty", "", malformed("vmstat")],
  ["a name without a number", "pgpgin\n", malformed('"pgpgin"')],
  ["cut off behind the name", "pgpgin ", malformed('"pgpgin "')],
  ["a colon behind the name, a unit behind the number", "pga:   2 kB\npgb:7\n", malformed("pgb:7")],
  ["a colon in the name", "pga:b 2\n", { "pga:b": "2" }],
]);

Deno.test("lines that come, go and change places are read as what they are", () => {
  const reader = lines();
  const read = (text: string) => valuesOf(reader, text);
  assertEquals(read("pga 1\nnr 2\npgb 3\n"), { pga: "1", pgb: "3" });
  assertEquals(read("pga 4\nnr 5\npgb 6\n"), { pga: "4", pgb: "6" });
  assertEquals(read("nr 7\npgb 8\npga 9\n"), { pgb: "8", pga: "9" });
  assertEquals(read("pgb 1\n"), { pgb: "1" });
  // A name that only begins like the one that stood there.
  assertEquals(read("pgbx 2\n"), { pgbx: "2" });
});

Deno.test("a malformed line does not stay in its memory", () => {
  const reader = lines();
  assertThrows(() => valuesOf(reader, "pga\n"), SyntaxError);
  assertEquals(valuesOf(reader, "pga 1\n"), { pga: "1" });
});
