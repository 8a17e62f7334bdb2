/** `/series`, `/labels`, `/label/<name>/values`, and what tells of metrics, target and program. */
import { assertEquals, assertMatch } from "../../../../assert.ts";
import { form, historyOf, MadeUpApi, NOW, SERIES } from "./fixture.ts";

const AT = { instance: "made-up:9100", job: "node" };

/** Requests and the data of their answers. */
const DATA: readonly [path: string, data: unknown][] = [
  ["series?match[]=up", [{ __name__: "up", ...AT }]],
  ["series?match[]=up&match[]=up&match[]={job='node',__name__=~'up|node_load1'}", [
    { __name__: "node_load1", ...AT },
    { __name__: "up", ...AT },
  ]],
  ["series?match[]=nothing", []],
  [`series?match[]=up&start=${NOW + 1}&end=${NOW + 2}`, []],
  [`series?match[]=up&start=${NOW - 3600}&end=${NOW - 61}`, []],
  [`series?match[]=up&start=5&end=3`, []],
  ["labels", ["__name__", "cpu", "instance", "job", "kind", "mode"]],
  ["labels?match[]=up", ["__name__", "instance", "job"]],
  ["labels?match[]=up&match[]=odd", ["__name__", "instance", "job", "kind"]],
  ["labels?start=5&end=6", []],
  ["label/__name__/values", ["node_cpu_seconds_total", "node_load1", "odd", "up"]],
  ["label/__name__/values?match[]={cpu='0'}", ["node_cpu_seconds_total"]],
  ["label/mode/values", ["idle", "user"]],
  ["label/mode/values?match[]=up", []],
  ["label/none/values", []],
  ["label/mode/values?limit=0", ["idle", "user"]],
  ["label/mode/values?limit=2", ["idle", "user"]],
  ["metadata", {
    node_load1: [{ type: "gauge", help: "1m load average.", unit: "" }],
    node_cpu_seconds_total: [{ type: "counter", help: "Seconds the CPUs spent.", unit: "" }],
    odd: [{ type: "unknown", help: 'Odd "things".', unit: "" }],
  }],
  ["metadata?metric=node_load1", {
    node_load1: [{ type: "gauge", help: "1m load average.", unit: "" }],
  }],
  ["metadata?limit=1", { node_load1: [{ type: "gauge", help: "1m load average.", unit: "" }] }],
  ["metadata?limit=0", {}],
  ["metadata?metric=none", {}],
  ["targets/metadata?metric=node_load1", [
    { target: AT, type: "gauge", help: "1m load average.", unit: "" },
  ]],
  ["targets/metadata?limit=1", [
    { target: AT, metric: "node_load1", type: "gauge", help: "1m load average.", unit: "" },
  ]],
  ["targets/metadata?match_target={job='other'}", []],
  ["targets/metadata?metric=odd&match_target={job='node'}", [
    { target: AT, type: "unknown", help: 'Odd "things".', unit: "" },
  ]],
  ["targets?state=dropped", { activeTargets: [], droppedTargets: [] }],
  ["status/buildinfo", {
    version: "2.42.0",
    revision: "1.2.3",
    branch: "hostvitals",
    buildUser: "",
    buildDate: "",
    goVersion: "",
  }],
];

for (const [path, data] of DATA) {
  Deno.test(`/${path}`, async () => assertEquals(await new MadeUpApi().data(path), data));
}

Deno.test("/series and /labels take their parameters from a form, too", async () => {
  const api = new MadeUpApi();
  assertEquals(await api.data("series", form({ "match[]": "up" })), [{ __name__: "up", ...AT }]);
  assertEquals(await api.data("labels", form({ "match[]": "up" })), [
    "__name__",
    "instance",
    "job",
  ]);
});

Deno.test("what a limit leaves out is told in a warning", async () => {
  const { body } = await new MadeUpApi().ask("label/mode/values?limit=1");
  assertEquals(body, {
    status: "success",
    data: ["idle"],
    warnings: ["results truncated due to limit"],
  });
});

const WRONG: readonly [path: string, error: RegExp][] = [
  ["series", /^no match\[\] parameter provided$/],
  ["series?match[]=up(", /^invalid parameter "match\[\]": 1:\d+: parse error: /],
  ["series?match[]=", /^invalid parameter "match\[\]": /],
  ["series?match[]={}", /must contain at least one non-empty matcher$/],
  ["series?match[]=sum(up)", /parse error: only a selector is allowed here/],
  ["series?match[]=(up)", /parse error: only a selector is allowed here/],
  ["series?match[]=up[5m]", /parse error: only a selector is allowed here/],
  ["series?match[]=up offset 5m", /parse error: only a selector is allowed here/],
  ["series?match[]=up @ 5", /parse error: only a selector is allowed here/],
  ["series?match[]=up&start=x", /^invalid parameter "start": cannot parse "x"/],
  [`series?${"match[]=up&".repeat(101)}`, /^invalid parameter "match\[\]": 101 selectors/],
  ["labels?match[]=up{", /^1:\d+: parse error: /],
  ["labels?end=x", /^invalid parameter "end": cannot parse "x"/],
  ["labels?limit=-1", /^invalid parameter "limit": limit must be non-negative$/],
  ["label/jo-b/values", /^invalid label name: "jo-b"$/],
  ["label/0/values", /^invalid label name: "0"$/],
  ["label/__proto__/values?match[]=up(", /parse error/],
  ["metadata?limit=x", /^limit must be a number$/],
  ["targets/metadata?match_target={", /^invalid parameter "match_target": /],
  ["targets/metadata?match_target=up[5m]", /^invalid parameter "match_target": .* only a selector/],
  ["targets/metadata?match_target='node'", /^invalid parameter "match_target": .* only a selector/],
  ["metadata?limit=99999999999999999999", /^limit must be a number$/],
];

for (const [path, error] of WRONG) {
  Deno.test(`/${path.slice(0, 60)} is bad data`, async () => {
    const { status, body } = await new MadeUpApi().ask(path);
    assertEquals(Object.keys(body), ["status", "errorType", "error"]);
    assertEquals([status, body.status, body.errorType], [400, "error", "bad_data"]);
    assertMatch(body.error, error);
  });
}

const url = "http://made-up:9100/metrics";

/** Of the last reading: what /targets says of it. */
const HEALTH = [
  [{ at: (NOW - 1) * 1000, seconds: 0.5, error: "" }, "up", "2023-11-14T22:13:19.000Z", 0.5],
  [{ at: NOW * 1000, seconds: 1, error: "no /proc" }, "down", "2023-11-14T22:13:20.000Z", 1],
  [{ at: NaN, seconds: NaN, error: "" }, "unknown", "0001-01-01T00:00:00Z", 0],
] as const;

for (const [last, health, lastScrape, lastScrapeDuration] of HEALTH) {
  Deno.test(`/targets has this host, which is ${health}`, async () => {
    const history = { ...historyOf(SERIES), lastScrape: () => last };
    assertEquals(await new MadeUpApi({ history }).data("targets"), {
      activeTargets: [{
        discoveredLabels: {
          __address__: "made-up:9100",
          __metrics_path__: "/metrics",
          __scheme__: "http",
          __scrape_interval__: "15s",
          __scrape_timeout__: "15s",
          job: "node",
        },
        labels: AT,
        scrapePool: "node",
        scrapeUrl: url,
        globalUrl: url,
        lastError: last.error,
        lastScrape,
        lastScrapeDuration,
        health,
        scrapeInterval: "15s",
        scrapeTimeout: "15s",
      }],
      droppedTargets: [],
    });
  });
}
