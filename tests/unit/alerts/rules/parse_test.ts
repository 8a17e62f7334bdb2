import { parseRules } from "../../../../alerts/rules/parse.ts";
import { RuleFileError } from "../../../../alerts/rules/reader.ts";
import { oneLine } from "../../../../alerts/rules/one_line.ts";
import builtin from "../../../../alerts/system_alerts.yml" with { type: "text" };
import { assert, assertEquals, assertThrows } from "../../../assert.ts";

/** What is wrong with a file, each with its place. */
function problems(text: string): readonly string[] {
  const error = assertThrows(() => parseRules(text, "r.yml"), RuleFileError) as RuleFileError;
  return error.problems;
}

Deno.test("a rule file is read as Prometheus reads it", () => {
  const [a, b] = parseRules(
    `groups:
- name: a
  interval: 1m30s
  limit: 5
  query_offset: 10s
  labels: {team: ops, severity: none}
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
    labels: {x: 1}
  - alert: Down
    expr: |
      up
        == 0
    for: 5m
    keep_firing_for: 0s
    labels: {severity: critical}
    annotations: {summary: "{{ $labels.job }}", nothing: }
- name: b
  rules:
`,
    "r.yml",
  );
  assertEquals([a.file, a.name, a.interval, a.limit, a.queryOffset], [
    "r.yml",
    "a",
    90_000,
    5,
    10_000,
  ]);
  const [record, alert] = a.rules;
  assert(record.kind === "record" && alert.kind === "alert");
  assertEquals(record.labels, { team: "ops", severity: "none", x: "1" });
  assertEquals([record.name, record.query.text], ["job:up:sum", "sum by (job) (up)"]);
  assertEquals([alert.holdFor, alert.keepFiringFor], [300_000, 0]);
  assertEquals([...alert.labels].map(([name, { text }]) => [name, text]), [
    ["team", "ops"],
    ["severity", "critical"],
  ]);
  assertEquals(alert.annotations.get("nothing")?.text, "");
  assertEquals([b.name, b.interval, b.rules], ["b", undefined, []]);
});

Deno.test("anchors and merged maps are read", () => {
  const [group] = parseRules(
    `groups:
- name: a
  rules:
  - &one {alert: A, expr: up == 0, labels: &labels {severity: info}}
  - {<<: *one, alert: B}
  - {alert: C, expr: "1", labels: *labels}
`,
    "r.yml",
  );
  assertEquals(group.rules.map(({ name, query }) => [name, query.text]), [
    ["A", "up == 0"],
    ["B", "up == 0"],
    ["C", "1"],
  ]);
  assert(group.rules.every((rule) => rule.kind === "alert" && rule.labels.has("severity")));
});

Deno.test("an alias stands for the last anchor of its name before it", () => {
  const [group] = parseRules(
    `groups:
- name: a
  rules:
  - {alert: A, expr: "1", labels: &l {team: one}}
  - {alert: B, expr: "1", labels: *l}
  - {alert: C, expr: "1", labels: &l {team: two}}
  - {alert: D, expr: "1", labels: *l}
`,
    "r.yml",
  );
  const teams = group.rules.map((rule) => rule.kind === "alert" && rule.labels.get("team")?.text);
  assertEquals(teams, ["one", "one", "two", "two"]);
});

Deno.test("a thousand aliases take no longer than what they stand for", () => {
  const rules = (labels: string) =>
    `groups:\n- name: a\n  labels: &l {team: x}\n  rules:\n` +
    `  - {alert: A, expr: "1", labels: ${labels}}\n`.repeat(1000);
  const took = (text: string) => {
    const since = performance.now();
    parseRules(text, "r.yml");
    return performance.now() - since;
  };
  const written = Math.max(took(rules("{team: x}")), took(rules("{team: x}")));
  // To look through the whole file for each of them took ten times as long.
  const meant = Math.min(took(rules("*l")), took(rules("*l")));
  assert(meant < 2 * written, `${meant} ms, ${written} ms`);
});

Deno.test("a file without rules is right", () => {
  const ends = ["groups: []\n---", "groups: []\n...\n---\n# no more\n...\n"];
  for (const text of ["", "groups:", "groups: []", "# nothing\n", "---\n", ...ends]) {
    assertEquals(parseRules(text, "r.yml"), [], JSON.stringify(text));
  }
});

Deno.test("what is built in is right", () => {
  assert(parseRules(builtin, "system_alerts.yml").flatMap(({ rules }) => rules).length > 20);
});

/** Files that are wrong, and what is said. `$` stands for the place in a rule. */
const WRONG: readonly [text: string, problem: string][] = [
  ["groups: [", "r.yml:1:10: not YAML:"],
  ["group: []", 'r.yml:1:1: the file has no field "group": groups'],
  ["groups: 5", "r.yml:1:9: groups must be a list"],
  ["groups:\n- rules: []", "r.yml:2:3: group 1: a group must have a name"],
  ["groups:\n- name: a\n  x: 1", 'r.yml:3:3: group 1: a group has no field "x": name, interval'],
  ["groups:\n- name: a\n- name: a", 'r.yml:3:3: group "a" stands there twice'],
  [
    "groups:\n- {name: a, interval: 5}",
    'r.yml:2:23: group "a": interval: not a valid duration: "5"',
  ],
  [
    "groups:\n- {name: a, limit: x}",
    'r.yml:2:20: group "a": limit must be a whole number, got "x"',
  ],
  [
    "groups:\n- &g\n  name: a\n  <<: *g",
    "r.yml:4:7: group 1: a map must not be merged into itself",
  ],
  [
    "groups:\n- name: a\n  labels: &l {x: y, <<: [{<<: *l}]}",
    'r.yml:3:31: group "a": a map must not be merged into itself',
  ],
  ["groups:\n- {name: a, name: b}", 'r.yml:2:13: group 1: "name" stands there twice'],
  [
    "groups:\n- {name: a, labels: *team}\n- {name: b, labels: &team {team: x}}",
    "r.yml:2:21: *team has no &team before it",
  ],
  ["groups: []\n---\ngroups: []", "r.yml:2:1: a second document begins here: Prometheus would"],
];

