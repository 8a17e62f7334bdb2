import { spanOf } from "../../../../alerts/evaluate/restore.ts";
import { parseRules } from "../../../../alerts/rules/parse.ts";
import { memoryStore, type StateStore } from "../../../../alerts/state_file.ts";
import { parse } from "../../../../exporter/query/parse.ts";
import { assertEquals } from "../../../assert.ts";
import { HIGH, Made, ruleFile, START } from "./made.ts";

/** What comes out of a file: numbers that JSON has not are null. */
const throughJson = (store: StateStore): StateStore => {
  const kept = memoryStore();
  kept.set("rules", JSON.parse(JSON.stringify(store.get("rules") ?? null)));
  return kept;
};

/** Another run after one that ended, whose history is empty. */
async function restarted(before: Made, rules = HIGH): Promise<Made> {
  await before.manager.close();
  return new Made(rules, throughJson(before.store));
}

Deno.test("a firing alert goes on after a restart, as old as it was, and is told at once", async () => {
  const before = new Made(HIGH);
  await before.readAll(0, 60, { a: 7 });
  const after = await restarted(before);
  await after.read(75, { a: 7 });
  assertEquals(after.alerts, [["a", "firing", 0]]);
  assertEquals(after.notices, [["a", 30, undefined]]);
});

Deno.test("the time in which nobody looked does not count for a pending one", async () => {
  const before = new Made(HIGH);
  await before.readAll(0, 15, { a: 7 });
  const after = await restarted(before);
  await after.read(75, { a: 7 });
  assertEquals(after.alerts, [["a", "pending", 60]]);
  await after.read(90, { a: 7 });
  assertEquals(after.alerts, [["a", "firing", 60]]);
});

Deno.test("an alert is not over before the history can answer", async () => {
  const rules = ruleFile("alert: A, expr: 'avg_over_time(load[1m] offset 1m) > 5'");
  const before = new Made(rules);
  await before.readAll(0, 150, { a: 7 });
  assertEquals(before.alerts, [["a", "firing", 60]]);
  const after = await restarted(before, rules);
  // For two minutes it cannot be known.
  await after.readAll(165, 270, { a: 1 });
  assertEquals(after.alerts, [["a", "firing", 60]]);
  await after.read(285, { a: 1 });
  assertEquals(after.alerts, [["a", "inactive", 60]]);
  assertEquals(after.notices, [["a", 60, 285]]);
});

Deno.test("what an expression says counts at once if it says something", async () => {
  const before = new Made(HIGH);
  await before.readAll(0, 30, { a: 7, b: 7 });
  const after = await restarted(before);
  await after.readAll(45, 60, { a: 9, b: 1 });
  assertEquals(after.alerts, [["a", "firing", 0], ["b", "firing", 0]]);
  assertEquals(after.told.map(({ annotations }) => annotations.is), ["9", "7"]);
  // Two readings, and what was held is over.
  await after.read(75, { a: 9, b: 1 });
  assertEquals(after.notices, [["a", 30, undefined], ["b", 30, 75]]);
});

Deno.test("what ended not long ago is still told as ended", async () => {
  const before = new Made(HIGH);
  await before.readAll(0, 30, { a: 7 });
  await before.read(45, { a: 1 });
  const after = await restarted(before);
  await after.read(60, { a: 1 });
  assertEquals(after.notices, [["a", 30, 45]]);
});

Deno.test("after more than an hour alerts begin anew, and those of before have ended", async () => {
  const before = new Made(HIGH);
  await before.readAll(0, 30, { a: 7 });
  const after = await restarted(before);
  await after.read(30 + 3615, { a: 7 });
  assertEquals(after.alerts, [["a", "pending", 3645]]);
  assertEquals(after.notices, [["a", 30, 3645]]);
});

Deno.test("an alert whose rule is there no more has ended", async () => {
  const before = new Made(HIGH);
  await before.readAll(0, 30, { a: 7 });
  const after = await restarted(before, ruleFile("alert: Other, expr: load > 100"));
  await after.read(45, { a: 7 });
  assertEquals(after.notices, [["a", 30, 45]]);
});

