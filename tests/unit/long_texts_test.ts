/** Texts of others in which the same stands again and again: none may be gone through from each of its characters. */
import { parseSilence } from "../../alerts/notify/silence_parse.ts";
import { oneLine } from "../../alerts/rules/one_line.ts";
import { parseRules } from "../../alerts/rules/parse.ts";
import { RuleFileError } from "../../alerts/rules/reader.ts";
import { TemplateSyntaxError } from "../../alerts/template/lex.ts";
import { expander, template } from "../../alerts/template/mod.ts";
import { TemplateError } from "../../alerts/template/values.ts";
import { loadRe2 } from "../../collectors/re2.ts";
import { parseTextFormat } from "../../collectors/text_format.ts";
import { address } from "../../exporter/flag_checks.ts";
import { parseSpan, parseTime } from "../../exporter/query/api/times.ts";
import { checkWeight } from "../../exporter/query/api/weight.ts";
import { ParseError, QueryError } from "../../exporter/query/errors.ts";
import { parse, parseSelector } from "../../exporter/query/parse.ts";
import { parseWebConfig, WebConfigError } from "../../exporter/web_config.ts";
import { type ErrorClass, tried } from "../fuzz/property.ts";

await loadRe2();

/** As long as a query may be; and YAML, of whose errors the library makes one for each character. */
const LENGTH = 32_700, YAML_LENGTH = 4_000;
/** Milliseconds of work; read once, what a client sends takes 10 at most, and read from each character 700 at least. */
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
  "{{",
  "}}",
  "%[",
  "- ",
  "---\n",
];

/** An expression of a rule stands behind. */
const RULE = "groups:\n- name: a\n  rules:\n  - record: a\n    expr: ";

const expand = expander({
  labels: { device: "sda" },
  externalLabels: {},
  value: 4.5,
  externalURL: "http://db1:9100",
  now: 0,
  query: () => [],
});

const READERS: readonly [
  name: string,
  read: (text: string) => unknown,
  known: readonly ErrorClass[],
  before: readonly string[],
  behind: readonly string[],
  length?: number,
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
  [
    "a rule file",
    (text) => parseRules(text, "rules.yml"),
    [RuleFileError],
    [
      ...["", "groups: []\n---\n", "groups:\n- name: "],
      ...[RULE, `${RULE}'`, `${RULE}|\n     `, `${RULE}up\n    labels: {a: "{{`],
    ],
    ["", "\nx", "'", '}}"}'],
    YAML_LENGTH,
  ],
  ["an expression for a link", oneLine, [], ["", '"'], ["", "x", '"']],
  ["a template", (text) => expand(template(text)), [TemplateSyntaxError, TemplateError], [
    ...["", "{{", '{{ "', "{{ printf `", "{{ ("],
  ], ["", "x", "}}", '" }}', "` 1 }}"]],
  [
    "a web configuration",
    (text) => parseWebConfig(text, "web.yml"),
    [WebConfigError],
    [
      ...["", "basic_auth_users:\n  a: ", "rate_limit:\n  interval: "],
    ],
    ["", "\nx: y"],
    YAML_LENGTH,
  ],
  ["an address of a flag", address, [], ["", "[", ":"], ["", "/", "]"]],
];

for (const [name, read, known, befores, behinds, length = LENGTH] of READERS) {
  Deno.test(`${name} of the same again and again is read, or refused, in one go`, () => {
    for (const part of PARTS) {
      for (const before of befores) {
        for (const behind of behinds) {
          const times = Math.floor((length - before.length - behind.length) / part.length);
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
