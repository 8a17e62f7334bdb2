import { parseTextFormat } from "../../../collectors/text_format.ts";
import { assertEquals } from "../../assert.ts";
import { malformed, table } from "../../table.ts";

/** A text as `name type` to samples as they leave. */
function parsed(text: string): Record<string, string[]> {
  return Object.fromEntries(
    parseTextFormat(text).families.map(({ name, type, samples }) => [
      `${name} ${type}`,
      samples.map(({ labels, suffix = "", value }) => `${suffix}${labels.text} ${value}`),
    ]),
  );
}

table("parseTextFormat", parsed, [
  ["an empty text has no families", "", {}],
  ["a family is its type and samples", '# HELP a b\n# TYPE a counter\na{x="1"} 2\na 3\n', {
    "a counter": ['{x="1"} 2', " 3"],
  }],
  ["a sample without TYPE is untyped", "a 1\n", { "a unknown": [" 1"] }],
  ["the type may be in capitals", "# TYPE a GAUGE\na 1\n", { "a gauge": [" 1"] }],
  ["comments and empty lines are passed over", "# a remark\n\n#HELPX a b\n#\n\t \na 1\n", {
    "a unknown": [" 1"],
  }],
  ["a family without samples is none", "# HELP a b\n# TYPE a gauge\n", {}],
  ["samples of a family may be apart", "a 1\nb 2\na 3\n", {
    "a unknown": [" 1", " 3"],
    "b unknown": [" 2"],
  }],
  ["white space may stand where the format has it", '\t a{ x = "1" , y="2", }\t 3\n', {
    "a unknown": ['{x="1",y="2"} 3'],
  }],
  ["white space may be missing too", 'a{x="1"}3\nb+4\n', {
    "a unknown": ['{x="1"} 3'],
    "b unknown": [" 4"],
  }],
  ["labels are sorted, empty ones are none", 'a{y="1",x="2",z=""} 3\na{x=""} 4\na{} 5\n', {
    "a unknown": ['{x="2",y="1"} 3', " 4", " 5"],
  }],
  ["escapes in a label", String.raw`a{x="q\" b\\ n\n"} 1` + "\n", {
    "a unknown": [String.raw`{x="q\" b\\ n\n"} 1`],
  }],
  ["any character may stand in a label", 'a{x="},{=# é"} 1\n', {
    "a unknown": ['{x="},{=# é"} 1'],
  }],
  [
    "numbers as Go writes them",
    "a +Inf\na -inf\na INFINITY\na nan\na .5\na 5.\na 1E-2\n",
    {
      "a unknown": [" Infinity", " -Infinity", " Infinity", " NaN", " 0.5", " 5", " 0.01"],
    },
  ],
  ["blanks behind the last line end are nothing", "a 1\n  ", { "a unknown": [" 1"] }],

  ["the last line must end", "a 1\nb 2", malformed("line 2: the last line does not end")],
  ["a name may not begin with a digit", "1a 1\n", malformed('line 1: not a sample: "1a 1"')],
  ["a name in quotes is refused", '{"a.b"} 1\n', malformed("line 1: not a sample")],
  ["a byte order mark is no name", "\ufeffa 1\n", malformed("line 1: not a sample")],
  ["a sample has a value", "a\n", malformed('line 1: not a number: ""')],
  ["a value is a number", "# x\na b\n", malformed('line 2: not a number: "b"')],
  ["hexadecimal is no number", "a 0x10\n", malformed('not a number: "0x10"')],
  ["underscores are not for numbers", "a 1_000\n", malformed('not a number: "1_000"')],
  ["NaN has no sign", "a +nan\n", malformed('not a number: "+nan"')],
  ["a number must fit", "a 1e400\n", malformed('not a number: "1e400"')],
  ["lines do not end as on Windows", "a 1\r\n", malformed(String.raw`not a number: "1\r"`)],
  ["a blank behind the value announces a timestamp", "a 1 \n", malformed("not a timestamp")],
  [
    "a timestamp is whole",
    "a 1 1.5\n",
    malformed('not a timestamp in whole milliseconds behind the value: "1.5"'),
  ],
  ["nothing stands behind a timestamp", "a 1 2 3\n", malformed('"2 3"')],
  ["labels are in quotes", "a{x=1} 1\n", malformed('labels are to be {name="value",…}: "x=1} 1"')],
  ["labels end", 'a{x="1" 1\n', malformed("labels are to be")],
  ["labels end in the line", 'a{x="1\n"} 1\n', malformed("line 1: labels are to be")],
  ["a label's name has no colon", 'a{x:y="1"} 1\n', malformed("labels are to be")],
  ["a comma needs a label", "a{,} 1\n", malformed("labels are to be")],
  ["an escape is known", 'a{x="\\t"} 1\n', malformed("labels are to be")],
  ["a label stands once", 'a{x="1",x="2"} 1\n', malformed("the label x stands twice")],
  ["__name__ is no label", 'a{__name__="b"} 1\n', malformed("__name__ is not allowed")],
  ["a label is UTF-8", 'a{x="caf\ufffd"} 1\n', malformed("the label x is not UTF-8")],
  ["HELP stands once", "# HELP a b\n# HELP a b\n", malformed("line 2: a second HELP of a")],
  ["an escape in HELP is known", "# HELP a \\x\n", malformed(String.raw`no such escape: "\\x"`)],
  ["TYPE stands once", "# TYPE a gauge\n# TYPE a gauge\n", malformed("line 2: a second TYPE of a")],
  ["TYPE stands before the samples", "a 1\n# TYPE a gauge\n", malformed("behind its samples")],
  ["a type is one of five", "# TYPE a unknown\n", malformed('no such type: "unknown"')],
  ["nothing stands behind a type", "# TYPE a gauge \n", malformed('no such type: "gauge "')],
  ["TYPE is of a metric", "# TYPE a-b gauge\n", malformed('not the name of a metric: "a-b gauge"')],
  [
    "a bucket's limit is a number",
    '# TYPE a histogram\na_bucket{le="x"} 1\n',
    malformed('not a number: "x"'),
  ],
  ["a quantile is a number", '# TYPE a summary\na{quantile=""} 1\n', malformed('not a number: ""')],
]);

