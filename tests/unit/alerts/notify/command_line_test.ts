/** What the command line says of receivers. */
import { RULE_FLAGS } from "../../../../alerts/flags.ts";
import { addressOf } from "../../../../alerts/notify/address.ts";
import { backoff, retryAfter } from "../../../../alerts/notify/backoff.ts";
import { fingerprint } from "../../../../alerts/notify/fingerprint.ts";
import { NOTIFY_FLAGS } from "../../../../alerts/notify/flags.ts";
import { headersFrom } from "../../../../alerts/notify/header_file.ts";
import { notifierOf } from "../../../../alerts/notify/mod.ts";
import { memoryStore } from "../../../../alerts/state_file.ts";
import { parseFlags, UsageError } from "../../../../exporter/options.ts";
import { Registry } from "../../../../exporter/prom_client.ts";
import { assert, assertEquals, assertMatch, assertThrows } from "../../../assert.ts";
import { withLog } from "../log.ts";
import { alert, HeldWorld } from "./fixture.ts";

function notifier(args: readonly string[], world = new HeldWorld(), registry = new Registry()) {
  return notifierOf(parseFlags(args, [...RULE_FLAGS, ...NOTIFY_FLAGS]), {
    silences: [],
    store: memoryStore(),
    registry,
    externalURL: () => "http://web:9100/",
    world,
  });
}

const WRONG: readonly (readonly [readonly string[], string])[] = [
  [
    ["--alertmanager.url=http://ok", "--alertmanager.url=htp://u:secret@h"],
    "--alertmanager.url (number 2) must be a URL like https://host:port/path",
  ],
  [["--alertmanager.url=localhost:9093"], "(number 1) must be a URL like"],
  [["--alertmanager.url=http://u:%secret@h"], "has a % in its user or password that must be %25"],
  [["--alertmanager.url=http://h/api/v2/alerts"], "(number 1) must end before /api/"],
  [["--alert.webhook-url="], "--alert.webhook-url (number 1) must be a URL"],
  [["--alert.webhook-format=teams"], "must be alertmanager or slack or ntfy"],
  [
    [
      "--alert.webhook-url=http://a",
      "--alert.webhook-header-file=none",
      "--alert.webhook-header-file=none",
    ],
    "--alert.webhook-header-file must stand as often as --alert.webhook-url (1), got 2",
  ],
  [
    ["--alert.webhook-url=http://a", "--alert.webhook-header-file=/nowhere/at/all"],
    "--alert.webhook-header-file: No such file",
  ],
  [["--alert.group-wait=2h"], "must be a duration of 0s to 1h"],
  [["--alert.group-interval=0"], "must be a duration of 1s to 1d"],
  [["--alert.repeat-interval=soon"], "must be a duration like 5s"],
  [["--alert.silence=DiskFull"], "--alert.silence must be like alertname=DiskFull"],
];

for (const [args, message] of WRONG) {
  Deno.test(`${args.at(-1)} is refused in one line`, () => {
    const error = assertThrows(() => notifier(args), UsageError, message);
    assert(!error.message.includes("secret") && !error.message.includes("\n"), error.message);
  });
}

Deno.test("without receivers there is nobody to tell", () => assertEquals(notifier([]), undefined));

Deno.test("all receivers are told, and no secret is logged", async () => {
  const world = new HeldWorld();
  const registry = new Registry();
  const log = await withLog(async () => {
    const told = notifier(
      [
        "--alertmanager.url=http://user:pa%40ss@am1:9093/sub/",
        "--alertmanager.url=http://am2",
        "--alert.webhook-url=https://hooks.example/services/SECRET",
        "--alert.webhook-url=https://ntfy.example/topic",
        "--alert.webhook-format=slack",
        "--alert.webhook-format=ntfy",
        "--alert.group-wait=0s",
      ],
      world,
      registry,
    )!;
    world.answer = 500;
    told.notice(world.clock.now(), [alert("A")]);
    await world.clock.run(0);
    world.answer = 200;
    await world.clock.run(1000);
    await told.close();
  });
  assertEquals([...new Set(world.made.map(({ url }) => url))], [
    "http://am1:9093/sub/api/v2/alerts",
    "http://am2/api/v2/alerts",
    "https://hooks.example/services/SECRET",
    "https://ntfy.example/topic",
  ]);
  const [am, , slack, ntfy] = world.made;
  assertEquals(am.headers.authorization, "Basic dXNlcjpwYUBzcw==");
  assertEquals(Object.keys(slack.body), ["text"]);
  assertEquals(ntfy.headers.title, "[FIRING:1] A on web:9100");
  assertEquals(log.length, 1 + 4 + 4);
  assertEquals(log[0], "info: alerts are told to am1:9093 am2 hooks.example ntfy.example");
  assert(!/SECRET|pa@ss|pa%40ss|user/.test(log.join()), log.join("\n"));
  const metrics = await registry.metrics();
  assertMatch(metrics, /^hostvitals_notifications_sent_total\{kind="webhook",number="2"\} 1$/m);
  assertMatch(
    metrics,
    /^hostvitals_notifications_failed_total\{kind="alertmanager",number="1"\} 1$/m,
  );
  assertMatch(metrics, /^hostvitals_notifications_duration_seconds_count\{.*number="1"\} 2$/m);
  assert(!/SECRET|am1/.test(metrics));
});

