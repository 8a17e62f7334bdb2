import { Engine } from "../../../../exporter/query/engine.ts";
import { DIALECT } from "../../../../exporter/query/dialect.ts";
import { STALE } from "../../../../exporter/query/model.ts";
import { assertEquals } from "../../../assert.ts";
import { storageOf, valuesAt } from "./samples.ts";

Deno.test("a sample counts for five minutes, the last moment included", () => {
  const storage = storageOf({ 100: 7 });
  assertEquals(valuesAt("x", 99.999, storage), []);
  assertEquals(valuesAt("x", 100, storage), [7]);
  assertEquals(valuesAt("x", 400, storage), [7]);
  assertEquals(valuesAt("x", 400.001, storage), []);
});

Deno.test("the look-back is an option", () => {
  assertEquals(valuesAt("x", 115.001, storageOf({ 100: 7 }), { lookback: 15_000 }), []);
});

Deno.test("a stale marker ends a series at once, and a sample begins it again", () => {
  const storage = storageOf({ 0: 1, 15: 2, 30: STALE, 60: 4 });
  assertEquals(valuesAt("x", 29, storage), [2]);
  assertEquals(valuesAt("x", 30, storage), []);
  assertEquals(valuesAt("x", 59, storage), []);
  assertEquals(valuesAt("x", 60, storage), [4]);
});

Deno.test("a stale marker is no sample of a range", () => {
  const storage = storageOf({ 0: 1, 15: 2, 30: STALE, 60: 4 });
  assertEquals(valuesAt("count_over_time(x[1m])", 60, storage), [3]);
  assertEquals(valuesAt("sum_over_time(x[1m])", 60, storage), [7]);
  assertEquals(valuesAt("min_over_time(x[1m])", 60, storage), [1]);
  assertEquals(valuesAt("last_over_time(x[40s])", 50, storage), [2]);
  assertEquals(valuesAt("idelta(x[1m])", 60, storage), [2]);
  assertEquals(valuesAt("count_over_time(x[20s])", 45, storage), []);
});

Deno.test("a range without its markers is shown as it is stored", () => {
  const result = new Engine().instantNow("x[1m]", 60_000, storageOf({ 0: 1, 30: STALE, 60: NaN }));
  assertEquals(result, {
    resultType: "matrix",
    result: [{
      metric: { __name__: "x" },
      times: Float64Array.of(0, 60_000),
      values: Float64Array.of(1, NaN),
    }],
  });
});

Deno.test("a step without a sample is a gap, not a number", async () => {
  const storage = storageOf({ 0: 1, 15: STALE, 45: 3 });
  const { result } = await new Engine().range(
    "-x",
    { start: 0, end: 60_000, step: 15_000 },
    storage,
  );
  assertEquals(result, [{
    metric: {},
    times: Float64Array.of(0, 45_000, 60_000),
    values: Float64Array.of(-1, -3, -3),
  }]);
});

Deno.test("NaN is a value, and keeps a series alive", () => {
  assertEquals(valuesAt("x", 20, storageOf({ 0: 1, 15: NaN })), [NaN]);
  assertEquals(valuesAt("count(x)", 20, storageOf({ 0: 1, 15: NaN })), [1]);
});

Deno.test("the steps of a subquery are multiples of its step", () => {
  // At 0, 30, 60, 90 s, not at 7, 37, 67, 97 s.
  const storage = storageOf({ 0: 1, 31: 2, 61: 4, 91: 8 });
  assertEquals(valuesAt("sum_over_time(x[97s:30s])", 97, storage), [1 + 1 + 2 + 4]);
  // Without a step: one a minute, at 0 and 60 s.
  assertEquals(valuesAt("sum_over_time(x[97s:])", 97, storage), [1 + 2]);
  assertEquals(valuesAt("sum_over_time(x[97s:])", 97, storage, { interval: 30_000 }), [8]);
});

Deno.test("the switch to Prometheus 3 leaves out the very start of ranges and of the look-back", () => {
  const storage = storageOf({ 0: 1, 30: 2, 60: 4 });
  const dialect = DIALECT as { leftOpen: boolean };
  const ask = () => [
    ...valuesAt("sum_over_time(x[1m])", 60, storage),
    ...valuesAt("sum_over_time(x[1m:30s])", 60, storage),
    ...valuesAt("x", 360, storage),
  ];
  assertEquals(ask(), [7, 7, 4]);
  dialect.leftOpen = true;
  try {
    assertEquals(ask(), [6, 6]);
  } finally {
    dialect.leftOpen = false;
  }
});
