import { zoneName } from "../../../../collectors/linux/zone_name.ts";
import { assertEquals } from "../../../assert.ts";

const file = (rule: string) => new TextEncoder().encode(`TZif2 and numbers\n${rule}\n`);

const TABLE: readonly [rule: string, west: number, name: string | undefined][] = [
  ["UTC0", 0, "UTC"],
  ["KST-9", -540, "KST"],
  ["CET-1CEST,M3.5.0,M10.5.0/3", -60, "CET"],
  ["CET-1CEST,M3.5.0,M10.5.0/3", -120, "CEST"],
  ["NST3:30NDT,M3.2.0,M11.1.0", 210, "NST"],
  ["NST3:30NDT,M3.2.0,M11.1.0", 150, "NDT"],
  ["<+0530>-5:30", -330, "+0530"],
  ["<-04>4<-03>,M9.1.6/24,M4.1.6/24", 180, "-03"],
  // Morocco, whose last rule leaves Ramadan out.
  ["<+01>-1", 0, undefined],
  ["", 0, undefined],
  ["nonsense!", 0, undefined],
];

for (const [rule, west, name] of TABLE) {
  Deno.test(`the zone ${JSON.stringify(rule)}, ${west} minutes west, is ${name}`, () => {
    assertEquals(zoneName(file(rule), west), name);
  });
}

Deno.test("what is no file of a zone has no name", () => {
  assertEquals(zoneName(new Uint8Array(), 0), undefined);
  assertEquals(zoneName(new TextEncoder().encode("\nUTC0"), 0), undefined);
});
