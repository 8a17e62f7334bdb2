import { parseDuration, parseNumber, unquote } from "../../../../exporter/query/lexical.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";

const DURATIONS: Readonly<Record<string, number>> = {
  "1ms": 1,
  "5m": 300_000,
  "1h30m": 5_400_000,
  "1y2w3d4h5m6s7ms": (((365 + 14 + 3) * 24 + 4) * 3600 + 5 * 60 + 6) * 1000 + 7,
};

Deno.test("durations are read", () => {
  for (const [text, expected] of Object.entries(DURATIONS)) {
    assertEquals(parseDuration(text), expected, text);
  }
});

Deno.test("what is no duration is refused", () => {
  for (const text of ["", "5", "m", "5m5m", "1m1h", "-5m", "1.5m", "0s", "999999y", " 5m"]) {
    assertThrows(() => parseDuration(text), SyntaxError);
  }
});

const NUMBERS: Readonly<Record<string, number>> = {
  "0": 0,
  "1.5": 1.5,
  ".5": 0.5,
  "1e3": 1000,
  "1E-3": 0.001,
  "0x1f": 31,
  "010": 8,
  "09": 9,
  Inf: Infinity,
  NaN: NaN,
};

Deno.test("numbers are read", () => {
  for (const [text, expected] of Object.entries(NUMBERS)) {
    assertEquals(parseNumber(text), expected, text);
  }
  for (const text of ["", "-1", "1_000", "5m", "1e", "0x", "one", "1e309"]) {
    assertThrows(() => parseNumber(text), SyntaxError);
  }
});

const STRINGS: Readonly<Record<string, string>> = {
  '"a"': "a",
  "'a'": "a",
  "`a\\n`": "a\\n",
  '"\\a\\b\\f\\n\\r\\t\\v\\\\"': "\x07\b\f\n\r\t\v\\",
  '"\\""': '"',
  "'\\''": "'",
  '"\\x41\\101\\u00e9\\U0001F600"': "AAé😀",
  '"\\xc3\\xa9"': "é",
  '"\\\\"': "\\",
  '""': "",
};

Deno.test("strings are read", () => {
  for (const [text, expected] of Object.entries(STRINGS)) {
    assertEquals(unquote(text), expected, text);
  }
});

Deno.test("what is no string is refused", () => {
  for (
    const text of ['"', '"a', '"a\\"', "'\\\"'", '"\\z"', '"\\x4"', '"\\ud800"', '"\\U00110000"']
  ) {
    assertThrows(() => unquote(text), SyntaxError);
  }
});
