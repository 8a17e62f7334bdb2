import { gunzipSync } from "node:zlib";
import {
  type Collector,
  gauge,
  type Host,
  type MetricFamily,
  type Running,
} from "../../../collectors/collector.ts";
import { budgetOf, metricsHandler } from "../../../exporter/metrics_handler.ts";
import { Scraper } from "../../../exporter/scrape.ts";
import { Telemetry } from "../../../exporter/telemetry.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { readExposition } from "../../exposition.ts";

const collector = (name: string, collect: Running["collect"]): Collector => ({
  name,
  help: "",
  system: "any",
  metrics: [],
  start: () => ({ collect }),
});
const up = (name: string) => [gauge(`${name}_up`, "x").one(1)];

function handler(
  collectors: Collector[] = [collector("a", () => up("a")), collector("b", () => up("b"))],
  maxRequests = 40,
) {
  const scraper = new Scraper(collectors, {} as Host);
  return metricsHandler({ scraper, telemetry: new Telemetry("1.2.3"), maxRequests });
}

const get = (query = "", headers: Record<string, string> = {}) =>
  new Request(`http://localhost/metrics${query}`, { headers });

const PROMETHEUS_2 =
  "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
const PROMETHEUS_3 =
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

const TEXT = "text/plain; version=0.0.4; charset=utf-8";
const OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

for (
  const [accept, type] of [
    ["", TEXT],
    ["*/*", TEXT],
    [PROMETHEUS_2, OPENMETRICS],
    [PROMETHEUS_3, OPENMETRICS],
    ["text/plain;version=0.0.4;q=1,application/openmetrics-text;q=0.5", TEXT],
    ["text/html,application/xhtml+xml,*/*;q=0.8", TEXT],
    ["application/openmetrics-text;version=1.0.0;q=0", TEXT],
    [";;;,,=\u00ff", TEXT],
  ]
) {
  Deno.test(`Accept ${JSON.stringify(accept)} gets ${type}`, async () => {
    const response = await handler()(get("", accept ? { accept } : {}));
    assertEquals(response.headers.get("content-type"), type);
    assertEquals((await response.text()).endsWith("# EOF\n"), type === OPENMETRICS);
  });
}

Deno.test("gzip is sent to those who take it, and only to them", async () => {
  const handle = handler();
  for (
    const [accepted, zipped] of [
      ["gzip", true],
      ["gzip;q=0.5, identity;q=0.1", true],
      [
        "deflate, br",
        false,
      ],
      ["gzip;q=0", false],
      ["", false],
    ] as const
  ) {
    const response = await handle(get("", accepted ? { "accept-encoding": accepted } : {}));
    const bytes = new Uint8Array(await response.arrayBuffer());
    assertEquals(response.headers.get("content-encoding"), zipped ? "gzip" : null, accepted);
    const text = new TextDecoder().decode(zipped ? gunzipSync(bytes) : bytes);
    assertEquals(readExposition(text).get("a_up")?.samples.get("a_up"), "1");
  }
});

Deno.test("collect[] and exclude[] choose the collectors", async () => {
  const handle = handler();
  const ups = async (query: string) => {
    const response = await handle(get(query));
    const found = [...readExposition(await response.text()).keys()];
    return found.filter((name) => name.endsWith("_up"));
  };
  assertEquals(await ups(""), ["a_up", "b_up"]);
  assertEquals(await ups("?collect[]=b"), ["b_up"]);
  assertEquals(await ups("?collect%5B%5D=a&collect[]=b&collect[]=b"), ["a_up", "b_up"]);
  assertEquals(await ups("?exclude[]=b"), ["a_up"]);
  // As node_exporter's users have it in their prometheus.yml.
  assertEquals(await ups("?collect[]=a&collect[]=ntp"), ["a_up"]);
  assertEquals(await ups("?collect[]=ntp"), []);
  assertEquals(await ups("?exclude[]=b&exclude[]=systemd"), ["a_up"]);
  assertEquals(await ups("?other=1"), ["a_up", "b_up"]);
});

Deno.test("a collector that there is not is told by name, and so is a contradiction", async () => {
  const handle = handler();
  const missing = await handle(get("?collect[]=<c>"));
  assertEquals(missing.status, 400);
  assertStringIncludes(await missing.text(), 'missing collector: "<c>"; there are a, b');
  const both = await handle(get("?collect[]=a&exclude[]=b"));
  assertEquals(both.status, 400);
  assertStringIncludes(await both.text(), "cannot be combined");
});

