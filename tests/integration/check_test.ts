/** `hostvitals check` as cron and monitoring plugins have it. */
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { Certificates } from "../certificates.ts";
import { run } from "../program.ts";
import { Cause } from "../stack/alerting_stack.ts";

const check = (cause: Cause, ...more: string[]) => run(["check", ...cause.flags, ...more]);

Deno.test("check: what fires, in a table and as JSON, by its exit code", async () => {
  using cause = new Cause();
  cause.is(9);
  const { code, stdout, stderr } = await check(cause);
  assertEquals([code, stderr], [2, ""]);
  const [first, , row] = stdout.split("\n");
  assertEquals(first, "CRITICAL: 1 rule, fires: 1 critical");
  const instance = `${Deno.hostname()}:9100`;
  assertMatch(row, RegExp(`^critical {2}QueueLong  -     -      9 wait on ${instance}$`));

  const json = await check(cause, "--format=json", "--port=9200");
  assertEquals(json.code, 2);
  const { status, alerts } = JSON.parse(json.stdout);
  assertEquals([status, alerts.length, alerts[0].value], ["critical", 1, "9"]);
  assertEquals(alerts[0].labels.instance, `${Deno.hostname()}:9200`);

  const silenced = await check(cause, "--alert.silence=alertname=QueueLong");
  assertEquals(silenced.code, 0);
  assertEquals(silenced.stdout, "OK: 1 rule, nothing fires\nsilenced: QueueLong\n");

  cause.is(1);
  const fine = await check(cause);
  assertEquals([fine.code, fine.stdout], [0, "OK: 1 rule, nothing fires\n"]);
});

Deno.test("check: rules that look back are counted, and recorded series are there", async () => {
  using cause = new Cause();
  cause.is(9);
  Deno.writeTextFileSync(
    cause.rules,
    `groups:
  - name: test
    rules:
      - record: queue:double
        expr: 2 * test_queue_length
      - record: queue:rate
        expr: rate(test_queue_length[1m])
      - alert: Doubled
        expr: queue:double == 18
        for: 1h
        labels: { severity: warning }
      - alert: Fast
        expr: queue:rate > 1
      - alert: Before
        expr: test_queue_length offset 5m > 1
      - alert: Both
        expr: test_queue_length < 5 and rate(test_queue_length[1m]) > 0
      - alert: Wrong
        expr: test_queue_length + on () group_left () {__name__=~"node_load1|node_load5"}
`,
  );
  const { code, stdout } = await check(cause, "--format=json");
  const { rules, notJudged, failed, alerts } = JSON.parse(stdout);
  assertEquals(code, 1);
  assertEquals([rules, notJudged], [5, ["Fast", "Before"]]);
  assertEquals(alerts.map((one: { labels: { alertname: string } }) => one.labels.alertname), [
    "Doubled",
  ]);
  assertEquals(failed.map(({ rule }: { rule: string }) => rule), ["Wrong"]);
});

Deno.test("check: the rules that are built in can be judged on this host", async () => {
  const { code, stdout } = await run(["check", "--format=json"]);
  const { rules, notJudged, failed } = JSON.parse(stdout);
  assert(code < 3 && rules > 30, stdout);
  assertEquals(failed, []);
  for (const name of ["CpuBusy", "MemoryFull", "DiskFull", "InodesFull"]) {
    assert(!notJudged.includes(name), `${name} is not judged`);
  }
});

Deno.test({
  name: "check: where memory or file systems cannot be read, not firing is not fine",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const proc = Deno.makeTempDirSync();
    try {
      Deno.copyFileSync("/proc/stat", `${proc}/stat`);
      const flags = [`--path.procfs=${proc}`, "--log.level=error"];
      const { code, stdout } = await run(["check", ...flags]);
      assertEquals(code, 3);
      assertMatch(stdout, /^UNKNOWN: .* nothing fires, not measured: meminfo, filesystem\n/);
      // What is off is not missed.
      const off = ["--no-collector.meminfo", "--no-collector.filesystem"];
      const without = await run(["check", ...flags, ...off]);
      assertEquals(without.code, 0);
      assertMatch(without.stdout, /^OK: .* nothing fires\n/);
    } finally {
      Deno.removeSync(proc, { recursive: true });
    }
  },
});

