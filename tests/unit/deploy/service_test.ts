import { join } from "node:path";
import { ALERT_FLAGS } from "../../../alerts/flags.ts";
import { collectors } from "../../../collectors/mod.ts";
import { service } from "../../../deploy/service.ts";
import type { Verb } from "../../../deploy/service/mod.ts";
import { rehearse } from "../../../deploy/service/rehearsal.ts";
import { flagsFile } from "../../../deploy/service/systemd.ts";
import { allFlags } from "../../../exporter/flags.ts";
import { parseFlags } from "../../../exporter/options.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../../assert.ts";
import { on, StandIn } from "./stand_in.ts";

const TABLE = allFlags(collectors, ALERT_FLAGS);
const UNIT = "/etc/systemd/system/hostvitals.service";

function linux(): StandIn {
  const host = new StandIn();
  host.files.set("/run/systemd/system", "");
  return host;
}

Deno.test("systemd: user, program, unit and flags are there before it is started", async () => {
  const host = linux();
  const { code, said } = await on(host, "install", {
    flags: ["--port=9101", "--no-collector.arp"],
  });
  assertEquals(host.done, [
    "groupadd --system --force hostvitals",
    "id -u hostvitals",
    "useradd --system --gid=hostvitals --no-create-home --home-dir=/nonexistent --shell=/usr/sbin/nologin hostvitals",
    "copy /root/hostvitals /usr/local/bin/hostvitals",
    `write ${UNIT}`,
    "write /etc/default/hostvitals",
    "systemctl daemon-reload",
    "systemctl enable hostvitals.service",
    "systemctl restart hostvitals.service",
    "systemctl is-active hostvitals.service",
  ]);
  assertEquals(
    host.files.get("/etc/default/hostvitals"),
    'ARGS="--port=9101 --no-collector.arp"\n',
  );
  assertEquals(code, 0);
  assert(said.includes("next: hostvitals service status"), said);
});

Deno.test("systemd: a user that is there, and a program in its place, stay", async () => {
  const host = linux();
  host.ends = {};
  host.program = "/usr/local/bin/hostvitals";
  await on(host, "install");
  assertEquals(host.done.filter((line) => /^(useradd|copy)|default/.test(line)), []);
});

Deno.test("systemd: what was installed is removed, and what stays is said", async () => {
  const host = linux();
  await on(host, "install", { flags: ["--port=9101"] });
  host.done.length = 0;
  const { said } = await on(host, "uninstall");
  assertEquals(host.done, [
    "systemctl disable --now hostvitals.service",
    `remove ${UNIT}`,
    "remove /etc/default/hostvitals",
    "systemctl daemon-reload",
  ]);
  assert(said.includes("/var/lib/hostvitals"), said);
  await assertRejects(() => on(host, "uninstall"), Error, "service uninstall: it is not installed");
});

Deno.test("Windows: the script does it, and is kept where only administrators write", async () => {
  const host = new StandIn();
  host.os = "windows";
  host.program = "C:\\Users\\me\\hostvitals.exe";
  await on(host, "install", { flags: ["--port=9101", "--debug"] });
  const script = "C:\\Program Files\\hostvitals\\service.ps1";
  const powershell = `powershell.exe -NoProfile -ExecutionPolicy Bypass -File ${script}`;
  assertEquals(host.done, [
    "net.exe session",
    `write ${script}`,
    `${powershell} install C:\\Users\\me\\hostvitals.exe -Arguments:--port=9101 --debug`,
  ]);
  host.done.length = 0;
  const { said } = await on(host, "uninstall");
  assertEquals(host.done, ["net.exe session", `${powershell} uninstall`]);
  assert(said.includes("%ProgramFiles%\\hostvitals your own files and the program, if"), said);
});

Deno.test("Windows: a flag that the Task Scheduler would change is refused", async () => {
  for (const flag of ["--alert.rules=%TEMP%", "--x=$(Arg0)"]) {
    const host = new StandIn();
    host.os = "windows";
    await assertRejects(() => on(host, "install", { flags: [flag] }), Error, `not take ${flag} as`);
    assertEquals(host.done, []);
  }
});

Deno.test("systemd: what the unit and the file would take apart is written twice over", () => {
  assertEquals(flagsFile(["--a=^(x|y)$", "--b=\\d"], ""), 'ARGS="--a=^(x|y)\\$ --b=\\\\\\\\d"\n');
});

const command = service((flags) => Promise.resolve(parseFlags(flags, TABLE)));
const args = command.flags.find(({ name }) => name === "args")!.check!;

Deno.test("--args takes flags with expressions, and names the word that is none", () => {
  for (
    const right of [
      "",
      " --port=9101  --debug ",
      "--no-history",
      "--collector.netdev.device-exclude=^(veth.*|br-\\d+.*)$",
      "--alert.webhook-url=https://example.org/?a=b&c=%20",
    ]
  ) assertEquals(args(right), undefined, right);
  for (const wrong of ['--x="1"', "--x='1'", "word", "--", "--=1"]) {
    const said = args(`--port=9101 ${wrong}`)!;
    assert(said.endsWith(`; ${JSON.stringify(wrong)} is none`), said);
  }
  for (const wrong of ["--once", "-h", "--help", "--version", "--output=x", "--format=json"]) {
    const said = args(`--port=9101 ${wrong}`)!;
    assertEquals(said, `must be flags of a program that serves; ${wrong} ends it at once`);
  }
  // An expression that tries all ways to take them apart would not come to an end here.
  assert(args(`${"--a.b-c ".repeat(60)}"`)!.includes("is none"));
});

