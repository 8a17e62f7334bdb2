import { Engine } from "../../../../exporter/query/engine.ts";
import { assertEquals } from "../../../assert.ts";
import { manyOf } from "./samples.ts";

const storage = manyOf(
  ([["a", [0, 0]], ["b", [0, -0]], ["c", [0, 1]]] as const).map(([x, values]) => ({
    labels: { __name__: "z", x },
    times: [0, 1000],
    values,
  })),
);

/** The labels that a query finds at the second sample, and how many there are of each. */
function counts(query: string): [Readonly<Record<string, string>>, number][] {
  const result = new Engine().instantNow(query, 1000, storage);
  if (result.resultType !== "vector") throw new TypeError(`${query} is a ${result.resultType}`);
  return result.result.map(({ metric, value }) => [metric, value]);
}

Deno.test("count_values tells 0 from -0, in one series, too", async () => {
  assertEquals(counts('count_values("v", z)'), [
    [{ v: "0" }, 1],
    [{ v: "-0" }, 1],
    [{ v: "1" }, 1],
  ]);
  const range = { start: 0, end: 1000, step: 1000 };
  const { result } = await new Engine().range('count_values("v", z{x="b"})', range, storage);
  assertEquals(result, [
    { metric: { v: "-0" }, times: Float64Array.of(1000), values: Float64Array.of(1) },
    { metric: { v: "0" }, times: Float64Array.of(0), values: Float64Array.of(1) },
  ]);
});

Deno.test("count_values without the label that it sets counts all values as one", () => {
  assertEquals(counts('count_values without (x) ("x", z)'), [[{}, 3]]);
  assertEquals(counts('count_values without (x) ("__name__", z)'), [[{}, 3]]);
  assertEquals(counts('count_values by (x) ("x", z) == 1').length, 3);
});
