/** The same requests to Debian's Prometheus 2.42 and to the API here, over the same samples. */
import { MadeUpApi } from "../unit/exporter/query/api/fixture.ts";
import type { HistoryView } from "../../exporter/history_view.ts";
import type { Series } from "../../exporter/query/model.ts";
import { assert, assertEquals } from "../assert.ts";
import { tool } from "../tools.ts";
import { selectorAsks } from "./api_selectors.ts";
import { BEGIN, madeUpSeries, MemoryStorage } from "./promql_data.ts";
import { PrometheusServer } from "./promql_prometheus.ts";

const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");

const AT = String(BEGIN + 47 * 60);
const SPAN = `start=${BEGIN}&end=${BEGIN + 3600}`;
const RANGE = `start=${BEGIN}&end=${BEGIN + 600}&step=1m`;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How an API answers: its status, and what is sent. */
interface Said {
  readonly status: number;
  readonly type: string | null;
  readonly body: { [key: string]: Json };
}

/** A request: a path with its parameters, or one and a form. */
type Ask = string | readonly [path: string, form: string];

function initOf(form: string): RequestInit {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", headers, body: form };
}

/** Requests whose answers must be equal, value by value. */
const EQUAL: readonly Ask[] = [
  ...[
    "1",
    '"a text"',
    "up",
    "nothing",
    "odd",
    "up[1m]",
    "nothing[1m]",
    "sum by (job) (up)",
    "-0",
    "1/0",
    "1e30",
    "-1e-9",
    "vector(1e30)",
    "vector(-1e-9)",
    "5. - 1",
  ]
    .flatMap((query): Ask[] => [
      `query?time=${AT}&query=${encodeURIComponent(query)}`,
      ["query", `time=${AT}&query=${encodeURIComponent(query)}`],
    ]),
  ...["1", "up", "nothing", "odd", "rate(node_cpu_seconds_total[5m])"].flatMap((query): Ask[] => [
    `query_range?${RANGE}&query=${encodeURIComponent(query)}`,
    ["query_range", `${RANGE}&query=${encodeURIComponent(query)}`],
  ]),
  `query?query=1&time=${AT}.1239`,
  "query?query=1&time=2023-11-14T22:13:20Z",
  "query?query=1&time=2023-11-14T22:13:20.5%2B01:30",
  "query?query=1&time=-5",
  "query?query=1&time=1e3",
  "query?query=1&time=.5&timeout=5",
  "query?query=1&time=5.&timeout=1m30s",
  ["query?query=2&time=5", "query=1"],
  ["query?query=2&time=5", "unknown=1"],
  "query_range?query=1&start=1&end=2&step=.5",
  "query_range?query=1&start=1&end=2&step=250ms",
  "query_range?query=1&start=1&end=2&step=1d1h",
  "query_range?query=1&start=1&end=1&step=1",
  "query_range?query=1&start=0&end=11000&step=1",
  "format_query?query=sum(up{})by(job)%23",
  ["format_query?query=2", "query=1"],
  "query_exemplars?query=up",
  `query_exemplars?query=up&${SPAN}`,
  ["query_exemplars", "query=up"],
  `series?match[]=up&${SPAN}`,
  `series?match[]=up&match[]=node_load1&match[]=up&${SPAN}`,
  `series?match[]={__name__=~"node_.*",mountpoint!=""}&${SPAN}`,
  `series?match[]=nothing&${SPAN}`,
  `series?match[]=up&start=5&end=6`,
  `series?match[]=up&start=6&end=5`,
  ["series", `match[]=up&${SPAN}`],
  ["series?match[]=node_load1", `match[]=up&${SPAN}`],
  `labels?${SPAN}`,
  `labels?match[]=up&${SPAN}`,
  `labels?match[]=up&match[]=node_uname_info&${SPAN}`,
  `labels?match[]=nothing&${SPAN}`,
  `labels?start=5&end=6`,
  ["labels", `match[]=up&${SPAN}`],
  `label/__name__/values?${SPAN}`,
  `label/__name__/values?match[]={job="node"}&${SPAN}`,
  `label/instance/values?${SPAN}`,
  `label/none/values?${SPAN}`,
  `label/job/values?match[]=nothing&${SPAN}`,
  "metadata?metric=made_up_total",
  "metadata?metric=made_up_free",
  "metadata?metric=nothing",
  "metadata?limit=0",
  "targets/metadata?metric=made_up_total",
  "targets/metadata?metric=nothing",
  "targets/metadata?match_target={job='none'}",
  "targets?state=dropped",
];

/** Requests whose answers must have the same status, type of error and fields; texts may differ. */
const ALIKE: readonly Ask[] = [
  "query?query=1",
  "query",
  ["query", ""],
  "format_query",
  "format_query?query=up(",
  "query?query=up(",
  "query?query=sum(up,up)",
  "query?query=nofunction(up)",
  "query?query=up{a=~'('}",
  "query?query=up&time=abc",
  "query?query=up&time=2023-02-30T22:13:20Z",
  "query?query=up&time=2023-11-14T22:13:60Z",
  "query?query=up&time=2023-11-14",
  "query?query=up&timeout=abc",
  "query?query=up&timeout=1e20",
  "query?query=up&timeout=0",
  `query?time=${AT}&query=node_load1%2Bon(job)up`,
  `query?time=${AT}&query=label_replace(up,'a-b','x','job','.*')`,
  "query_range?query=up",
  "query_range?query=up&start=1",
  "query_range?query=up&start=1&end=2",
  "query_range?query=up&start=x&end=2&step=1",
  "query_range?query=up&start=1&end=2&step=0",
  "query_range?query=up&start=1&end=2&step=-1",
  "query_range?query=up&start=1&end=2&step=1x",
  "query_range?query=up&start=1&end=2&step=Inf",
  "query_range?query=up&start=2&end=1&step=1",
  "query_range?query=up&start=0&end=11001&step=1",
  "query_range?query=up[5m]&start=1&end=2&step=1",
  "query_range?query=%22a%22&start=1&end=2&step=1",
  "query_exemplars",
  "query_exemplars?query=up&start=2&end=1",
  "query_exemplars?query=up&start=x",
  "series",
  "series?match[]=up&end=x",
  "labels?start=x",
  "label/jo-b/values",
  "metadata?limit=x",
  "targets",
  "targets/metadata?limit=1",
  "metadata?limit=99999999999999999999",
  "status/buildinfo",
];

