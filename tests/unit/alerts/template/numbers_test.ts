import { formatFloat } from "../../../../alerts/template/numbers.ts";
import * as human from "../../../../alerts/template/humanize.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";

Deno.test("numbers are written as Go writes them", () => {
  const cases: [number, string, number, string][] = [
    [0, "g", -1, "0"],
    [-0, "g", -1, "-0"],
    [1e5, "g", -1, "100000"],
    [1e6, "g", -1, "1e+06"],
    [1234567.5, "g", -1, "1.2345675e+06"],
    [0.0001, "g", -1, "0.0001"],
    [0.00001, "g", -1, "1e-05"],
    [12345, "g", 4, "1.234e+04"],
    [9.9999, "g", 4, "10"],
    [0.1 + 0.2, "g", -1, "0.30000000000000004"],
    // Halves go to the even neighbour, by the exact binary value.
    [0.5, "f", 0, "0"],
    [1.5, "f", 0, "2"],
    [2.5, "f", 0, "2"],
    [0.25, "f", 1, "0.2"],
    [1.005, "f", 2, "1.00"],
    [1e21, "f", 0, "1000000000000000000000"],
    [123.456, "f", -1, "123.456"],
    [1e-7, "f", -1, "0.0000001"],
    [99.99, "e", 1, "1.0e+02"],
    [0, "e", 2, "0.00e+00"],
    [5e-324, "e", 3, "4.941e-324"],
    [1.5, "E", -1, "1.5E+00"],
    [Infinity, "f", 2, "+Inf"],
    [-Infinity, "g", -1, "-Inf"],
    [NaN, "e", 1, "NaN"],
  ];
  for (const [value, verb, precision, text] of cases) {
    assertEquals(formatFloat(value, verb, precision), text, `${value} ${verb} ${precision}`);
  }
});

Deno.test("numbers are written for people", () => {
  assertEquals(
    [0, 1, 999.96, 1000, -1234567, 0.0012, 1e27, 1e-25].map(human.humanize),
    ["0", "1", "1000", "1k", "-1.235M", "1.2m", "1000Y", "0.1y"],
  );
  assertEquals(
    [0, 1, 1024, 3e9, -2048].map(human.humanize1024),
    ["0", "1", "1ki", "2.794Gi", "-2ki"],
  );
  assertEquals(
    [0, 0.02, 59.987, 60, 3700, 93784.5, -93784.5, NaN].map(human.humanizeDuration),
    ["0s", "20ms", "59.99s", "1m 0s", "1h 1m 40s", "1d 2h 3m 4s", "-1d 2h 3m 4s", "NaN"],
  );
  assertEquals([0.1234567, 2].map(human.humanizePercentage), ["12.35%", "200%"]);
  assertEquals(
    [1435065584.128, 0, -1].map(human.humanizeTimestamp),
    [
      "2015-06-23 13:19:44.128 +0000 UTC",
      "1970-01-01 00:00:00 +0000 UTC",
      "1969-12-31 23:59:59 +0000 UTC",
    ],
  );
  assertThrows(() => human.humanizeTimestamp(1e10), RangeError, "overflows int64");
});
