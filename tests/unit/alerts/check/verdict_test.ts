/** How a check says what it found. */
import { askedOf } from "../../../../alerts/check/remote.ts";
import { asJson, asTable, exitCode, type Verdict } from "../../../../alerts/check/verdict.ts";
import { assertEquals, assertRejects } from "../../../assert.ts";

const NOW = Date.UTC(2026, 10, 24);

const firing = (severity: string, more: Record<string, string> = {}, silenced = false) => ({
  labels: { alertname: "DiskFull", instance: "web:9100", job: "node", severity, ...more },
  annotations: { summary: `it is\n${severity}` },
  value: 97,
  since: NOW - 75 * 60_000,
  silencedBy: silenced ? ["1"] : [],
});

const verdict = (more: Partial<Verdict>): Verdict => ({
  rules: 9,
  notJudged: [],
  notMeasured: [],
  failed: [],
  firing: [],
  ...more,
});

const FAILED = [{ rule: "X", problem: "many-to-many" }];

const CODES: readonly (readonly [string, Partial<Verdict>, number, string])[] = [
  ["nothing", {}, 0, "OK: 9 rules, nothing fires"],
  ["no rules", { rules: 0 }, 3, "UNKNOWN: there are no alerting rules"],
  ["info", { firing: [firing("info")] }, 0, "OK: 9 rules, fires: 1 info"],
  ["warning", { firing: [firing("warning")] }, 1, "WARNING: 9 rules, fires: 1 warning"],
  ["another severity", { firing: [firing("page")] }, 1, "WARNING: 9 rules, fires: 1 page"],
  [
    "the worst counts",
    { firing: [firing("info"), firing("warning"), firing("critical"), firing("warning")] },
    2,
    "CRITICAL: 9 rules, fires: 1 critical, 2 warning, 1 info",
  ],
  ["silenced", { firing: [firing("critical", {}, true)] }, 0, "OK: 9 rules, nothing fires"],
  [
    "a rule that fails",
    { failed: FAILED },
    3,
    "UNKNOWN: 9 rules, nothing fires, 1 could not be evaluated",
  ],
  [
    "a rule that fails beside one that fires",
    { failed: FAILED, firing: [firing("warning")] },
    1,
    "WARNING: 9 rules, fires: 1 warning, 1 could not be evaluated",
  ],
  [
    "what could not be measured",
    { notMeasured: ["meminfo", "filesystem"] },
    3,
    "UNKNOWN: 9 rules, nothing fires, not measured: meminfo, filesystem",
  ],
  [
    "what could not be measured beside what fires",
    { notMeasured: ["meminfo"], firing: [firing("critical")] },
    2,
    "CRITICAL: 9 rules, fires: 1 critical, not measured: meminfo",
  ],
];

for (const [name, found, code, line] of CODES) {
  Deno.test(`exit code and first line: ${name}`, () => {
    assertEquals(exitCode(verdict(found)), code);
    assertEquals(asTable(verdict(found), NOW).split("\n")[0], line);
    assertEquals(JSON.parse(asJson(verdict(found))).code, code);
  });
}

Deno.test("a table for people", () => {
  const found = verdict({
    firing: [
      firing("warning", { mountpoint: "/\x1b[31m" }),
      { ...firing("critical", { mountpoint: "/data" }), since: undefined },
      firing("info", { alertname: "Rebooted" }, true),
    ],
    notJudged: ["CpuPressure", "IoPressure", "IoPressure"],
    failed: FAILED,
  });
  assertEquals(
    asTable(found, NOW).split("\n"),
    [
      "CRITICAL: 9 rules, fires: 1 critical, 1 warning, 1 could not be evaluated",
      "SEVERITY  ALERT     WHAT               SINCE  SUMMARY",
      "critical  DiskFull  mountpoint=/data   -      it is critical",
      "warning   DiskFull  mountpoint=/ [31m  1h15m  it is warning",
      "silenced: Rebooted",
      "X could not be evaluated: many-to-many",
      "3 of the rules look back further than was measured, and are not judged: CpuPressure, IoPressure; " +
      "--url asks a running hostvitals, which knows",
    ],
  );
});

Deno.test("JSON for scripts", () => {
  assertEquals(JSON.parse(asJson(verdict({ firing: [firing("critical")], notJudged: ["A"] }))), {
    status: "critical",
    code: 2,
    rules: 9,
    notJudged: ["A"],
    notMeasured: [],
    failed: [],
    alerts: [{
      labels: { alertname: "DiskFull", instance: "web:9100", job: "node", severity: "critical" },
      annotations: { summary: "it is\ncritical" },
      value: "97",
      activeAt: "2026-11-23T22:45:00.000Z",
      silencedBy: [],
    }],
  });
});

const ADDRESS = {
  url: "http://web:9100/sub/",
  headers: { authorization: "Basic x" },
  host: "web:9100",
};

Deno.test("a running hostvitals is asked", async () => {
  const asked: string[] = [];
  const answers: Record<string, unknown> = {
    alerts: {
      alerts: [
        {
          ...firing("critical"),
          state: "firing",
          value: "9.7e+01",
          activeAt: "2026-11-24T00:00:00Z",
        },
        { ...firing("warning"), state: "pending", value: "1", activeAt: "2026-11-24T00:00:00Z" },
      ],
    },
    rules: {
      groups: [{
        rules: [
          { type: "alerting", name: "A", health: "ok" },
          { type: "recording", name: "r", health: "ok" },
          { type: "alerting", name: "B", health: "err", lastError: "bad" },
        ],
      }],
    },
  };
  const found = await askedOf(ADDRESS, (url, { headers }) => {
    asked.push(`${url} ${(headers as Record<string, string>).authorization}`);
    const data = answers[url.slice(url.lastIndexOf("/") + 1)];
    return Promise.resolve(Response.json({ status: "success", data }));
  });
  assertEquals(asked.sort(), [
    "http://web:9100/sub/api/v1/alerts Basic x",
    "http://web:9100/sub/api/v1/rules Basic x",
  ]);
  const { labels, annotations } = firing("critical");
  assertEquals(found, {
    rules: 2,
    notJudged: [],
    notMeasured: [],
    failed: [{ rule: "B", problem: "bad" }],
    firing: [{ labels, annotations, value: 97, since: NOW, silencedBy: [] }],
  });
});

const BAD: readonly (readonly [string, () => Promise<Response>, string])[] = [
  ["401", () => Promise.resolve(new Response("", { status: 401 })), "web:9100 answers 401 to"],
  ["no JSON", () => Promise.resolve(new Response("<html>")), "web:9100 is no hostvitals"],
  ["other JSON", () => Promise.resolve(Response.json([1])), "web:9100 is no hostvitals"],
  [
    "no connection",
    () => Promise.reject(new TypeError("error sending request for url (http://u:p@web/): refused")),
    "web:9100 could not be asked: refused",
  ],
  [
    "an endless answer",
    () => Promise.resolve(new Response(new Uint8Array(32_000_001))),
    "web:9100 could not be asked: the answer is larger than 32000000 bytes",
  ],
];

for (const [name, answer, message] of BAD) {
  Deno.test(`an address that gives ${name} is said`, async () => {
    await assertRejects(() => askedOf(ADDRESS, answer), Error, message);
  });
}
