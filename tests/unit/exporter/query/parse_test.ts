import type { Expr } from "../../../../exporter/query/ast.ts";
import { ParseError } from "../../../../exporter/query/errors.ts";
import { parse, parseSelector } from "../../../../exporter/query/parse.ts";
import { assertEquals, assertThrows } from "../../../assert.ts";

/** An expression with parentheses wherever something binds. */
function shape(expr: Expr): string {
  switch (expr.kind) {
    case "number":
      return String(expr.value);
    case "string":
      return JSON.stringify(expr.value);
    case "selector":
    case "matrix":
    case "subquery": {
      const of = expr.kind === "subquery"
        ? shape(expr.expr)
        : expr.matchers.map(({ name, type, value }) =>
          name === "__name__" ? value : `{${name}${type}${value}}`
        ).join("");
      const range = expr.kind === "selector" ? "" : `[${expr.range}]`;
      const offset = expr.offset === undefined ? "" : ` offset ${expr.offset}`;
      return `${of}${range}${expr.fixed === undefined ? "" : ` @ ${expr.fixed}`}${offset}`;
    }
    case "call":
      return `${expr.name}(${expr.args.map(shape).join(", ")})`;
    case "aggregate":
      return `${expr.op}(${expr.labels})(${shape(expr.expr)})`;
    case "binary":
      return `(${shape(expr.left)} ${expr.op} ${shape(expr.right)})`;
    case "negation":
      return `-(${shape(expr.expr)})`;
    case "plus":
      return `+(${shape(expr.expr)})`;
    case "paren":
      return shape(expr.expr);
  }
}

const BINDING: Readonly<Record<string, string>> = {
  "a + b * c": "(a + (b * c))",
  "a * b + c": "((a * b) + c)",
  "a - b - c": "((a - b) - c)",
  "a ^ b ^ c": "(a ^ (b ^ c))",
  "a atan2 b * c": "((a atan2 b) * c)",
  "-a ^ b": "-((a ^ b))",
  "-1 ^ 2": "-((1 ^ 2))",
  "-1": "-1",
  "2 ^ -1 * 3": "((2 ^ -1) * 3)",
  "-a * b": "(-(a) * b)",
  "+a": "+(a)",
  "+1": "1",
  "a == b + c": "(a == (b + c))",
  "a and b or c unless d": "((a and b) or (c unless d))",
  "a or b and c": "(a or (b and c))",
  "(a + b) * c": "((a + b) * c)",
  "a + b offset 1s": "(a + b offset 1000)",
  "-a offset 1s": "-(a offset 1000)",
  "a * b @ 5 + c": "((a * b @ 5000) + c)",
  "rate(a[1m:1s] offset -1m) + b": "(rate(a[60000] offset -60000) + b)",
  "a @ start() offset 1m": "a @ start offset 60000",
  "a offset 1m @ end()": "a @ end offset 60000",
  "5. + a @ 7. offset 1s * .5": "(5 + (a @ 7000 offset 1000 * 0.5))",
  "-010. + 010 + 0.": "((-10 + 8) + 0)",
  'a{b="5."}': "a{b=5.}",
  "offset + OFFSET offset 1s": "(offset + OFFSET offset 1000)",
  "a - on (offset) group_left offset": "(a - offset)",
  "or or on () offset # offset": "(or or offset)",
  "sum by (offset) (offset) - b offset 1s": "(sum(offset)(offset) - b offset 1000)",
  "holt_winters - holt_winters(holt_winters[1s], 1, 1)":
    "(holt_winters - holt_winters(holt_winters[1000], 1, 1))",
};

for (const [query, expected] of Object.entries(BINDING)) {
  Deno.test(`${query} is ${expected}`, () => assertEquals(shape(parse(query).expr), expected));
}

Deno.test("a range behind a sum belongs to its last operand", () => {
  assertThrows(
    () => parse("a + b[1s:]"),
    ParseError,
    "1:5: parse error: binary expression must contain only scalar and instant vector types",
  );
});

