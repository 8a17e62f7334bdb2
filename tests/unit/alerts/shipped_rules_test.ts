/** The shipped rules say what they must say, and where they are explained. */
import { seconds } from "../../../collectors/flags.ts";
import { assert, assertEquals, assertMatch } from "../../assert.ts";
import { groups, nameOf, rules, ruleTests, text } from "./shipped.ts";

const RUNBOOK = "https://github.com/hostvitals/hostvitals/blob/main/alerts/RUNBOOK.md";
const SEVERITIES = ["info", "warning", "critical"];

/** Those whose value is 0 or 1, which tells nobody anything. */
const WITHOUT_VALUE = [
  "ClockNotSynchronized",
  "HostDown",
  "FilesystemReadOnly",
  "MountNotAnswering",
  "NetworkLinkDown",
  "CollectorFailed",
];

Deno.test("every group is evaluated every 15 s", () => {
  for (const { name, interval } of groups) assertEquals(interval, "15s", name);
});

Deno.test("every rule has a severity, says what, where and how bad, and links to its section", () => {
  for (const rule of rules) {
    const { alert, labels, annotations } = rule;
    const name = nameOf(rule);
    assertMatch(alert, /^([A-Z][a-z]+)+$/);
    assertEquals(Object.keys(labels), ["severity"], name);
    assert(SEVERITIES.includes(labels.severity), name);
    assertEquals(Object.keys(annotations), ["summary", "description", "runbook_url"], name);
    const { summary, description, runbook_url } = annotations;
    assertMatch(summary, /\{\{ \$labels\.instance \}\}/);
    assertMatch(description, /\{\{ \$labels\.instance \}\}/);
    assert(!summary.includes("$value"), `${name}: a title that changes is a new message`);
    assertEquals(description.includes("$value"), !WITHOUT_VALUE.includes(alert), name);
    assert(!description.includes("\n"), `${name}: more than one line`);
    assertEquals(runbook_url, `${RUNBOOK}#${alert.toLowerCase()}`, name);
  }
});

Deno.test("an alert has at most one rule of a severity, and is explained in one group", () => {
  const names = rules.map(nameOf);
  assertEquals(names.length, new Set(names).size);
  const places = groups.flatMap(({ name, rules }) =>
    [...new Set(rules.map(({ alert }) => alert))].map((alert) => [alert, name])
  );
  assertEquals(places.length, new Map(places as [string, string][]).size);
});

Deno.test("the critical step of an alert has a warning step before it, or stands alone", () => {
  for (const alert of new Set(rules.map(({ alert }) => alert))) {
    const steps = rules.filter((rule) => rule.alert === alert).map(({ labels }) => labels.severity);
    assert(steps.length === 1 || `${steps}` === "warning,critical", `${alert}: ${steps}`);
  }
});

Deno.test("the runbook has a section for each alert, in order, and no other", () => {
  const headings = [...text("alerts/RUNBOOK.md").matchAll(/^## (.*)$/gm)].map(([, name]) => name);
  assertEquals(headings, [...new Set(rules.map(({ alert }) => alert))]);
});

Deno.test("each section of the runbook says what it means, how to look, what to do, when to ignore", () => {
  const [, ...sections] = text("alerts/RUNBOOK.md").split(/^## /m);
  for (const section of sections) {
    const parts = [...section.matchAll(/^\*\*(\w+)/gm)].map(([, word]) => word);
    assertEquals(parts, ["Means", "Look", "Do", "Ignore"], section.slice(0, 30));
  }
});

Deno.test("the table in docs/alerts.md has every rule, its severity and how long it must last", () => {
  let alert = "";
  const rows = [
    ...text("docs/alerts.md").matchAll(
      /^\| (?:`(\w+)`)? *\| (info|warning|critical) *\| .*\| ([^|]*?) *\|$/gm,
    ),
  ].map(([, name, severity, lasts]) => {
    alert = name ?? alert;
    return [alert, severity, lasts];
  });
  const lasts = (duration?: string) =>
    duration?.replace(/^(\d+)m$/, "$1 min").replace(/^(\d+)h$/, "$1 h") ?? "";
  assertEquals(rows, rules.map((rule) => [rule.alert, rule.labels.severity, lasts(rule.for)]));
});

Deno.test("the tests of the rules show of each that it is silent a step before it fires, and that it ends", () => {
  for (const rule of rules) {
    const { alert, labels: { severity } } = rule;
    const shown = ruleTests.some(({ alert_rule_test }) => {
      const states = alert_rule_test.filter(({ alertname }) => alertname === alert).map((
        state,
      ) => ({
        at: seconds(state.eval_time),
        fires: state.exp_alerts.some(({ exp_labels }) => exp_labels.severity === severity),
      }));
      const first = states.findIndex(({ fires }) => fires);
      return first > 0 && states[first].at - states[first - 1].at === 15 && !states.at(-1)!.fires;
    });
    assert(shown, nameOf(rule));
  }
});