Deno.test("flags of webhooks without a webhook are said", async () => {
  const log = await withLog(() => void notifier(["--alert.group-wait=1s"]));
  assertEquals(log, [
    "warning: --alert.group-wait is for --alert.webhook-url: there is none",
  ]);
});

Deno.test("an address is shown by its host alone", () => {
  assertEquals(addressOf("https://a:b@h:1/p?q=1#x", "--x", 1), {
    url: "https://h:1/p?q=1",
    headers: { authorization: "Basic YTpi" },
    host: "h:1",
  });
});

Deno.test("headers from a pipe are read once", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const dir = Deno.makeTempDirSync();
  const pipe = `${dir}/headers`;
  await new Deno.Command("mkfifo", { args: [pipe] }).output();
  const script = 'for i in 1 2; do echo "Authorization: Bearer $i" > "$0"; sleep 0.2; done';
  const writer = new Deno.Command("sh", { args: ["-c", script, pipe] }).spawn();
  const world = new HeldWorld();
  await withLog(async () => {
    const args = ["--alert.webhook-url=http://a", `--alert.webhook-header-file=${pipe}`];
    const told = notifier([...args, "--alert.group-wait=0s"], world)!;
    told.notice(world.clock.now(), [alert("A")]);
    await world.clock.run(0);
    await told.close();
  });
  assertEquals(world.made.map(({ headers }) => headers.authorization), ["Bearer 1"]);
  // Nobody is to wait for a reader that does not come.
  writer.kill("SIGKILL");
  await writer.status;
  Deno.removeSync(dir, { recursive: true });
});

Deno.test("headers come from a file, which is read again", () => {
  const path = Deno.makeTempFileSync();
  Deno.writeTextFileSync(path, "# token\n\nAuthorization: Bearer a:b\r\nX-Scope : 1\n");
  assertEquals(headersFrom(path), { "authorization": "Bearer a:b", "x-scope": "1" });
  for (const wrong of ["secret", "a b: secret", ": secret", "a: sec\0ret", "a: 비밀 secret"]) {
    Deno.writeTextFileSync(path, `ok: 1\n${wrong}\n`);
    const { message } = assertThrows(() => headersFrom(path), SyntaxError, `${path}:2:`);
    assert(!message.includes("secret"));
  }
  Deno.removeSync(path);
});

Deno.test("pauses double from a second to a minute, less by chance, or as asked", () => {
  assertEquals([1, 2, 3, 6, 7, 8, 5000].map((failures) => backoff(failures, 0)), [
    1000,
    2000,
    4000,
    32_000,
    60_000,
    60_000,
    60_000,
  ]);
  assertEquals(backoff(3, 1), 2000);
  assertEquals(backoff(1, 0, 20_000), 20_000);
  assertEquals(backoff(1, 0, 1e9), 900_000);
  assertEquals(
    ["5", " 7 ", "Tue, 24 Nov 2026 10:00:09 GMT", "x", null, "-5"].map((text) =>
      retryAfter(text, Date.UTC(2026, 10, 24, 10))
    ),
    [5000, 7000, 9000, 0, 0, 0],
  );
});

Deno.test("a fingerprint is FNV-1a of sorted labels", () => {
  assertEquals(fingerprint({}), "cbf29ce484222325");
  assertEquals(fingerprint({ b: "ü", a: "1" }), fingerprint({ a: "1", b: "ü" }));
});
