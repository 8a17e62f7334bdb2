import { matcher } from "../../../../exporter/query/matchers.ts";
import type { MatchType } from "../../../../exporter/query/model.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";
import { loadRe2 } from "../../../../collectors/re2.ts";

await loadRe2();

const CASES: readonly [MatchType, string, string, boolean][] = [
  ["=", "a", "a", true],
  ["=", "a", "b", false],
  ["!=", "a", "", true],
  ["=~", "a|bc", "bc", true],
  ["=~", "a|bc", "abc", false],
  ["=~", "a.", "ab", true],
  // From end to end.
  ["=~", "b", "abc", false],
  ["=~", "b|.*c", "abc", true],
  ["=~", "", "", true],
  ["=~", "", "a", false],
  ["=~", "a.b", "a\nb", false],
  ["=~", "(?s)a.b", "a\nb", true],
  ["=~", "(?i)ab", "AB", true],
  ["=~", "(a|b-).*", "b-1", true],
  ["=~", "(a|b-).*", "b1", false],
  ["=~", "a|b.*", "ab", false],
  ["=~", "a|b.*", "bc", true],
  ["=~", "a.*", "a\nb", false],
  ["=~", ".*", "", true],
  ["=~", ".*", "\n", false],
  ["!~", "a.*", "abc", false],
  ["!~", "a.*", "b", true],
  // With a dot that is no wildcard in a name, but is in an expression.
  ["=~", "a.b|c", "axb", true],
];

Deno.test("labels are matched", () => {
  for (const [type, expression, value, expected] of CASES) {
    const one = matcher("label", type, expression);
    assertEquals(one.matches(value), expected, `${type}${expression} of ${value}`);
    assertEquals(one.matches(value), expected, "and again, from memory");
  }
});

Deno.test("an expression that takes ages elsewhere takes none here", () => {
  assertEquals(matcher("a", "=~", "(a+)+b").matches("a".repeat(5000)), false);
});

Deno.test("an expression that RE2 has not got is refused", () => {
  assertThrows(() => matcher("a", "=~", "(?=a)b"), Error, "(?=");
});