Deno.test("of two rules with one name an alert goes to that with its labels", async () => {
  const rules = `groups:
- name: g
  rules:
  - {alert: A, expr: load > 5, labels: {severity: warning}}
  - {alert: A, expr: load > 8, labels: {severity: critical}}
`;
  const before = new Made(rules);
  await before.readAll(0, 15, { a: 9 });
  const after = await restarted(before, rules);
  await after.read(30, { a: 9 });
  assertEquals(
    after.rules.map(({ alerting }) =>
      alerting!.all.map(({ activeAt, labels }) => [
        labels.severity,
        activeAt,
      ])
    ),
    before.rules.map(({ alerting }) =>
      alerting!.all.map(({ activeAt, labels }) => [
        labels.severity,
        activeAt,
      ])
    ),
  );
});

/** Rules of one name and with the same labels, each for one host. */
const twins = (...exprs: string[]) =>
  `groups:
- name: g
  rules:
${exprs.map((expr) => `  - {alert: Full, expr: '${expr}'}`).join("\n")}
`;

/** Who has an alert of which host, and in what state. */
const owned = (made: Made) =>
  made.rules.map(({ alerting }) =>
    alerting!.all.map(({ labels, state }) => [labels.instance, state])
  );

const A = 'load{instance="a"} > 5';
const B = 'load{instance="b"} > 5';

Deno.test("of two rules with one name and the same labels an alert goes to that with its expression", async () => {
  const before = new Made(twins(A, B));
  await before.readAll(0, 15, { a: 1, b: 7 });
  for (const rules of [twins(A, B), twins("load > 100", A, B)]) {
    const after = await restarted(before, rules);
    await after.readAll(30, 90, { a: 1, b: 7 });
    assertEquals(owned(after).at(-1), [["b", "firing"]]);
    assertEquals(owned(after).flat().length, 1);
    assertEquals(after.notices, [["b", 0, undefined]]);
  }
});

Deno.test("of two rules that differ in `for` alone each goes on with its own alert", async () => {
  const rules = `groups:
- name: g
  rules:
  - {alert: High, expr: load > 5, for: 30s}
  - {alert: High, expr: load > 5, for: 10m}
`;
  const before = new Made(rules);
  await before.readAll(0, 30, { a: 7 });
  const after = await restarted(before, rules);
  await after.read(45, { a: 7 });
  assertEquals(owned(after), [[["a", "firing"]], [["a", "pending"]]]);
  assertEquals(after.notices, [["a", 30, undefined]]);
});

Deno.test("a group of another file with the same name takes no alerts over", async () => {
  const files = (made: Made) =>
    made.manager.load([
      ...parseRules(ruleFile("alert: High, expr: load > 8"), "built-in"),
      ...parseRules(ruleFile("alert: High, expr: load > 5"), "mine.yml"),
    ]);
  const before = new Made("");
  files(before);
  await before.readAll(0, 15, { a: 7 });
  const after = await restarted(before, "");
  files(after);
  await after.readAll(30, 90, { a: 7 });
  assertEquals(owned(after), [[], [["a", "firing"]]]);
  assertEquals(after.notices, [["a", 0, undefined]]);
});

/** The state that a run left, as JSON has it, with other facts in each alert. */
function stateOf({ store }: Made, more: Readonly<Record<string, unknown>>): StateStore {
  const { at, alerts } = store.get<{ at: number; alerts: object[] }>("rules")!;
  const kept = memoryStore();
  kept.set("rules", { at, alerts: alerts.map((alert) => ({ ...alert, ...more })) });
  return throughJson(kept);
}

Deno.test("a state of before, without files and places, is read", async () => {
  const before = new Made(twins(A, B));
  await before.readAll(0, 15, { a: 1, b: 7 });
  await before.manager.close();
  const after = new Made(twins(A, B), stateOf(before, { file: undefined, place: undefined }));
  await after.readAll(30, 90, { a: 1, b: 7 });
  assertEquals(owned(after), [[], [["b", "firing"]]]);
  assertEquals(after.notices, [["b", 0, undefined]]);
});

