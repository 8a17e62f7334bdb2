import { checkWeight, weightOf } from "../../../../../exporter/query/api/weight.ts";
import { QueryError } from "../../../../../exporter/query/errors.ts";
import { type Row, table, Thrown } from "../../../../table.ts";

const WEIGHTS: readonly Row<string, number>[] = [
  ["nothing", "", 0],
  ["plain text", "eth0", 4],
  ["a repeated character", "x{1000}", 1000],
  ["up to a number", "x{2,30}", 30],
  ["from a number", "x{5,}", 5],
  ["none or one", "x{0,1}", 1],
  ["nested groups", "(x{30}){33}", 31 * 33],
  ["a class is ten", "[a-z]", 10],
  ["a class with a bracket", "[]x]{3}", 30],
  ["a class of Unicode", "\\pL\\p{Greek}{5}", 60],
  ["an escaped brace repeats nothing", "x\\{1000}", 7],
  ["a brace in a class repeats nothing", "[{1000}]", 10],
  ["a group that is not closed", "(x{3}", 3],
  ["more closed than opened", "a)b", 3],
];
table("the weight of", weightOf, WEIGHTS);

const large = new Thrown(QueryError, "too large");

const QUERIES: readonly Row<string, void>[] = [
  ["nothing", "", undefined],
  ["a usual one", 'rate(x{device!~"lo|veth.*|docker[0-9]+"}[5m])', undefined],
  ["a broken string", 'x{a="\\q{1000}"}', undefined],
  ["a comment", `x # "${"x{1000}".repeat(30)}"`, undefined],
  ["much text", `x{a="${"y".repeat(9900)}"}`, undefined],
  ["a bomb", `x{a=~"${"[\\\\pL\\\\pN]{1000}".repeat(2)}"}`, large],
  ["a bomb in single quotes", `x{a=~'${"x{1000}".repeat(11)}'}`, large],
  ["a bomb in backquotes", `x{a=~\`${"x{1000}".repeat(11)}\`}`, large],
  ["a bomb with escaped braces", `x{a=~"${"x\\x7b1000}".repeat(11)}"}`, large],
  ["a bomb behind a #", `x{b="#",a=~"${"x{1000}".repeat(11)}"}`, large],
  ["a few hundred strings", `x{${'a!~"b",'.repeat(400)}}`, undefined],
  ["too many strings", `x{${'a!~"b",'.repeat(500)}}`, large],
  ["many that are not small", `y{a=~"x{999}"} or `.repeat(10), large],
];
table("a query with", checkWeight, QUERIES);
