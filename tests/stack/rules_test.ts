/** The same rules and templates by Debian's promtool and Prometheus, and by the evaluator here. */
import { fileURLToPath } from "node:url";
import { answer } from "../../alerts/pages.ts";
import { RuleManager } from "../../alerts/evaluate/manager.ts";
import { parseRules } from "../../alerts/rules/parse.ts";
import type { Running } from "../../alerts/running.ts";
import { memoryStore } from "../../alerts/state_file.ts";
import { samplesOf } from "../../alerts/template/functions.ts";
import { expander, template } from "../../alerts/template/mod.ts";
import { vectorOf } from "../../alerts/evaluate/model.ts";
import { gauge, Labels } from "../../collectors/collector.ts";
import { atOnce } from "../../collectors/turns.ts";
import { History } from "../../exporter/history.ts";
import { Engine } from "../../exporter/query/engine.ts";
import { assert, assertEquals } from "../assert.ts";
import { RuleMemory } from "../rules/storage.ts";
import { tool } from "../tools.ts";
import { PrometheusServer } from "./promql_prometheus.ts";
import { FAILING, OF_VALUES, TEMPLATES, VALUES, WRONG } from "./rule_templates.ts";

const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");

const MADE = {
  __name__: "made",
  device: "sda",
  instance: "web-1.example.org:9100",
  mount: "/data disk",
};
const OTHERS: readonly (readonly [string, number])[] = [["a", 10], ["b", 25], ["c", 30]];

