/** From where to where a chart's values go. */
import { text } from "../../../../dashboards/live/format.ts";
import { stepsOf, yRangeOf } from "../../../../dashboards/live/y_range.ts";
import { assertEquals } from "../../../assert.ts";

const SPAN = { min: 2, max: 4 };
const rows = (...lines: readonly number[][]) =>
  [[1, 2, 3, 4, 5], ...lines].map((row) => Float64Array.from(row));

Deno.test("a chart reaches from zero to a bit above the largest value that it shows", () => {
  const cases: readonly [number[][], [number, number]][] = [
    [[[900, 50, 100, 25, 900]], [0, 112]],
    [[[0, 1, 2, 3, 0], [0, 100, 20, 30, 0]], [0, 112]],
    // Down as far as up is drawn up.
    [[[0, 50, 100, 25, 0], [0, -200, -1, -1, 0]], [-224, 112]],
    [[[0, 0, 1e15, 0, 0]], [0, 1.12e15]],
    [[[0, 0, 0, 0, 0]], [0, 1]],
    [[], [0, 1]],
  ];
  for (const [lines, range] of cases) {
    const [from, to] = yRangeOf({ unit: "number" }, rows(...lines), SPAN);
    assertEquals([Number(from.toPrecision(9)), Number(to.toPrecision(9))], range);
  }
});

Deno.test("values that are not there change nothing, at the left edge neither", () => {
  assertEquals(
    yRangeOf({ unit: "number", min: 0 }, rows([NaN, NaN, 100, 50, NaN]), SPAN)[1].toFixed(3),
    "112.000",
  );
  assertEquals(
    yRangeOf({ unit: "number", min: 0 }, rows([NaN, 50, NaN, 100, NaN]), SPAN)[1].toFixed(3),
    "112.000",
  );
  assertEquals(yRangeOf({ unit: "number" }, rows([NaN, NaN, NaN, NaN, NaN]), SPAN), [0, 1]);
});

Deno.test("where a panel says how far it goes, it goes so far", () => {
  assertEquals(yRangeOf({ unit: "percent", min: 0, max: 100 }, rows([1, 2, 3, 4, 5]), SPAN), [
    0,
    100,
  ]);
});

Deno.test("what is too small to be written does not fill a chart, and its axis has no number twice", () => {
  assertEquals(yRangeOf({ unit: "percent" }, rows([0, 0.003, 0, 0, 0]), SPAN), [0, 0.1]);
  assertEquals(yRangeOf({ unit: "packets/s" }, rows([0, 0, -0.01, 0, 0]), SPAN), [-0.1, 0]);
  assertEquals(
    yRangeOf({ unit: "seconds" }, rows([0, 1e-4, 0, 0, 0]), SPAN)[1].toFixed(6),
    "0.000112",
  );
  assertEquals(stepsOf("percent")!.slice(0, 6), [0.1, 0.2, 0.5, 1, 2, 2.5]);
  assertEquals(stepsOf("count")!.slice(0, 5), [1, 2, 5, 10, 20]);
  for (const unit of ["percent", "bytes", "bits/s", "per second", "count", "number"] as const) {
    for (const step of stepsOf(unit)!) {
      const written = [1, 2, 3].map((times) => text(times * step, unit, "en"));
      assertEquals(new Set(written).size, 3, `${unit}: ${written}`);
    }
  }
});
