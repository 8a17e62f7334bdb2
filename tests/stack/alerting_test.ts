/** An alert on its way from the host to somebody, through real programs. */
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { Program, run } from "../program.ts";
import { tool } from "../tools.ts";
import { AlertmanagerServer, Cause, freePort, Hook, until } from "./alerting_stack.ts";
import { PrometheusServer } from "./promql_prometheus.ts";

const alertmanager = await tool("prometheus-alertmanager", "prometheus-alertmanager");
const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");

const LINUX = Deno.build.os === "linux";

/** Groups that are told soon. */
const SOON = ["--alert.group-wait=1s", "--alert.group-interval=2s"];

const routes = (hook: string) => `
route:
  receiver: direct
  group_by: [alertname, instance]
  group_wait: 1s
  group_interval: 2s
  routes:
    - matchers: [via="prometheus"]
      receiver: scraped
receivers:
  - name: direct
    webhook_configs: [{ url: "${hook}/alertmanager" }]
  - name: scraped
    webhook_configs: [{ url: "${hook}/prometheus" }]
`;

const scraping = (target: string, rules: string, alertmanager: string) => `
global:
  scrape_interval: 1s
  scrape_timeout: 1s
  evaluation_interval: 1s
  external_labels: { via: prometheus }
rule_files: ["${rules}"]
alerting:
  alertmanagers:
    - static_configs: [{ targets: ["${alertmanager}"] }]
scrape_configs:
  - job_name: node
    static_configs: [{ targets: ["${target}"] }]
`;

/** What Prometheus has at its start: promtool makes no empty block. */
const OLD = [{ labels: { __name__: "old" }, times: [1e12], values: [1] }];

/** They wait most of their time, and for nothing of each other: all at once. */
const CASES: Deno.TestStepDefinition[] = [];

CASES.push({
  name: "an alert and its end come by Alertmanager, by Prometheus and Alertmanager, and by webhook",
  ignore: !LINUX || !alertmanager || !prometheus || !promtool,
  async fn() {
    using cause = new Cause();
    cause.is(9);
    await using hook = new Hook();
    await using manager = new AlertmanagerServer(alertmanager!, routes(hook.url));
    await manager.ready();
    await using program = await Program.start(
      ...cause.flags,
      ...SOON,
      `--alertmanager.url=${manager.url.replace("//", "//user:secret@")}`,
      `--alert.webhook-url=${hook.url.replace("//", "//user:secret@")}/own`,
      "--alert.silence=alertname=Other,comment=not this one",
    );
    const { host, port } = new URL(program.url);
    const config = scraping(host, cause.rules, new URL(manager.url).host);
    await using _scraper = await PrometheusServer.start(prometheus!, promtool!, OLD, config);

    const ways = ["/own", "/alertmanager", "/prometheus"];
    const own = `${Deno.hostname()}:${port}`;
    const [ours, theirs, scraped] = await Promise.all(
      ways.map((path) => hook.message(path, "firing")),
    );
    for (
      const [{ alerts }, instance, via] of [
        [ours, own, {}],
        [theirs, own, {}],
        [scraped, host, { via: "prometheus" }],
      ] as const
    ) {
      const labels = {
        alertname: "QueueLong",
        instance,
        job: "node",
        severity: "critical",
        ...via,
      };
      assertEquals(alerts[0].labels, labels);
      assertEquals(alerts[0].annotations, { summary: `9 wait on ${instance}` });
    }
    assertEquals(ours.alerts[0].fingerprint, theirs.alerts[0].fingerprint);
    assertEquals(Object.keys(ours).sort(), Object.keys(theirs).sort());

    const url = program.url.replace("//", "//user:secret@");
    const asked = await run(["check", `--url=${url}`]);
    assertEquals(asked.code, 2, asked.stdout + asked.stderr);
    assertMatch(asked.stdout, /^CRITICAL: 1 rule, fires: 1 critical\n.*\ncritical {2}QueueLong/);

    const { data: [silence] } = await (await program.fetch("api/v1/silences")).json();
    assertEquals([silence.comment, silence.status], ["not this one", { state: "active" }]);

    cause.is(1);
    const ended = await Promise.all(ways.map((path) => hook.message(path, "resolved")));
    assertEquals(ended.map(({ alerts }) => alerts.length), [1, 1, 1]);
    assertEquals(
      ways.map((path) => hook.at(path)),
      ways.map(() => [
        "firing QueueLong",
        "resolved QueueLong",
      ]),
    );
    assert(!program.log.includes("secret"), program.log);
    const metrics = await program.metrics();
    const sent = /^hostvitals_notifications_sent_total\{kind="webhook",number="1"\} 2$/m;
    assertMatch(metrics, sent);
    assertMatch(metrics, /^hostvitals_notifications_queue_length\{kind="webhook",number="1"\} 0$/m);
  },
});

