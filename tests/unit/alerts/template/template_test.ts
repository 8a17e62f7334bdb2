/** What the comparison with promtool (tests/stack/rules_test.ts) cannot show. */
import { expander, template, TemplateSyntaxError } from "../../../../alerts/template/mod.ts";
import { Sample, TemplateError } from "../../../../alerts/template/values.ts";
import { FAILING, WRONG } from "../../../stack/rule_templates.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../../assert.ts";

const DATA = {
  labels: { device: "sda", instance: "web-1:9100", __proto__: "p" },
  externalLabels: { site: "home" },
  value: 0.5,
  externalURL: "https://mon.example.org/host",
  now: 1_700_000_000,
  query: (text: string) => {
    if (text === "up(") throw new Error("1:1: parse error: wrong");
    return text === "nothing" ? [] : [new Sample(new Map([["a", "b"]]), 7)];
  },
};

const expand = (text: string) => expander(DATA)(template(text));

for (const text of WRONG) {
  Deno.test(`a template is refused: ${text}`, () => {
    assertThrows(() => template(text), TemplateSyntaxError);
  });
}

for (const text of FAILING) {
  Deno.test(`a template cannot be expanded: ${text}`, () => {
    assertThrows(() => expand(text), TemplateError);
  });
}

Deno.test("a template is refused with the place of what is wrong", () => {
  const places: [string, number, string][] = [
    ["abc {{ $x }}", 7, 'undefined variable "$x"'],
    ["{{ $value | nope }}", 12, 'function "nope" not defined'],
    ["{{ if 1 }}a", 3, "{{if}} without {{end}}"],
    ["a {{ 'b }}", 5, "unterminated quoted string"],
    ["{{ $value | }}", 12, "missing value for command"],
    ["{{ $x = 1 }}", 3, "undefined variable"],
  ];
  for (const [text, at, message] of places) {
    const error = assertThrows(() => template(text), TemplateSyntaxError, message);
    assertEquals((error as TemplateSyntaxError).at, at, text);
  }
});

Deno.test("links are those of the program", () => {
  assertEquals(
    expand("{{ externalURL }} {{ pathPrefix }} {{ $externalURL }} {{ .ExternalURL }} {{ now }}"),
    "https://mon.example.org/host /host https://mon.example.org/host https://mon.example.org/host 1.7e+09",
  );
});

Deno.test("a label may be called like what every object has", () => {
  assertEquals(expand("[{{ $labels.constructor }}{{ $labels.toString }}]"), "[]");
  assertThrows(() => template("{{ constructor }}"), TemplateSyntaxError, "not defined");
  assertThrows(() => template("{{ hasOwnProperty 1 }}"), TemplateSyntaxError, "not defined");
});

Deno.test("no template runs or writes without end", () => {
  const twice = (text: string, times: number): string =>
    times === 0 ? text : `{{ range query "x" }}${twice(text, times - 1)}{{ end }}`;
  assertEquals(expand(twice("a", 20)), "a");
  assertThrows(
    () =>
      expand('{{ define "t" }}{{ template "t" . }}{{ template "t" . }}{{ end }}{{ template "t" }}'),
    TemplateError,
  );
  assertThrows(
    () => expand(`{{ range $l := $labels }}${"x".repeat(40_000)}{{ end }}`),
    TemplateError,
  );
  assertEquals(expand('{{ printf "%99999d" 1 }}'), "%!(BADWIDTH)%!(EXTRA int=1)");
  assertThrows(() => template("x".repeat(70_000)), TemplateSyntaxError, "at most 65536");
  assertThrows(
    () => template(`${"{{ if 1 }}".repeat(200)}${"{{ end }}".repeat(200)}`),
    TemplateSyntaxError,
    "nested too deeply",
  );
  assertThrows(
    () => template(`{{ ${"(".repeat(5000)}1${")".repeat(5000)} }}`),
    TemplateSyntaxError,
    "nested too deeply",
  );
});

/** As Go writes it. */
const AS_GO: readonly (readonly [text: string, wanted: string])[] = [
  ['{{ printf "%[2]s %[1]s" "a" "b" }}', "b a"],
  ['{{ printf "%[1]d %d %#[1]x %#x" 16 17 }}', "16 17 0x10 0x11"],
  ['{{ printf "%[3]*.[2]*[1]f|%[1]6.2f" 12.0 2 6 }}', " 12.00|%!f(BADINDEX)"],
  ['{{ printf "%*d|%-*d|%*d|%0*d" 5 3 5 3 -5 3 5 3 }}', "    3|3    |3    |00003"],
  ['{{ printf "%.*f %.[1]*[2]f" 2 3.14159 }}', "3.14 3.14"],
  [
    '{{ printf "%[3]d %[x]d %[]d %[0]d %[d" 1 2 }}',
    [3, "x", "", 0, "["].map(() => "%!d(BADINDEX)").join(" "),
  ],
  ['{{ printf "%*d %.*d" "x" 3 -1 4 }}', "%!(BADWIDTH)3 %!(BADPREC)4"],
  ['{{ printf "%*d" 99999 3 }}', "%!(BADWIDTH)3"],
  [
    '{{ printf "%[2]d" 1 2 3 }} {{ printf "%d" 1 2 }} {{ printf "%*d" 4 }}',
    "2 1%!(EXTRA int=2) %!d(MISSING)",
  ],
  ['{{ (toTime 1435065584).Format "Jan _2|_2006|2" }}', "Jun 23|_2015|23"],
  ['{{ (toTime 1433251184).Format "Jan _2|02|2" }}', "Jun  2|02|2"],
  ['{{ reReplaceAll "a*" "x" "baac" }} {{ reReplaceAll "a*" "x" "aab" }}', "xbxcx xbx"],
  ['{{ reReplaceAll "x*" "-" "abc" }} {{ reReplaceAll "a*" "x" "" }}', "-a-b-c- x"],
];

for (const [text, wanted] of AS_GO) {
  Deno.test(`${text}: ${wanted}`, () => assertEquals(expand(text), wanted));
}

Deno.test("a query that fails says why", () => {
  const error = assertThrows(() => expand('{{ query "up(" }}'), TemplateError);
  assertStringIncludes(error.message, "error calling query: 1:1: parse error: wrong");
});

Deno.test("variables end with their block, and a template of its own knows none", () => {
  assertEquals(expand("{{ $a := 1 }}{{ with 2 }}{{ $a := . }}{{ $a }}{{ end }}{{ $a }}"), "21");
  assertThrows(
    () => template('{{ $a := 1 }}{{ define "t" }}{{ $a }}{{ end }}'),
    TemplateSyntaxError,
  );
  assert(expand("{{ $value }}") === "0.5");
});
