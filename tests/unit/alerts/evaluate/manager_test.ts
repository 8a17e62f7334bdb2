import { assert, assertEquals, assertMatch } from "../../../assert.ts";
import { withLog } from "../log.ts";
import { HIGH, Made, ruleFile, START } from "./made.ts";

const MINUTE = 60;

Deno.test("notifiers are told of an alert when it fires, and for 15 minutes of its end", async () => {
  const made = new Made(HIGH);
  await made.readAll(0, 15, { a: 7, b: 1 });
  assertEquals(made.alerts, [["a", "pending", 0]]);
  assertEquals(made.told, []);
  await made.read(30, { a: 8 });
  assertEquals(made.told, [{
    labels: { alertname: "High", instance: "a" },
    annotations: { is: "8" },
    startsAt: START + 30_000,
    generatorURL: "http://host:9100/graph?g0.expr=load+%3E+5&g0.tab=1",
  }]);
  await made.readAll(45, 60, { a: 1 });
  assertEquals(made.notices, [["a", 30, 45]]);
  await made.readAll(75, 45 + 15 * MINUTE, { a: 1 });
  assertEquals(made.notices, [["a", 30, 45]]);
  await made.read(MINUTE + 15 * MINUTE, { a: 1 });
  assertEquals(made.told, []);
});

Deno.test("one that ends and comes again is another one", async () => {
  const made = new Made(HIGH);
  await made.readAll(0, 30, { a: 7 });
  await made.read(45, { a: 1 });
  await made.readAll(60, 75, { a: 7 });
  // As with Prometheus: an end that a new beginning takes the place of is told by that.
  assertEquals(made.alerts, [["a", "pending", 60]]);
  assertEquals(made.notices, [["a", 30, 45]]);
  await made.read(90, { a: 7 });
  assertEquals(made.notices, [["a", 90, undefined]]);
});

Deno.test("an evaluation that fails leaves the alerts as they are, and says so once", async () => {
  const made = new Made(ruleFile("alert: A, expr: load > on (x) other"));
  const lines = await withLog(async () => {
    await made.read(0, { a: 7 });
    made.storage.add({ __name__: "other" }, START, 1);
    await made.read(15, { a: 7 });
    assertEquals(made.alerts, [[undefined as unknown as string, "firing", 15]]);
    for (const second of [30, 45]) await made.read(second, { a: 7, b: 8 });
  });
  const [rule] = made.rules;
  assertEquals([rule.health, made.alerts.length, made.told.length], ["err", 1, 1]);
  assertMatch(rule.lastError, /many/);
  assertEquals(lines.length, 1);
  assertMatch(lines[0], /^warning: group g, rule A failed: /);
  assertEquals(rule.lastEvaluation, START + 45_000);
});

Deno.test("a rule over its limit loses its alerts, which are told as ended", async () => {
  const made = new Made(ruleFile("alert: A, expr: load > 5", "limit: 1,"));
  await withLog(async () => {
    await made.read(0, { a: 7, b: 1 });
    await made.read(15, { a: 7, b: 7 });
  });
  assertEquals([made.rules[0].health, made.alerts], ["err", []]);
  assertEquals(made.notices, [["a", 0, 15]]);
});

Deno.test("of two rules that give the same alert its end is that of the last", async () => {
  const made = new Made(`groups:
- name: g
  rules:
  - {alert: High, expr: load > 5}
  - {alert: High, expr: load > 8}
`);
  await made.read(0, { a: 9 });
  await made.read(15, { a: 7 });
  await made.read(30, { a: 1 });
  assertEquals(made.notices, [["a", 0, 30]]);
});

Deno.test("a template that fails says so in its place, and the alert is raised", async () => {
  const made = new Made(
    ruleFile('alert: A, expr: load, annotations: {a: "{{ .Nothing }}", b: ok}'),
  );
  await withLog(() => made.read(0, { a: 7 }));
  const [{ annotations }] = made.told;
  assertMatch(annotations.a, /^<error expanding template: error executing template __alert_A: /);
  assertEquals(annotations.b, "ok");
});

Deno.test("a template that fails at every evaluation, for each alert, is said once", async () => {
  const made = new Made(
    ruleFile('alert: A, expr: load > 1, annotations: { a: "{{ $labels.instance.x }}" }'),
  );
  const lines = await withLog(() => made.readAll(0, 60, { a: 7, b: 7 }));
  assertEquals(lines.length, 1, lines.join("\n"));
  assertMatch(lines[0], /^warning: alert A: error executing template __alert_A: /);
  // Again, where it was right in between.
  await made.readAll(75, 120, { a: 0, b: 0 });
  assertEquals((await withLog(() => made.read(135, { a: 7 }))).length, 1);
});