CASES.push({
  name: "receivers that are dead or do not answer cost no measuring, and hear of everything later",
  ignore: !LINUX,
  async fn() {
    using cause = new Cause();
    cause.is(9);
    const port = freePort();
    await using slow = new Hook();
    slow.mute = true;
    await using program = await Program.start(
      ...cause.flags,
      ...SOON,
      `--alert.webhook-url=http://127.0.0.1:${port}/dead`,
      `--alert.webhook-url=${slow.url}/slow`,
    );
    await until(40, program.log, () => /webhook 2 .* did not answer in 10 s/.test(program.log));
    assertMatch(program.log, /webhook 1 .* cannot be told now: .*refused/);
    const metrics = await program.metrics();
    for (const number of [1, 2]) {
      const labels = `\\{kind="webhook",number="${number}"\\}`;
      assertMatch(metrics, RegExp(`^hostvitals_notifications_failed_total${labels} [1-9]`, "m"));
      assertMatch(metrics, RegExp(`^hostvitals_notifications_queue_length${labels} 1$`, "m"));
      assertMatch(metrics, RegExp(`^hostvitals_notifications_dropped_total${labels} 0$`, "m"));
    }
    // Each of the last ten seconds was measured.
    const query = encodeURIComponent("count_over_time(node_load1[10s])");
    const { data } = await (await program.fetch(`api/v1/query?query=${query}`)).json();
    assert(Number(data.result[0].value[1]) >= 9, JSON.stringify(data));

    await using dead = new Hook(port);
    slow.mute = false;
    await Promise.all([dead.message("/dead", "firing"), slow.message("/slow", "firing")]);
    cause.is(1);
    await Promise.all([dead.message("/dead", "resolved"), slow.message("/slow", "resolved")]);
    const all = ["firing QueueLong", "resolved QueueLong"];
    assertEquals([dead.at("/dead"), slow.at("/slow")], [all, all]);
    for (const number of [1, 2]) {
      const lines = program.log.split("\n").filter((line) => line.includes(`webhook ${number} (`));
      assertEquals(lines.length, 2, "once that it fails, once that it works again");
      assertMatch(lines[1], /takes alerts again/);
    }
  },
});

CASES.push({
  name: "a killed hostvitals tells nothing anew when it is back, and tells the end",
  ignore: !LINUX,
  async fn() {
    using cause = new Cause();
    cause.is(9);
    await using hook = new Hook();
    const flags = [
      ...cause.flags,
      ...SOON,
      `--web.listen-address=127.0.0.1:${freePort()}`,
      `--alert.webhook-url=${hook.url}/own`,
    ];
    {
      await using program = await Program.start(...flags);
      await hook.message("/own", "firing");
      // The state is written once a second.
      await until(
        5,
        "the state is kept",
        async () => (await Deno.readTextFile(cause.state)).includes('"told":{'),
      );
      await program.end("SIGKILL");
    }
    await using program = await Program.start(...flags);
    const fires = async () => {
      const { data } = await (await program.fetch("api/v1/alerts")).json();
      return data.alerts.some(({ state }: { state: string }) => state === "firing");
    };
    await until(30, "it fires again", fires);
    // The group's wait and interval.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    assertEquals(hook.at("/own"), ["firing QueueLong"]);
    cause.is(1);
    await hook.message("/own", "resolved");
    assertEquals(hook.at("/own"), ["firing QueueLong", "resolved QueueLong"]);
  },
});

Deno.test({
  name: "an alert gets from the host to whoever is to be told",
  ignore: !LINUX,
  async fn(t) {
    const alone = { sanitizeOps: false, sanitizeResources: false, sanitizeExit: false };
    await Promise.all(CASES.map((one) => t.step({ ...one, ...alone })));
  },
});