/** Flags by which a program ends at its start, and what is said of them. */
const END: readonly [string, RegExp][] = [
  ["--prot=1", /^unknown flag --prot: did you mean --port\?$/],
  ["--port=1 --web.listen-address=:2", /^--port and --web\.listen-address say the same/],
  ["--collector.disable-defaults", /^no collector is on/],
  ["--web.config.file=DIR/web.yml", /^--web\.config\.file cannot be read: No such file/],
  ["--web.config.file=DIR/wrong.yml", /wrong\.yml/],
  ["--alert.rules=DIR/rules.yml", /rules\.yml cannot be read: No such file/],
  ["--alert.rules=DIR/wrong.yml", /wrong\.yml/],
  ["--alertmanager.url=x", /^--alertmanager\.url/],
  [
    "--alert.webhook-url=http://127.0.0.1:9 --alert.webhook-header-file=DIR/token",
    /^--alert\.webhook-header-file: No such file/,
  ],
  [
    "--web.config.file=web.yml",
    /^--web\.config\.file must be a path from the root, got "web\.yml": a service starts in another/,
  ],
];

Deno.test("a file that is missing or wrong is refused as the program would, also by a dry run", async () => {
  const dir = Deno.makeTempDirSync();
  Deno.writeTextFileSync(join(dir, "wrong.yml"), "wrong: true\n");
  for (const [flags, said] of END) {
    const given = ["install", "--dry-run", `--args=${flags.replaceAll("DIR", dir)}`];
    const error = await assertRejects(() =>
      command.run(parseFlags(given, command.flags, command.words))
    );
    const { message } = error as Error;
    assertMatch(message.replace(/^--args: /, ""), said);
    assert(message.startsWith("--args: ") && !message.includes("\n"), message);
  }
  Deno.removeSync(dir, { recursive: true });
});

Deno.test("what a program would serve with is refused by nothing", async () => {
  const dir = Deno.makeTempDirSync();
  const [web, rules] = ["web.yml", "rules.yml"].map((name) => join(dir, name));
  Deno.writeTextFileSync(web, "http_server_config: { http2: false }\n");
  const rule = "{ alert: A, expr: 'up{job=~\"a.*\"} == 0' }";
  Deno.writeTextFileSync(rules, `groups: [{ name: a, rules: [${rule}] }]\n`);
  const flags = [
    "--port=0",
    `--web.config.file=${web}`,
    `--alert.rules=${rules}`,
    "--alert.webhook-url=http://127.0.0.1:9",
    "--alert.webhook-header-file=none",
    "--alert.state-file=none",
  ];
  await rehearse(parseFlags(flags, TABLE));
  // Off is off: nobody reads them.
  await rehearse(parseFlags(["--no-alerts", `--alert.rules=${dir}/none.yml`], TABLE));
  Deno.removeSync(dir, { recursive: true });
});

Deno.test("a dry run prints commands and files, and does nothing", async () => {
  for (const os of ["linux", "darwin", "windows"]) {
    const host = new StandIn();
    Object.assign(host, { os, root: false, program: undefined });
    for (const verb of ["install", "uninstall", "status"] as const) {
      const { code, said } = await on(host, verb, { dryRun: true });
      assertEquals(code, 0);
      assert(/^(run|write|copy) /.test(said), said);
    }
    assertEquals(host.done, []);
  }
});

Deno.test("the status is what the manager says, with its exit code", async () => {
  const host = linux();
  host.files.set(UNIT, "");
  host.ends = { "systemctl status": { code: 3, said: "inactive (dead)\n" } };
  assertEquals(await on(host, "status"), { code: 3, said: "inactive (dead)" });
});

/** What is wrong with a host, and what is said of it, before anything is changed. */
const REFUSED: readonly [string, (host: StandIn) => void, Verb, string][] = [
  [
    "no systemd",
    (host) => host.files.clear(),
    "install",
    "service install: systemd does not run this host (there is no /run/systemd/system)",
  ],
  ["no systemd", (host) => host.files.clear(), "status", "service status: systemd does not run"],
  ["not root", (host) => host.root = false, "install", "only root may change services: use sudo"],
  [
    "not root on a Mac",
    (host) => Object.assign(host, { root: false, os: "darwin" }),
    "install",
    "sudo",
  ],
  [
    "no administrator",
    (host) => {
      host.os = "windows";
      host.ends = { "net.exe": { code: 2, said: "Access is denied." } };
    },
    "install",
    "only an administrator may do that",
  ],
  ["another system", (host) => host.os = "freebsd", "install", "not freebsd"],
  [
    "from source",
    (host) => host.program = undefined,
    "install",
    "a service needs the compiled one",
  ],
  ["nothing installed", () => {}, "status", "service status: it is not installed"],
];

for (const [wrong, break_, verb, message] of REFUSED) {
  Deno.test(`${wrong}: ${verb} is refused in one line, and changes nothing`, async () => {
    const host = linux();
    break_(host);
    const error = await assertRejects(() => on(host, verb), Error, message);
    assert(!(error as Error).message.includes("\n"));
    assertEquals(host.done.filter((line) => !/net\.exe/.test(line)), []);
  });
}

Deno.test("a step that fails is named, and ends it", async () => {
  const host = linux();
  host.ends = { "systemctl is-active": { code: 3, said: "failed\n" } };
  await assertRejects(
    () => on(host, "install"),
    Error,
    "run systemctl is-active hostvitals.service: failed; it has ended already, see journalctl -u hostvitals",
  );
});
