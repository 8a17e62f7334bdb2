import { nameFilter } from "../../../collectors/filter.ts";
import { assertEquals } from "../../assert.ts";

const passing = (include: string, exclude: string, names: string[]) =>
  names.filter(nameFilter(include, exclude));

Deno.test("a name passes that is included and not excluded", () => {
  const names = ["eth0", "eth1", "lo", "veth0"];
  assertEquals(passing("", "", names), names);
  assertEquals(passing("^eth", "", names), ["eth0", "eth1"]);
  assertEquals(passing("", "^(lo|veth.*)$", names), ["eth0", "eth1"]);
  assertEquals(passing("eth", "0$", names), ["eth1"]);
});

Deno.test("an expression that makes others hang is answered at once", () => {
  // In an engine that backtracks this takes longer than the test may last.
  assertEquals(passing("^(a+)+$", "", [`${"a".repeat(50)}!`]), []);
});

Deno.test("more names than are remembered are answered right too", () => {
  const passes = nameFilter("7$", "");
  for (let i = 0; i < 10_000; i++) assertEquals(passes(`dev${i}`), i % 10 === 7);
});