Deno.test("a group of a longer interval is evaluated when it is due", async () => {
  const lines = await withLog(async () => {
    const made = new Made(ruleFile("record: r, expr: load * 2", "interval: 40s,"));
    const evaluations: number[] = [];
    for (let second = 0; second <= 120; second += 15) {
      await made.read(second, { a: second });
      evaluations.push((made.rules[0].lastEvaluation! - START) / 1000);
    }
    assertEquals(evaluations, [0, 0, 0, 45, 45, 45, 90, 90, 90]);
    const [series] = made.storage.select([], START, START + 120_000)
      .filter(({ labels }) => labels.__name__ === "r");
    // In between its series goes on.
    assertEquals([...series.values as number[]], [0, 0, 0, 90, 90, 90, 180, 180, 180]);
  });
  assertEquals(lines, [
    "info: group g is evaluated every 45 s, not every 40 s: everything is read every 15 s",
  ]);
});

Deno.test("rules that are read anew keep the alerts of those that were there before", async () => {
  const made = new Made(HIGH);
  await made.readAll(0, 30, { a: 7 });
  made.load(`groups:
- name: g
  rules:
  - {alert: New, expr: load > 6}
  - {alert: High, expr: load > 6, for: 30s}
`);
  await made.read(45, { a: 7 });
  assertEquals(made.alerts, [["a", "firing", 45], ["a", "firing", 0]]);
  // The labels are others: it is another rule.
  made.load(ruleFile("alert: High, expr: load > 5, for: 30s, labels: {x: y}"));
  await made.read(60, { a: 7 });
  assertEquals(made.alerts, [["a", "pending", 60]]);
  // What is there no more has ended, for those who were told that it fires.
  assertEquals(made.told.map(({ labels, endsAt }) => [labels.alertname, endsAt]), [
    ["New", START + 60_000],
    ["High", START + 60_000],
  ]);
});

Deno.test("rules that are read anew during an evaluation wait for its end", async () => {
  const made = new Made(HIGH);
  const work = made.read(0, { a: 7 });
  made.load(ruleFile("alert: Other, expr: load"));
  assertEquals(made.rules[0].rule.name, "High");
  await work;
  assertEquals(made.rules[0].rule.name, "Other");
});

Deno.test("a clock that is set back takes everything with it", async () => {
  const made = new Made(HIGH);
  await made.readAll(0, 30, { a: 7 });
  made.manager.setBack(10_000);
  assertEquals(made.alerts, [["a", "firing", -10]]);
  assertEquals((made.rules[0].lastEvaluation! - START) / 1000, 20);
});

Deno.test("without a reading the alerts are told as they were", async () => {
  const made = new Made(HIGH);
  made.manager.reading(START, false);
  assertEquals(made.tellings, 0);
  await made.readAll(0, 30, { a: 7 });
  made.manager.reading(START + 45_000, false);
  assertEquals(made.notices, [["a", 30, undefined]]);
  assertEquals(made.tellings, 4);
});

Deno.test("after its end it does nothing any more", async () => {
  const made = new Made(HIGH);
  await made.read(0, { a: 7 });
  await made.manager.close();
  made.manager.reading(START + 15_000, true);
  assert(made.closed);
  assertEquals(made.tellings, 1);
});

Deno.test("an offset of a group looks back", async () => {
  const made = new Made(ruleFile("record: r, expr: load", "query_offset: 30s,"));
  for (const second of [0, 15, 30, 45]) await made.read(second, { a: second });
  const [series] = made.storage.select([], START, START + 60_000)
    .filter(({ labels }) => labels.__name__ === "r");
  assertEquals([...series.values as number[]], [0, 15]);
});

Deno.test("while thousands of alerts get their texts, others have their turn", async () => {
  const text = "{{ $value | humanize }} of {{ $labels.instance }} ".repeat(10);
  const made = new Made(ruleFile(`alert: A, expr: load > 5, annotations: {is: '${text}'}`));
  const values = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`${i}`, 7]));
  let others = 0;
  const timer = setInterval(() => others++);
  await made.read(0, values);
  clearInterval(timer);
  assertEquals(made.alerts.length, 3000);
  assert(others >= 3, `${others} turns`);
});
