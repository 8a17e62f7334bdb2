import { Engine } from "../../../../exporter/query/engine.ts";
import type { Series } from "../../../../exporter/query/model.ts";
import { assertEquals } from "../../../assert.ts";
import { manyOf } from "./samples.ts";

function made(labels: Readonly<Record<string, string>>): Series {
  return { labels: { __name__: "x", ...labels }, times: [0], values: [1] };
}

Deno.test("the series of a range are sorted label by label", async () => {
  const series = [made({ le: "1", path: "/" }), made({ le: "1.0", path: "/" }), made({ le: "10" })];
  const storage = manyOf(series.toReversed());
  const { result } = await new Engine().range("x", { start: 0, end: 0, step: 1 }, storage);
  assertEquals(result.map(({ metric }) => metric), series.map(({ labels }) => labels));
});

Deno.test("series whose values hold a ÿ stay apart", () => {
  const storage = manyOf([made({ a: "ÿ" }), made({ b: "ÿ" })]);
  const result = new Engine().instantNow("count(sum by (a, b) (x))", 0, storage);
  assertEquals(result.resultType === "vector" && result.result[0].value, 2);
});