/** Rules that are wrong, on line 4 from column 5 on. */
const WRONG_RULES: readonly [rule: string, problem: string][] = [
  ["expr: 1", "4:5: $: a rule must have alert or record"],
  [
    "alert: A\n    record: b\n    expr: 1",
    "4:5: $: a rule must be of alert or of record, not of both",
  ],
  ["alert: A", '4:5: $ "A": a rule must have expr'],
  ['alert: A\n    expr: " "', '4:5: $ "A": a rule must have expr'],
  ["alert: A\n    expr: 1\n    bar: 1", '6:5: $: a rule has no field "bar": record, alert'],
  ["alert: A\n    expr: up == up(", '5:17: $ "A": expr cannot be parsed: unknown function'],
  ["alert: A\n    expr: up ==", '5:16: $ "A": expr cannot be parsed: unexpected end of input'],
  ["alert: A\n    expr: 'sum(up'", '5:18: $ "A": expr cannot be parsed: unexpected end of input'],
  ["alert: A\n    expr: |\n      up\n        == sum(x,\n", '7:18: $ "A": expr cannot be parsed'],
  [
    "alert: A\n    expr: >-\n      up +\n\n      nofunc(up)\n",
    '8:7: $ "A": expr cannot be parsed: unknown',
  ],
  ["alert: A\n    expr: up\n      + nofunc(up)\n", '6:9: $ "A": expr cannot be parsed: unknown'],
  ["alert: A\n    expr: up + on(job) 1", "5:"],
  ["alert: A\n    expr: 1\n    for: 5x", '6:10: $ "A": for: not a valid duration: "5x"'],
  ["alert: A\n    expr: 1\n    for: -5m", '6:10: $ "A": for: not a valid duration: "-5m"'],
  ["alert: A\n    expr: 1\n    labels: {a-b: c}", '6:14: $ "A": not a name of a label: "a-b"'],
  [
    "alert: A\n    expr: 1\n    labels: {__name__: c}",
    '6:14: $ "A": not a name of a label: "__name__"',
  ],
  ["alert: A\n    expr: 1\n    labels: [a]", '6:13: $ "A": labels must be a map'],
  ["alert: A\n    expr: 1\n    annotations: {a: {b: c}}", '6:22: $ "A": annotation must be a text'],
  [
    "alert: A\n    expr: 1\n    annotations:\n      a: is {{ $x }}",
    '7:16: $ "A": the template of annotation a: undefined variable "$x"',
  ],
  [
    'alert: A\n    expr: 1\n    labels: {a: "b {{ $value | nope }}"}',
    '6:32: $ "A": the template of label a: function "nope" not defined',
  ],
  ["record: a-b\n    expr: 1", '4:13: $ "a-b": not a metric\'s name: "a-b"'],
  ["record: a\n    expr: 1\n    for: 5m", '6:5: $ "a": a recording rule must not have for'],
  [
    "record: a\n    expr: 1\n    annotations: {a: b}",
    '6:5: $ "a": a recording rule must not have annotations',
  ],
];

Deno.test("a wrong file is refused with line, column, group and rule", () => {
  const rules = WRONG_RULES.map(([rule, problem]) => [
    `groups:\n- name: a\n  rules:\n  - ${rule}`,
    `r.yml:${problem.replace("$", 'group "a", rule 1')}`,
  ]);
  const wrong = [...WRONG, ...rules].filter(([text, problem]) =>
    !problems(text)[0].startsWith(problem)
  );
  assertEquals(wrong.map(([text, problem]) => [text, problems(text)[0], problem]), []);
});

Deno.test("all that is wrong is found, and the message is one line with the first", () => {
  const text = `groups:
- name: a
  rules:
  - {alert: A, expr: "up("}
  - {alert: B, expr: 1, for: x}
- name: b
  rules:
  - {record: "1", expr: 1}
`;
  assertEquals(problems(text).map((problem) => problem.split(":").slice(1, 3).join(":")), [
    "4:23",
    "5:30",
    "8:14",
  ]);
  const { message } = assertThrows(() => parseRules(text, "r.yml"), RuleFileError);
  assertEquals(message.split("\n").length, 1);
  assert(message.endsWith("(and 2 more)"), message);
});

Deno.test("an expression is shown on one line, its texts as they are", () => {
  assertEquals(
    oneLine('sum(\n  up{a="b  c"} # not "this"\n)\n  > 1'),
    'sum(up{a="b  c"}) > 1',
  );
  assertEquals(oneLine(" up  ==\t0 "), "up == 0");
});

Deno.test("what is nested deeper than the stack is refused, not a crash", () => {
  for (const inside of ["- ", "? ", "[", "{a: ", ": "]) {
    assertThrows(
      () => parseRules(inside.repeat(20_000), "rules.yml"),
      RuleFileError,
      "rules.yml:1:",
    );
  }
});