/** Requests that get no JSON: only their status counts. */
const STATUSES: readonly [method: string, path: string][] = [
  ["PUT", "query?query=1"],
  ["PUT", "format_query?query=1"],
  ["DELETE", "labels"],
  ["POST", "label/job/values"],
  ["POST", "metadata"],
  ["POST", "targets"],
  ["POST", "status/buildinfo"],
  ["GET", "nothing"],
  ["GET", "label/job"],
];

/** What a made-up target tells Prometheus. */
const EXPOSITION = `# HELP made_up_total What was made up.
# TYPE made_up_total counter
made_up_total 3
# HELP made_up_free What has no type.
# TYPE made_up_free untyped
made_up_free 1
`;

function viewOf(series: readonly Series[]): HistoryView {
  const storage = new MemoryStorage(series);
  return {
    select: (matchers, from, to) => storage.select(matchers, from, to),
    series: (matchers, from, to) => storage.select(matchers, from, to).map(({ labels }) => labels),
    metadata: () =>
      new Map([
        ["made_up_total", { type: "counter", help: "What was made up." }],
        ["made_up_free", { type: "untyped", help: "What has no type." }],
      ]),
    lastScrape: () => ({ at: Date.now(), seconds: 0.01, error: "" }),
  };
}

Deno.test({
  name: "the API answers as Prometheus does",
  ignore: !prometheus || !promtool,
  async fn(t) {
    const series = madeUpSeries();
    await using target = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response(EXPOSITION),
    );
    const instance = `127.0.0.1:${target.addr.port}`;
    const config = `scrape_configs:
- {job_name: node, scrape_interval: 1s, static_configs: [{targets: ['${instance}']}]}
`;
    await using server = await PrometheusServer.start(prometheus!, promtool!, series, config);
    const api = new MadeUpApi({
      history: viewOf(series),
      now: () => Date.now(),
      target: () => ({ job: "node", instance, scheme: "http", metricsPath: "/metrics" }),
    });
    const both = async (ask: Ask) => {
      const [path, init] = typeof ask === "string" ? [ask] : [ask[0], initOf(ask[1])];
      const theirs = await fetch(`${server.url}/api/v1/${path}`, init);
      return [await said(theirs), await said(await api.send(path, init))] as const;
    };
    await scraped(server);

    await t.step(`${EQUAL.length} requests get the same answers`, async () => {
      for (const ask of EQUAL) {
        const [theirs, ours] = await both(ask);
        assertEquals(rounded(ours), rounded(theirs), String(ask));
        assertEquals(ours.status, 200, String(ask));
      }
    });

    await t.step(`${ALIKE.length} requests get answers of the same form`, async () => {
      for (const ask of ALIKE) {
        const [theirs, ours] = await both(ask);
        const type = theirs.body.errorType;
        assertEquals(ours.body.errorType, type, `${ask}: ${JSON.stringify(ours.body)}`);
        assertEquals(shape(ours as unknown as Json), shape(theirs as unknown as Json), String(ask));
        assertEquals(ours.status, theirs.status, String(ask));
      }
    });

    await t.step("selectors that stand alone are taken and refused alike", async () => {
      for (const ask of selectorAsks(SPAN)) {
        const [theirs, ours] = await both(ask);
        assertEquals(
          [ours.status, ours.body.errorType],
          [theirs.status, theirs.body.errorType],
          ask,
        );
        if (ours.status === 200) assertEquals(ours.body, theirs.body, ask);
      }
    });

    await t.step("what is no page or no method of it is refused in the same way", async () => {
      for (const [method, path] of STATUSES) {
        const theirs = await fetch(`${server.url}/api/v1/${path}`, { method });
        const ours = await api.send(path, { method });
        await Promise.all([theirs.body?.cancel(), ours.body?.cancel()]);
        assertEquals(ours.status, theirs.status, `${method} ${path}`);
      }
    });
  },
});

/** Waits until Prometheus has scraped the target. */
async function scraped(server: PrometheusServer): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const response = await fetch(`${server.url}/api/v1/targets`);
    const { data } = await response.json();
    if (data.activeTargets[0]?.health === "up") return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert(false, "Prometheus did not scrape its target in 20 s");
}

async function said(response: Response): Promise<Said> {
  const text = await response.text();
  const type = response.headers.get("content-type");
  try {
    return { status: response.status, type, body: JSON.parse(text) };
  } catch {
    throw new Error(`${response.url}: ${response.status} ${text}`);
  }
}

/**
 * Sample values to 12 digits, with the exponent as it is written: the last digits depend on the order of
 * additions.
 */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part) => {
    if (!Array.isArray(part) || part.length !== 2 || typeof part[0] !== "number") return part;
    const number = Number(part[1]);
    const [, exponent] = /(e.*)$/.exec(part[1]) ?? ["", ""];
    return [part[0], Number.isFinite(number) ? number.toPrecision(12) + exponent : part[1]];
  });
}

/** A value's fields and the types of what is in them; lists by their first item. */
function shape(value: Json): Json {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])]));
}
