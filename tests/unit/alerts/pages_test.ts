import { answer } from "../../../alerts/pages.ts";
import type { PageName } from "../../../alerts/paths.ts";
import type { Running } from "../../../alerts/running.ts";
import { silencesOf } from "../../../alerts/notify/silences.ts";
import { Engine } from "../../../exporter/query/engine.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { Made, START } from "./evaluate/made.ts";

const RULES = `groups:
- name: one
  limit: 3
  rules:
  - record: twice
    expr: load * 2
    labels: {a: b}
  - alert: High
    expr: |
      load
        > 5
    for: 1m
    keep_firing_for: 30s
    labels: {severity: info}
    annotations: {is: "{{ $value }}"}
- name: two
  interval: 1m
  rules:
  - {alert: Wrong, expr: load > on (x) other}
`;

async function runningOf(silences: string[] = []): Promise<Running> {
  const made = new Made(RULES);
  made.storage.add({ __name__: "load", instance: "a" }, START + 500, 7.5);
  made.storage.add({ __name__: "other", instance: "a" }, START + 500, 7.5);
  made.storage.add({ __name__: "other", instance: "b" }, START + 500, 7.5);
  await made.manager.evaluate(START + 500);
  // deno-lint-ignore no-explicit-any -- a part of it
  const history = made.storage as any;
  const { manager } = made;
  return {
    manager,
    engine: new Engine(),
    history,
    silences: silencesOf(silences),
    reload: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

// deno-lint-ignore no-explicit-any -- JSON
async function ask(page: PageName, query = "", running?: Running): Promise<any> {
  const response = await answer(page, new Request(`http://host/?${query}`), running);
  return { status: response.status, ...await response.json() };
}

Deno.test("without alerting there are no rules and no alerts", async () => {
  assertEquals(await ask("rules"), { status: "success", data: { groups: [] } });
  assertEquals(await ask("alerts"), { status: "success", data: { alerts: [] } });
});

Deno.test("rules are shown as Prometheus shows them", async () => {
  const { data: { groups } } = await ask("rules", "", await runningOf());
  const since = "2023-11-14T22:00:00.5Z";
  for (const timed of [...groups, ...groups.flatMap(({ rules }: { rules: [] }) => rules)]) {
    assert(timed.evaluationTime >= 0 && timed.evaluationTime < 1);
    delete timed.evaluationTime;
    assertEquals(timed.lastEvaluation, since);
    delete timed.lastEvaluation;
  }
  const [one, two] = groups;
  const [record, high] = one.rules;
  assertEquals({ ...one, rules: [] }, {
    name: "one",
    file: "r.yml",
    rules: [],
    interval: 15,
    limit: 3,
  });
  assertEquals(record, {
    name: "twice",
    query: "load * 2",
    health: "ok",
    labels: { a: "b" },
    type: "recording",
  });
  assertEquals(high, {
    state: "pending",
    name: "High",
    query: "load > 5",
    duration: 60,
    keepFiringFor: 30,
    labels: { severity: "info" },
    annotations: { is: "{{ $value }}" },
    alerts: [{
      labels: { alertname: "High", instance: "a", severity: "info" },
      annotations: { is: "7.5" },
      state: "pending",
      activeAt: since,
      value: "7.5e+00",
    }],
    health: "ok",
    type: "alerting",
  });
  assertEquals([two.interval, two.rules[0].health, two.rules[0].state], [60, "err", "inactive"]);
  assertStringIncludes(two.rules[0].lastError, "many");
});

Deno.test("a request for rules may ask for some of them", async () => {
  const running = await runningOf();
  const names = async (query: string) => {
    const { data } = await ask("rules", query, running);
    return data.groups.map(({ name, rules }: { name: string; rules: { name: string }[] }) =>
      `${name}:${rules.map(({ name }) => name)}`
    );
  };
  assertEquals(await names("type=alert"), ["one:High", "two:Wrong"]);
  assertEquals(await names("type=record"), ["one:twice"]);
  assertEquals(await names("rule_name[]=High&rule_name[]=twice"), ["one:twice,High"]);
  assertEquals(await names("rule_group[]=two"), ["two:Wrong"]);
  assertEquals(await names("file[]=r.yml&rule_group[]=one"), ["one:twice,High"]);
  assertEquals(await names("file[]=other.yml"), []);
  const { data } = await ask("rules", "exclude_alerts=true&rule_name[]=High", running);
  assertEquals(data.groups[0].rules[0].alerts, []);
  assertEquals((await ask("rules", "type=x", running)).errorType, "bad_data");
});

Deno.test("an alert that is silenced says by what", async () => {
  const silence = "alertname=High,instance=a";
  const { data } = await ask("alerts", "", await runningOf([silence, "alertname=Low"]));
  assertEquals(data.alerts.map((alert: { silencedBy: string[] }) => alert.silencedBy), [[silence]]);
});

Deno.test("the page of a link shows the expression and its values, and runs nothing", async () => {
  const running = await runningOf();
  const page = async (expr: string) => {
    const url = `http://host/graph?g0.expr=${encodeURIComponent(expr)}`;
    const response = await answer("graph", new Request(url), running);
    assertStringIncludes(response.headers.get("content-security-policy")!, "default-src 'none'");
    return await response.text();
  };
  assertStringIncludes(await page("vector(1) + 1"), "<td>2</td>");
  const wrong = await page('"><script>alert(1)</script>');
  assert(!wrong.includes("<script>"), wrong);
  assertStringIncludes(wrong, "parse error");
  assertStringIncludes(await page("nothing"), "It gives nothing now.");
});