Deno.test("comments are no part of a query, a # in a string is", () => {
  const query = parse('sum # of all\n by (a) # b\n ({a="# c"}) # d');
  assertEquals(shape(query.expr), "sum(a)({a=# c})");
});

Deno.test("a selector that stands alone may select everything, and name its metric twice", () => {
  const told = (text: string) =>
    parseSelector(text).map(({ name, type, value }) => `${name}${type}${value}`);
  assertEquals(told("{}"), []);
  assertEquals(told('{a!="b"} # all'), ["a!=b"]);
  assertEquals(told('offset{__name__="b"}'), ["__name__=offset", "__name__=b"]);
  for (const text of ["(a)", "-a", "a offset 1s", "a[1s]", "1"]) {
    assertThrows(() => parseSelector(text), ParseError, "only a selector is allowed here");
  }
});

const WRONG: Readonly<Record<string, string>> = {
  "": "1:1: parse error: no expression found in input",
  "1 +": "1:4: parse error: unexpected end of input",
  "a\n  b": '2:3: parse error: unexpected "b"',
  "sum(\n  rate(a)\n)":
    '2:8: parse error: expected type range vector in call to function "rate", got instant vector',
  "nothing(a)": '1:1: parse error: unknown function with name "nothing"',
  'a{b="c\\"': "1:9: parse error: unexpected end of input",
  "holt_winters(a, 1, 1)":
    '1:14: parse error: expected type range vector in call to function "holt_winters", got instant vector',
  "a + ATAN2": '1:5: parse error: unexpected "ATAN2"',
  "sum by (a, Inf) (b)": '1:12: parse error: unexpected "Inf" in a list',
  "offset offset": "1:14: parse error: unexpected end of input",
  "a + on (b) bool": '1:12: parse error: unexpected "bool"',
  "limitk(1, a)": "1:1: parse error: not supported by this engine: limitk()",
  "mad_over_time(a[5m])": "1:1: parse error: not supported by this engine: mad_over_time()",
  "histogram_avg(a)": "1:1: parse error: not supported by this engine: histogram_avg()",
  "rate(a[5m] smoothed)": "1:12: parse error: not supported by this engine: smoothed",
  "rate(a[5m] anchored)": "1:12: parse error: not supported by this engine: anchored",
  "a + fill (0) b": "1:5: parse error: not supported by this engine: fill (0)",
  '{"a"}': "1:2: parse error: not supported by this engine: quoted names",
  "a > 1e309": '1:5: parse error: number out of range: "1e309"',
  "a{b=5.}": '1:5: parse error: unexpected "5"',
  "a[5m + 1m]": '1:3: parse error: not a valid duration: "5m + 1m" (as in 1h30m)',
};

for (const [query, message] of Object.entries(WRONG)) {
  Deno.test(`${JSON.stringify(query)} is refused: ${message}`, () => {
    const error = assertThrows(() => parse(query), ParseError) as ParseError;
    assertEquals([error.message, error.errorType], [message, "bad_data"]);
  });
}

Deno.test("what would fill the stack is refused", () => {
  const deep = [
    "(".repeat(5000) + "a" + ")".repeat(5000),
    "a" + " + a".repeat(5000),
    "-".repeat(5000) + "a",
    "abs(".repeat(400) + "a" + ")".repeat(400),
    "(".repeat(30_000),
  ];
  for (const query of deep) assertThrows(() => parse(query), ParseError);
  const open = (times: number) => "sum(".repeat(times) + "a" + ")".repeat(times);
  assertThrows(() => parse(open(401)), ParseError, "1:1604: parse error: nested too deeply");
  // Brackets in strings are none, and those that are closed count no more.
  assertEquals(parse(`a{b="${"(".repeat(500)}"}`).expr.type, "instant vector");
  assertEquals(parse(Array(150).fill("(((a)))").join(" + ")).expr.type, "instant vector");
  assertThrows(() => parse(`a${" ".repeat(100_000)}`), ParseError, "at most 32768");
});
