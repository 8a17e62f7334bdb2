import { writeFloat } from "../../../collectors/go_float.ts";
import { table } from "../../table.ts";

table("writeFloat", writeFloat, [
  ["a whole number", 100, "100"],
  ["the last without an exponent", 999_999.5, "999999.5"],
  ["the first with one", 1_000_000, "1e+06"],
  ["a large one", 1.5e21, "1.5e+21"],
  ["a very large one", 1e100, "1e+100"],
  ["the smallest without an exponent", 0.0001, "0.0001"],
  ["a smaller one", 0.000015, "1.5e-05"],
  ["zero", 0, "0"],
  ["a negative one", -0.25, "-0.25"],
  ["infinity", Infinity, "+Inf"],
  ["the other infinity", -Infinity, "-Inf"],
  ["what is no number", NaN, "NaN"],
]);
