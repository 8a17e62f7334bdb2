/** Every family and sample that node_exporter's own end-to-end test expects. */
import { assertEquals } from "../assert.ts";
import { compare, table } from "./compare.ts";
import { named, needsData } from "./peer_data.ts";

Deno.test(named("node_exporter's expectations of a made-up host"), needsData, async (t) => {
  const comparisons = await compare();
  console.log(table(comparisons));
  assertEquals([...new Set(comparisons.map(({ set }) => set))].sort(), ["core", "off", "wide"]);
  const byCollector = Map.groupBy(comparisons, ({ set, collector }) => `${set} ${collector}`);
  for (const [name, families] of byCollector) {
    await t.step(name, () => {
      const differences = families.flatMap(({ family, differences }) =>
        differences.map((difference) => `${family}: ${difference}`)
      );
      assertEquals(differences, []);
    });
  }
});