table("a histogram", (samples: string) => parsed(`# TYPE h histogram\n${samples}`), [
  [
    "is put together by its labels",
    'h_bucket{x="1",le="2"} 3\nh_bucket{x="2",le="2"} 5\nh_bucket{le="1",x="1"} 2\n' +
    'h_bucket{x="1",le="+Inf"} 4\nh_sum{x="1"} 6.5\nh_count{x="1"} 4\n',
    {
      "h histogram": [
        '_bucket{x="1",le="1"} 2',
        '_bucket{x="1",le="2"} 3',
        '_bucket{x="1",le="+Inf"} 4',
        '_sum{x="1"} 6.5',
        '_count{x="1"} 4',
        '_bucket{x="2",le="2"} 5',
        '_bucket{x="2",le="+Inf"} 0',
        '_sum{x="2"} 0',
        '_count{x="2"} 0',
      ],
    },
  ],
  [
    "has its limits in Go's words",
    'h_bucket{le="1.0"} 1\nh_bucket{le="2000000"} 2\nh_bucket{le="1"} 3\nh_count 9\n',
    {
      "h histogram": [
        '_bucket{le="1"} 3',
        '_bucket{le="2e+06"} 2',
        '_bucket{le="+Inf"} 9',
        "_sum 0",
        "_count 9",
      ],
    },
  ],
  ["gets nothing from a sample that is no part of it", "h 5\n", {
    "h histogram": ['_bucket{le="+Inf"} 0', "_sum 0", "_count 0"],
  }],
]);

Deno.test("a summary is put together; le is a label of it like any other", () => {
  const text =
    '# TYPE s summary\ns{quantile="0.50"} 1\ns{quantile="0.5",le="x"} 2\ns_sum 3\ns_count 4\n';
  assertEquals(parsed(text), {
    "s summary": [
      '{quantile="0.5"} 1',
      "_sum 3",
      "_count 4",
      '{le="x",quantile="0.5"} 2',
      '_sum{le="x"} 0',
      '_count{le="x"} 0',
    ],
  });
});

Deno.test("quantile and le of other types are labels, and so are names with a suffix", () => {
  assertEquals(parsed('# TYPE g gauge\ng{quantile="0.50",le="x"} 1\ng_count 2\ng_bucket 3\n'), {
    "g gauge": ['{le="x",quantile="0.50"} 1'],
    "g_count unknown": [" 2"],
    "g_bucket unknown": [" 3"],
  });
});

Deno.test("help is unescaped; a family may have none", () => {
  const text =
    "# HELP a back\\\\slash and\\nline \u2028\r\na 1\nb 2\n# HELP b \nc 3\n# HELP c\td e \n";
  assertEquals(parseTextFormat(text).families.map(({ name, help }) => [name, help]), [
    ["a", "back\\slash and\nline \u2028\r"],
    ["b", undefined],
    ["c", "d e "],
  ]);
});

Deno.test("the first timestamp is found", () => {
  assertEquals(parseTextFormat("a 1\n# x\na 2 1441205977284\nb 2 -5\n").timestampLine, 3);
  assertEquals(parseTextFormat("a 1\n").timestampLine, undefined);
});
