/** Texts of others in which the same stands again and again: none may be gone through from each of its characters. */
import { parseSilence } from "../../../alerts/notify/silence_parse.ts";
import { parseTextFormat } from "../../../collectors/text_format.ts";
import { parseSpan, parseTime } from "../../../exporter/query/api/times.ts";
import { checkWeight } from "../../../exporter/query/api/weight.ts";
import { ParseError, QueryError } from "../../../exporter/query/errors.ts";
import { parse, parseSelector } from "../../../exporter/query/parse.ts";
import { type ErrorClass, tried } from "../../fuzz/property.ts";

/** As long as a query may be. */
const LENGTH = 32_700;
/** Milliseconds; read once, the longest takes 10, and read from each character, the shortest 700. */
const LONGEST = 400;

const PARTS = [
  ..."x1 \"'`\\{}()[],.:=~!+-#\n@%e*/<>^",
  '\\"',
  "\\'",
  "x ",
  "1.",
  "1s",
  "x,",
  "a=",
  "(x",
  "[1",
  "{1",
  "#\n",
  "\\p{",
  "offset ",
];

const READERS: readonly [
  name: string,
  read: (text: string) => unknown,
  known: readonly ErrorClass[],
  before: readonly string[],
  behind: readonly string[],
][] = [
  ["a query", parse, [ParseError], ["", '"', 'up{a="', "up[", "("], [
    "",
    " +",
    '"',
    '"}',
    "\n(",
    "h]",
  ]],
  ["a selector", parseSelector, [ParseError], ["", '{a="'], ["", '"', '"}']],
  ["a query's weight", checkWeight, [QueryError], ["", '"', 'up{a=~"'], ["", '"', '"}']],
  ["a time", parseTime, [SyntaxError], ["", "-", "1."], ["", "x", "Z"]],
  ["a duration", parseSpan, [SyntaxError], ["", "-", "1."], ["", "x", "s"]],
  ["a silence", parseSilence, [SyntaxError, RangeError], ["", "a=", "a=x", 'a="'], [
    "",
    "x",
    '"',
    '",b=c',
  ]],
  ["a textfile", parseTextFormat, [SyntaxError], ["", "a ", "# HELP a ", 'a{b="'], [
    "\n",
    '" 1\n',
    '"} 1\n',
  ]],
];

for (const [name, read, known, befores, behinds] of READERS) {
  Deno.test(`${name} of the same again and again is read, or refused, in one go`, () => {
    for (const part of PARTS) {
      for (const before of befores) {
        for (const behind of behinds) {
          const times = Math.floor((LENGTH - before.length - behind.length) / part.length);
          try {
            tried(() => read(before + part.repeat(times) + behind), known, LONGEST);
          } catch (error) {
            throw new Error(`${JSON.stringify([before, part, behind])}: ${error}`);
          }
        }
      }
    }
  });
}