Deno.test("an alert that may be of several rules goes on as long as one gives it", async () => {
  const before = new Made(twins(A, B));
  await before.readAll(0, 15, { a: 1, b: 7 });
  await before.manager.close();
  const after = new Made(
    twins(A.replace("5", "4"), B.replace("5", "4")),
    stateOf(before, { file: undefined, place: undefined }),
  );
  await after.readAll(30, 90, { a: 1, b: 7 });
  assertEquals(after.notices, [["b", 0, undefined]]);
  await after.readAll(105, 120, { a: 1, b: 1 });
  assertEquals(after.notices, [["b", 0, 105]]);
});

Deno.test("an alert that half a history gives, and a little later does not, goes on", async () => {
  const rules = ruleFile("alert: A, expr: 'avg_over_time(load[2m]) > 5'");
  const before = new Made(rules);
  await before.readAll(0, 120, { a: 7 });
  const after = await restarted(before, rules);
  await after.read(135, { a: 7 });
  await after.readAll(150, 165, { a: 1 });
  assertEquals(after.alerts, [["a", "firing", 0]]);
  await after.readAll(180, 240, { a: 7 });
  await after.readAll(255, 270, { a: 7 });
  assertEquals(after.notices, [["a", 0, undefined]]);
});

Deno.test("values that JSON has not, and sections of other versions, do no harm", async () => {
  const before = new Made(ruleFile("alert: A, expr: load / 0"));
  await before.read(0, { a: 1 });
  const after = await restarted(before, ruleFile("alert: A, expr: load / 0"));
  await after.read(15, { a: 1 });
  assertEquals(after.alerts, [["a", "firing", 0]]);
  const label = { alertname: "A", instance: "a" };
  const right = { labels: label, annotations: {}, state: "firing", value: 1, activeAt: 5 };
  for (
    const section of [
      null,
      5,
      {},
      { at: 1 },
      { at: "x", alerts: [] },
      { at: 1, alerts: [null, 7, {}, right, { ...right, labels: { a: 1 } }] },
      {
        at: START,
        alerts: [{ file: 1 }, { place: "1" }].map((wrong) => ({
          ...right,
          firedAt: START,
          group: "g",
          rule: "High",
          generatorURL: "",
          ...wrong,
        })),
      },
    ]
  ) {
    const store = memoryStore();
    store.set("rules", section);
    const made = new Made(HIGH, store);
    await made.read(0, { a: 1 });
    assertEquals(made.alerts, [], JSON.stringify(section));
  }
});

Deno.test("the state is written when something changed, and else once a minute", async () => {
  const store = memoryStore();
  const written: unknown[] = [];
  const made = new Made(HIGH, { ...store, set: (_, value) => void written.push(value) });
  await made.readAll(0, 60, { a: 1 });
  assertEquals(written.length, 0);
  await made.readAll(75, 90, { a: 7 });
  assertEquals(written.length, 1);
  await made.read(105, { a: 8 });
  // It fires.
  assertEquals(written.length, 2);
  await made.readAll(120, 150, { a: 9 });
  assertEquals(written.length, 2);
  await made.read(165, { a: 9 });
  assertEquals(written.length, 3);
});

Deno.test("how far back an expression looks is known", () => {
  const spans: [string, number][] = [
    ["1", 0],
    ["up > 5", 0],
    ["up offset 5m", 300],
    ["rate(x[5m]) / on (a) rate(y[10m] offset 1h)", 4200],
    ["-max by (a) ((predict_linear(x[6h], 86400)))", 21_600],
    ["max_over_time(rate(x[5m])[1h:1m] offset 10m)", 4500],
    ["clamp_max(x, 5) or vector(1)", 0],
  ];
  for (const [expr, seconds] of spans) assertEquals(spanOf(parse(expr).expr) / 1000, seconds, expr);
});