async function promtoolSays(...args: string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(promtool!, { args }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { code, text };
}

async function inDirectory(run: (dir: string) => Promise<void>): Promise<void> {
  const dir = Deno.makeTempDirSync();
  try {
    await run(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

/** What the templates here make of a value. */
function expansions(templates: readonly string[], value: number): string[] {
  const storage = new RuleMemory();
  for (const [n, value] of OTHERS) storage.add({ __name__: "other", n }, 0, value);
  const expand = expander({
    labels: MADE,
    externalLabels: { site: "home" },
    value,
    externalURL: "",
    now: 0,
    query: (text) => samplesOf(vectorOf(new Engine().instantNow(text, 0, storage))),
  });
  return templates.map((text) => expand(template(text)));
}

/** Writes a rule whose annotations are these templates, and a test that expects these texts. */
function writeTest(
  dir: string,
  name: string,
  templates: readonly string[],
  value: number,
  texts: readonly string[],
): string {
  const numbered = (all: readonly string[]) =>
    Object.fromEntries(all.map((text, i) => [`a${i}`, text]));
  const { __name__: _, ...labels } = MADE;
  const rule = { alert: "A", expr: "made", annotations: numbered(templates) };
  Deno.writeTextFileSync(
    `${dir}/rules_${name}.yml`,
    JSON.stringify({ groups: [{ name: "g", rules: [rule] }] }),
  );
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  Deno.writeTextFileSync(
    `${dir}/test_${name}.yml`,
    JSON.stringify({
      rule_files: [`rules_${name}.yml`],
      tests: [{
        external_labels: { site: "home" },
        interval: "1m",
        input_series: [
          { series: `made{${pairs}}`, values: String(value).replace("Infinity", "Inf") },
          ...OTHERS.map(([n, value]) => ({ series: `other{n="${n}"}`, values: String(value) })),
        ],
        alert_rule_test: [{
          eval_time: "0m",
          alertname: "A",
          exp_alerts: [{ exp_labels: labels, exp_annotations: numbered(texts) }],
        }],
      }],
    }),
  );
  return `${dir}/test_${name}.yml`;
}

Deno.test({
  name: "templates give what they give in Prometheus, letter by letter",
  ignore: !promtool,
  fn: () =>
    inDirectory(async (dir) => {
      const files = [
        writeTest(dir, "all", TEMPLATES, 7, expansions(TEMPLATES, 7)),
        ...VALUES.map((value, i) =>
          writeTest(dir, `value${i}`, OF_VALUES, value, expansions(OF_VALUES, value))
        ),
      ];
      const { code, text } = await promtoolSays("test", "rules", ...files);
      assertEquals(code, 0, text);
      assertEquals(text.match(/SUCCESS/g)?.length, VALUES.length + 1);
    }),
});

Deno.test({
  name: "templates that fail here fail in Prometheus, and those that are wrong are refused there",
  ignore: !promtool,
  fn: () =>
    inDirectory(async (dir) => {
      const none = FAILING.map(() => "");
      const said = await promtoolSays("test", "rules", writeTest(dir, "f", FAILING, 7, none));
      const [, got] = said.text.split("got:");
      for (const i of FAILING.keys()) {
        assert(got.includes(`a${i}="<error expanding template: `), FAILING[i]);
      }
      const files = WRONG.map((wrong, i) => {
        const rule = { alert: "A", expr: "made", annotations: { a: wrong } };
        const path = `${dir}/wrong${i}.yml`;
        Deno.writeTextFileSync(path, JSON.stringify({ groups: [{ name: "g", rules: [rule] }] }));
        return path;
      });
      const { text } = await promtoolSays("check", "rules", ...files);
      assertEquals(text.match(/FAILED:/g)?.length, WRONG.length, text);
    }),
});

Deno.test({
  name: "promtool comes to the same verdicts on the corners of rules",
  ignore: !promtool,
  async fn() {
    const file = fileURLToPath(new URL("../rules/semantics_test.yml", import.meta.url));
    const { code, text } = await promtoolSays("test", "rules", file);
    assertEquals(code, 0, text);
  },
});

const RULES = `groups:
- name: one
  rules:
  - record: load:twice
    expr: load * 2
    labels: {by: rule}
  - alert: Firing
    expr: load:twice > 3
    labels: {severity: critical, empty: ""}
    annotations: {summary: "{{ $labels.disk }} has {{ $value }}", empty: ""}
  - alert: Pending
    expr: load > 1
    for: 1h
    keep_firing_for: 5m
  - alert: Inactive
    expr: load > 100
  - alert: Failing
    expr: load * on (disk) group_left () label_replace(up, "disk", "a", "", "") + on () load
- name: two
  limit: 1
  rules:
  - alert: TooMany
    expr: load > 0
  - record: count:load
    expr: count(load)
`;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Without what differs from run to run; of errors only that there is one. */
function stable(value: Json): Json {
  if (Array.isArray(value)) return inOrder(value.map(stable));
  if (typeof value !== "object" || value === null) return value;
  const fields = ["evaluationTime", "lastEvaluation", "activeAt", "interval"];
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => name !== "lastError" || value[name] !== "")
      .map((
        [name, one],
      ) => [name, fields.includes(name) || name === "lastError" ? typeof one : stable(one)]),
  );
}

/** Prometheus shows the alerts of a rule in no order. */
function inOrder(values: Json[]): Json[] {
  const isAlert = (value: Json) =>
    typeof value === "object" && value !== null && "activeAt" in value;
  return values.every(isAlert)
    ? values.toSorted((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
    : values;
}

Deno.test({
  name: "rules and alerts are shown as Prometheus shows them, on the same samples",
  ignore: !prometheus || !promtool,
  fn: () =>
    inDirectory(async (dir) => {
      const rules = `${dir}/rules.yml`;
      Deno.writeTextFileSync(rules, RULES);
      await using target = Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen: () => {} },
        () => new Response('load{disk="a"} 2\nload{disk="b"} 1.5\n'),
      );
      const instance = `127.0.0.1:${target.addr.port}`;
      const config = `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [${JSON.stringify(rules)}]
scrape_configs: [{job_name: node, static_configs: [{targets: ["${instance}"]}]}]
`;
      await using server = await PrometheusServer.start(prometheus!, promtool!, [UNUSED], config);
      const theirs = async (path: string) => (await fetch(`${server.url}/api/v1/${path}`)).json();
      for (let tries = 0; tries < 100; tries++) {
        const { data } = await theirs("rules");
        const all = data.groups.flatMap((
          { rules }: { rules: { health: string; state?: string }[] },
        ) => rules);
        // The last of each group that depends on the samples.
        const isReady = all.filter(({ health }: { health: string }) =>
          health === "err"
        ).length >= 2;
        if (isReady) break;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }

      const running = await runningOf(rules, instance);
      const ours = async (page: "alerts" | "rules", query: string) =>
        await (await answer(page, new Request(`http://host/?${query}`), running)).json();
      for (const query of ["", "type=alert", "type=record"]) {
        assertEquals(
          stable(await ours("rules", query)),
          stable(await theirs(`rules?${query}`)),
          query,
        );
      }
      assertEquals(stable(await ours("alerts", "")), stable(await theirs("alerts")));
      const asked = 'ALERTS{alertname=~"Firing|Pending"} or load:twice';
      const { data } = await server.ask("query", { query: asked });
      const result = await running.engine.instant(asked, AT, running.history);
      assertEquals(
        vectorOf(result).map(({ metric }) => JSON.stringify(metric, Object.keys(metric).sort()))
          .sort(),
        data.result.map(({ metric }: { metric: Record<string, string> }) =>
          JSON.stringify(metric, Object.keys(metric).sort())
        ).sort(),
      );
    }),
});

/** A full minute, milliseconds. */
const AT = 1_700_000_040_000;

/** Blocks are made of samples. */
const UNUSED = { labels: { __name__: "unused" }, times: [AT], values: [1] };

/** The same rules over a history with the same samples. */
async function runningOf(rules: string, instance: string): Promise<Running> {
  const history = new History({ instance: () => instance });
  const load = gauge("load", "").of([
    { labels: new Labels({ disk: "a" }), value: 2 },
    { labels: new Labels({ disk: "b" }), value: 1.5 },
  ]);
  const engine = new Engine();
  const manager = new RuleManager({
    engine,
    storage: {
      select: history.readings.select,
      record: (at, samples, ended) => history.record(at, samples, ended),
    },
    notifiers: [],
    store: memoryStore(),
    externalURL: () => "",
    externalLabels: {},
  });
  manager.load(parseRules(Deno.readTextFileSync(rules), rules));
  atOnce(history.reading(AT, [load], 0.01));
  await manager.evaluate(AT);
  const nothing = () => Promise.resolve();
  return { manager, engine, history, silences: [], reload: nothing, close: nothing };
}
