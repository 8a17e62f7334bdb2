import { apiNumber, plainNumber } from "../../../../exporter/query/format.ts";
import { apiResult } from "../../../api_result.ts";
import { assertEquals } from "../../../assert.ts";

Deno.test("numbers are written as Prometheus does", () => {
  const cases: readonly [number, string, string][] = [
    [0, "0", "0"],
    [-0, "-0", "-0"],
    [0.1, "0.1", "0.1"],
    [NaN, "NaN", "NaN"],
    [Infinity, "+Inf", "+Inf"],
    [-Infinity, "-Inf", "-Inf"],
    [1e20, "100000000000000000000", "100000000000000000000"],
    [1e21, "1e+21", "1000000000000000000000"],
    [-1.25e22, "-1.25e+22", "-12500000000000000000000"],
    [1e-6, "0.000001", "0.000001"],
    [1.5e-7, "1.5e-07", "0.00000015"],
    [-2e-12, "-2e-12", "-0.000000000002"],
  ];
  for (const [number, api, plain] of cases) {
    assertEquals([apiNumber(number), plainNumber(number)], [api, plain]);
  }
});

Deno.test("results are written as the API has them", () => {
  const metric = { __name__: "x" };
  assertEquals(apiResult({ resultType: "scalar", time: 1500, value: 2 }), {
    resultType: "scalar",
    result: [1.5, "2"],
  });
  assertEquals(apiResult({ resultType: "string", time: 1500, value: "2" }), {
    resultType: "string",
    result: [1.5, "2"],
  });
  assertEquals(apiResult({ resultType: "vector", time: 1500, result: [{ metric, value: 2 }] }), {
    resultType: "vector",
    result: [{ metric, value: [1.5, "2"] }],
  });
  const series = { metric, times: [1500, 3000], values: [2, NaN] };
  assertEquals(apiResult({ resultType: "matrix", result: [series] }), {
    resultType: "matrix",
    result: [{ metric, values: [[1.5, "2"], [3, "NaN"]] }],
  });
});
