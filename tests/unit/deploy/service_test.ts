import { service, type Verb } from "../../../deploy/service/mod.ts";
import type { Ended, Host } from "../../../deploy/service/plan.ts";
import { launchdPlist } from "../../../deploy/service/launchd.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";

/** A host that remembers what was done to it. */
class StandIn implements Host {
  readonly done: string[] = [];
  readonly files = new Map<string, string>();
  os = "linux";
  program: string | undefined = "/root/hostvitals";
  root = true;
  /** How commands end that do not simply succeed, by how they begin. */
  ends: Record<string, Ended> = { "id -u": { code: 1, said: "no such user" } };

  isRoot = () => this.root;
  exists = (path: string) => this.files.has(path);
  variable = (name: string) => name === "ProgramFiles" ? "C:\\Program Files" : undefined;
  run = (command: readonly string[]) => {
    const line = command.join(" ");
    this.done.push(line);
    const how = Object.entries(this.ends).find(([start]) => line.startsWith(start));
    return Promise.resolve(how?.[1] ?? { code: 0, said: "" });
  };
  write = (path: string, text: string) => {
    this.done.push(`write ${path}`);
    this.files.set(path, text);
  };
  copy = (from: string, to: string) => void this.done.push(`copy ${from} ${to}`);
  remove = (path: string) => {
    this.done.push(`remove ${path}`);
    this.files.delete(path);
  };
  wait = () => Promise.resolve();
}

const UNIT = "/etc/systemd/system/hostvitals.service";

async function on(
  host: StandIn,
  verb: Verb,
  { dryRun = false, flags = [] as string[] } = {},
): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const code = await service(verb, { dryRun, flags }, host, (text) => said.push(text));
  return { code, said: said.join("\n") };
}

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
    "/root/hostvitals --port=9101 --no-collector.arp --version",
    "id -u hostvitals",
    "useradd --system --user-group --no-create-home --home-dir=/nonexistent --shell=/usr/sbin/nologin hostvitals",
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

Deno.test("launchd: an older daemon is taken out first", async () => {
  const host = new StandIn();
  host.os = "darwin";
  const plist = "/Library/LaunchDaemons/hostvitals.plist";
  const install = [
    "/root/hostvitals --port=9101 --version",
    "install -d -o daemon -m 0750 /var/db/hostvitals",
    "install -d -m 0755 /usr/local/bin",
    "copy /root/hostvitals /usr/local/bin/hostvitals",
    `write ${plist}`,
    `launchctl bootstrap system ${plist}`,
  ];
  await on(host, "install", { flags: ["--port=9101"] });
  assertEquals(host.done, install);
  assert(host.files.get(plist)!.includes("    <string>--port=9101</string>\n  </array>"));
  host.done.length = 0;
  await on(host, "install", { flags: ["--port=9101"] });
  const [check, ...rest] = install;
  assertEquals(host.done, [check, `launchctl bootout system ${plist}`, ...rest]);
  host.done.length = 0;
  await on(host, "uninstall");
  assertEquals(host.done, [`launchctl bootout system ${plist}`, `remove ${plist}`]);
});

Deno.test("what a flag says does not become XML", () => {
  assert(launchdPlist(["--x=<&>$&"]).includes("<string>--x=&lt;&amp;&gt;$&amp;</string>"));
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
    "C:\\Users\\me\\hostvitals.exe --port=9101 --debug --version",
    `write ${script}`,
    `${powershell} install C:\\Users\\me\\hostvitals.exe -Arguments:--port=9101 --debug`,
  ]);
  host.done.length = 0;
  await on(host, "uninstall");
  assertEquals(host.done, ["net.exe session", `${powershell} uninstall`]);
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
  [
    "a wrong flag",
    (host) =>
      host.ends = {
        "/root/hostvitals": {
          code: 2,
          said: "hostvitals: unknown flag --prot: did you mean --port?\n",
        },
      },
    "install",
    "--args: unknown flag --prot: did you mean --port?",
  ],
  ["nothing installed", () => {}, "status", "service status: it is not installed"],
];

for (const [wrong, break_, verb, message] of REFUSED) {
  Deno.test(`${wrong}: ${verb} is refused in one line, and changes nothing`, async () => {
    const host = linux();
    break_(host);
    const error = await assertRejects(() => on(host, verb), Error, message);
    assert(!(error as Error).message.includes("\n"));
    assertEquals(host.done.filter((line) => !/--version|net\.exe/.test(line)), []);
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
