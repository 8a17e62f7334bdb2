import { parse } from "../../../../exporter/query/parse.ts";
import { pretty } from "../../../../exporter/query/pretty.ts";
import { assertEquals } from "../../../assert.ts";

const LINES: Readonly<Record<string, string>> = {
  "sum(up{b='1',a=`2`})by(x,y) # all": 'sum by (x, y) (up{a="2",b="1"})',
  "{__name__='up'}offset 90s@ 1.5": '{__name__="up"} @ 1.500 offset 1m30s',
  "a+on()group_left b": "a + on () group_left () b",
  "a>BOOL 1e6": "a > bool 1e+06",
  "a/ignoring(x)b": "a / ignoring (x) b",
  "- 1 + .00001": "-1 + 1e-05",
  "max_over_time((-+x)[8d:])": "max_over_time((-+x)[8d:])",
  "'\\x00\\u200bé\\n'": '"\\x00\\u200bé\\n"',
};

for (const [query, line] of Object.entries(LINES)) {
  Deno.test(`${query} is laid out as ${line}`, () => assertEquals(pretty(parse(query)), line));
}

Deno.test("what is longer than 100 bytes is laid out over several lines", () => {
  const long = "x".repeat(100);
  assertEquals(pretty(parse(long)), long);
  assertEquals(
    pretty(parse(`topk by (a) (1, -(${long} + on (b) c))`)),
    `topk by (a) (
  1,
  -(
      ${long}
    + on (b)
      c
  )
)`,
  );
  assertEquals(pretty(parse(`abs(a{b="${"é".repeat(45)}"})`)).split("\n").length, 3);
});
