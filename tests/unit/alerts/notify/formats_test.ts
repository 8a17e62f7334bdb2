/** What stands in a message, in each format. */
import { FORMATS } from "../../../../alerts/notify/formats.ts";
import { messageOf } from "../../../../alerts/notify/message.ts";
import type { Notice } from "../../../../alerts/notice.ts";
import { assert, assertEquals } from "../../../assert.ts";
import { alert } from "./fixture.ts";

const GROUP = { alertname: "DiskFull", instance: "web:9100" };

function disk(mountpoint: string, severity: string, description: string, to?: number): Notice {
  const one = alert("DiskFull", { mountpoint, severity }, 0, to);
  const runbook_url = "https://example.com/runbook#diskfull";
  return { ...one, annotations: { summary: `${mountpoint} is full`, description, runbook_url } };
}

const TWO = [
  disk("/", "warning", "86 % used", 90),
  disk("/data", "critical", "97 % <used> & rising\nnow"),
];

const message = (alerts: readonly Notice[]) => messageOf(GROUP, alerts, "http://web:9100/");

Deno.test("alertmanager: the body of its webhook, version 4", () => {
  const { headers, body } = FORMATS.alertmanager(message(TWO));
  assertEquals(headers, { "content-type": "application/json" });
  assertEquals(JSON.parse(body), {
    version: "4",
    groupKey: '{}:{alertname="DiskFull", instance="web:9100"}',
    truncatedAlerts: 0,
    status: "firing",
    receiver: "hostvitals",
    groupLabels: GROUP,
    commonLabels: GROUP,
    commonAnnotations: { runbook_url: "https://example.com/runbook#diskfull" },
    externalURL: "http://web:9100/",
    alerts: [{
      status: "firing",
      labels: { ...GROUP, severity: "critical", mountpoint: "/data" },
      annotations: TWO[1].annotations,
      startsAt: "2026-11-24T10:00:00.000Z",
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "http://web:9100/graph?g0.expr=1",
      fingerprint: "29b6323d5cc3ca73",
    }, {
      status: "resolved",
      labels: { ...GROUP, severity: "warning", mountpoint: "/" },
      annotations: TWO[0].annotations,
      startsAt: "2026-11-24T10:00:00.000Z",
      endsAt: "2026-11-24T10:01:30.000Z",
      generatorURL: "http://web:9100/graph?g0.expr=1",
      fingerprint: "3d677bf0eb6b698a",
    }],
  });
});

Deno.test("slack: a text, in which three characters are escaped", () => {
  const { headers, body } = FORMATS.slack(message(TWO));
  assertEquals(headers, { "content-type": "application/json" });
  assertEquals(JSON.parse(body), {
    text: ":rotating_light: *[FIRING:1] DiskFull on web:9100*\n" +
      "critical: /data is full: 97 % &lt;used&gt; &amp; rising now\n" +
      "resolved: / is full: 86 % used\n" +
      "https://example.com/runbook#diskfull",
  });
  const over = FORMATS.slack(message([TWO[0]]));
  assertEquals(JSON.parse(over.body), {
    text: ":white_check_mark: *[RESOLVED] DiskFull on web:9100*\n" +
      "resolved: / is full: 86 % used\nhttps://example.com/runbook#diskfull",
  });
});

Deno.test("ntfy: plain text, with title, priority and tag as headers", () => {
  assertEquals(FORMATS.ntfy(message(TWO)), {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      title: "[FIRING:1] DiskFull on web:9100",
      priority: "5",
      tags: "rotating_light",
    },
    body: "critical: /data is full: 97 % <used> & rising now\nresolved: / is full: 86 % used\n" +
      "https://example.com/runbook#diskfull",
  });
  const priorities = ["critical", "warning", "info", "other"].map((severity) =>
    FORMATS.ntfy(message([disk("/", severity, "")])).headers.priority
  );
  assertEquals(priorities, ["5", "4", "2", "4"]);
  assertEquals(FORMATS.ntfy(message([TWO[0]])).headers.priority, "2");
});

Deno.test("ntfy: a title that is not ASCII is written as in mail", () => {
  const group = { alertname: "디스크\r\nX: y", instance: "" };
  const { headers } = FORMATS.ntfy(messageOf(group, TWO, ""));
  assertEquals(headers.title, "=?UTF-8?B?W0ZJUklORzoxXSDrlJTsiqTtgawgWDogeQ==?=");
  new Headers(headers);
});

Deno.test("texts for people are bounded; so are the alerts of a message", () => {
  const many = Array.from({ length: 700 }, (_, i) => disk(`/${i}`, "warning", "é😀".repeat(300)));
  const { alerts, truncatedAlerts } = message(many);
  assertEquals([alerts.length, truncatedAlerts], [500, 200]);
  const { body } = FORMATS.ntfy(message(many));
  assert(new TextEncoder().encode(body).length <= 4096, `${body.length}`);
  assert(body.isWellFormed());
  assert(body.endsWith("…\nand 690 more\nhttps://example.com/runbook#diskfull"), body.slice(-80));
  assert(FORMATS.ntfy(message(many)).headers.title.startsWith("[FIRING:700]"));

  const long = { ...TWO[0], annotations: { summary: "x", runbook_url: "y".repeat(5000) } };
  const { headers, body: short } = FORMATS.ntfy(
    messageOf({ alertname: "z".repeat(900) }, [long], ""),
  );
  assertEquals([headers.title.length, short], [284, "resolved: x"]);
});

Deno.test("a title counts what fires, though a message has no place for all", () => {
  const firing = Array.from({ length: 300 }, (_, i) => disk(`/${i}`, "warning", ""));
  const ended = firing.map((one) => ({ ...one, endsAt: one.startsAt + 1 }));
  const large = message([...firing, ...ended]);
  assertEquals(FORMATS.ntfy(large).headers.title, "[FIRING:300] DiskFull on web:9100");
  assert(JSON.parse(FORMATS.slack(large).body).text.includes("*[FIRING:300] "));
  const most = message([...firing, ...firing, ...ended]);
  assertEquals(FORMATS.ntfy(most).headers.title, "[FIRING:600] DiskFull on web:9100");
});

Deno.test("an alert without instance is of the host that tells", () => {
  const { headers } = FORMATS.ntfy(messageOf({ alertname: "A" }, TWO, "http://web:9100/"));
  assertEquals(headers.title, "[FIRING:1] A on web:9100");
});

Deno.test("an alert without annotations shows its labels", () => {
  const bare = { ...alert("A"), annotations: {} };
  assertEquals(
    FORMATS.ntfy(messageOf({ alertname: "A" }, [bare], "")).body,
    "warning: alertname=A, instance=web:9100, severity=warning",
  );
});