Deno.test("check: an authority of one's own is named in the environment", async () => {
  using certificates = new Certificates();
  certificates.make("ca", { authority: true });
  certificates.make("web", { by: "ca" });
  const [cert, key] = ["web.pem", "web.key"].map((name) => certificates.read(name));
  const groups = [{ rules: [{ type: "alerting", name: "A", health: "ok" }] }];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert, key, onListen() {} },
    () => Response.json({ status: "success", data: { alerts: [], groups } }),
  );
  const asked = ["check", `--url=https://localhost:${server.addr.port}`];
  const unknown = await run(asked);
  assertEquals(unknown.code, 3);
  assertMatch(unknown.stdout, /^UNKNOWN: localhost:.*UnknownIssuer.*DENO_CERT=FILE.*\n$/);
  const known = await run(asked, { env: { DENO_CERT: certificates.path("ca.pem") } });
  assertEquals([known.code, known.stdout], [0, "OK: 1 rule, nothing fires\n"]);
});

Deno.test("check: a proxy of the environment is not asked for this host itself", async () => {
  const groups = [{ rules: [{ type: "alerting", name: "A", health: "ok" }] }];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => Response.json({ status: "success", data: { alerts: [], groups } }),
  );
  for (const host of ["localhost", "127.0.0.1"]) {
    const { code, stdout } = await run(["check", `--url=http://${host}:${server.addr.port}`], {
      env: { HTTP_PROXY: "http://127.0.0.1:9", http_proxy: "", NO_PROXY: "" },
    });
    assertEquals([code, stdout], [0, "OK: 1 rule, nothing fires\n"]);
  }
});

Deno.test("check: one that has not evaluated any rule yet cannot tell", async () => {
  const rule = { type: "alerting", name: "A", health: "unknown" };
  let rules = [rule, { ...rule, name: "B" }];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => Response.json({ status: "success", data: { alerts: [], groups: [{ rules }] } }),
  );
  const host = `127.0.0.1:${server.addr.port}`;
  const fresh = await run(["check", `--url=http://${host}`]);
  assertEquals(fresh.code, 3);
  assertEquals(
    fresh.stdout,
    `UNKNOWN: ${host} has not evaluated its rules yet: ask again in a minute\n`,
  );
  // One rule that is new since a SIGHUP is no reason.
  rules = [rule, { ...rule, name: "B", health: "ok" }];
  assertEquals((await run(["check", `--url=http://${host}`])).code, 0);
});

Deno.test("check: where it cannot tell, it says why and ends with 3", async () => {
  using cause = new Cause();
  const nowhere = await check(cause, "--url=http://127.0.0.1:9");
  assertEquals(nowhere.code, 3);
  assertMatch(nowhere.stdout, /^UNKNOWN: 127\.0\.0\.1:9 could not be asked: .*\n$/);

  Deno.writeTextFileSync(cause.rules, "groups: [{ name: x, rules: [{ alert: A, expr: up > }] }]\n");
  const wrong = await check(cause);
  assertEquals(wrong.code, 3);
  assertMatch(wrong.stdout, /^UNKNOWN: .*rules\.yml/);
  const json = await check(cause, "--format=json");
  assertEquals([json.code, JSON.parse(json.stdout).status], [3, "unknown"]);

  for (const flag of ["--formt=json", "--format=xml", "--alert.silence=x", "word"]) {
    const usage = await check(cause, flag);
    assertEquals(usage.code, 3, flag);
    assertMatch(usage.stderr, /^hostvitals: [^\n]+\n$/);
  }
});