Deno.test("the deadline is the scraper's timeout less half a second", () => {
  for (
    const [header, milliseconds] of [
      ["10", 9500],
      ["1.5", 1000],
      ["0.4", 200],
      [null, 9500],
      [
        "soon",
        9500,
      ],
      ["-1", 9500],
      ["1e9", 9500],
    ] as const
  ) assertEquals(budgetOf(header), milliseconds, String(header));
});

/** A collector that waits until it is told. */
function gate() {
  let started = 0;
  let open = () => {};
  const waiting = new Promise<MetricFamily[]>((resolve) => open = () => resolve(up("gate")));
  const slow = collector("gate", () => {
    started++;
    return waiting;
  });
  return { slow, open, started: () => started };
}

Deno.test("scrapes at the same time get one reading, in the format of each", async () => {
  const { slow, open, started } = gate();
  const handle = handler([slow]);
  const answers = [get(), get("", { accept: PROMETHEUS_3 }), get("", { "accept-encoding": "gzip" })]
    .map((request) => handle(request));
  // All three have come by then.
  await new Promise((resolve) => setTimeout(resolve, 100));
  open();
  const types = (await Promise.all(answers)).map(({ headers }) => headers.get("content-type"));
  assertEquals(types, [TEXT, OPENMETRICS, TEXT]);
  assertEquals(started(), 1);
});

Deno.test("more different scrapes than allowed are refused at once, and counted", async () => {
  const { slow, open } = gate();
  const handle = handler([slow], 2);
  const within = (seconds: number) =>
    handle(get("", { "x-prometheus-scrape-timeout-seconds": `${seconds}` }));
  const first = [within(1), within(2)];
  const third = await within(3);
  assertEquals(third.status, 503);
  assertStringIncludes(await third.text(), "try again later");
  // More of the same cost nothing.
  const more = Array.from({ length: 60 }, () => within(2));
  open();
  const statuses = (await Promise.all([...first, ...more])).map(({ status }) => status);
  assertEquals(statuses, Array(62).fill(200));
  const codes = readExposition(await (await within(3)).text()).get("hostvitals_scrapes_total");
  assertEquals(Object.fromEntries(codes!.samples), {
    'hostvitals_scrapes_total{code="200"}': "62",
    'hostvitals_scrapes_total{code="503"}': "1",
  });
});

Deno.test("a crowd gets a few readings in all, fifty by each, which count as one for the limit", async () => {
  let readings = 0;
  const counting = collector("a", () => {
    readings++;
    return up("a");
  });
  const handle = handler([counting], 10);
  const answers: (Response | Promise<Response>)[] = [];
  for (let i = 0; i < 200; i++) {
    answers.push(handle(get()));
    // As requests are looked at one behind the other, within a round of the event loop.
    for (let turn = 0; turn < 100; turn++) await null;
  }
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  assertEquals(statuses.filter((status) => status !== 200), []);
  // On a machine that stood still some may come as if they were alone.
  assert(readings < 50, `${readings} readings`);
});

Deno.test("hostvitals tells of itself what Prometheus' clients tell", async () => {
  const handle = handler();
  await (await handle(get())).text();
  const families = readExposition(await (await handle(get())).text());
  const value = (series: string) => Number(families.get(series.split("{")[0])?.samples.get(series));
  assertEquals(value("hostvitals_scrapes_in_flight"), 1);
  assert(value("hostvitals_scrape_response_bytes_total") > 100);
  assertEquals(
    families.get("hostvitals_scrape_duration_seconds")?.samples.get(
      "hostvitals_scrape_duration_seconds_count",
    ),
    "1",
  );
  assert(value("process_cpu_seconds_total") > 0);
  assert(value("process_resident_memory_bytes") > 1e7);
  assert(Math.abs(value("process_start_time_seconds") - Date.now() / 1000) < 3600);
  assert(value("process_open_fds") > 2);
  assert(value("process_max_fds") > 2);
  assert(value("process_virtual_memory_bytes") > 1e7);
  const build = [...families.get("hostvitals_build_info")!.samples.keys()][0];
  assertStringIncludes(build, 'version="1.2.3"');
});
