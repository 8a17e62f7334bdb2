/** Files that a service reads and what of others' `service install` leaves as it is. */
import { join } from "node:path";
import { ALERT_FLAGS } from "../../../alerts/flags.ts";
import { collectors } from "../../../collectors/mod.ts";
import { unreadable } from "../../../deploy/service/readable.ts";
import { rehearse } from "../../../deploy/service/rehearsal.ts";
import { flagsFile } from "../../../deploy/service/systemd.ts";
import { thisHost } from "../../../deploy/service/this_host.ts";
import { allFlags } from "../../../exporter/flags.ts";
import { parseFlags } from "../../../exporter/options.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";
import { Certificates } from "../../certificates.ts";
import { isRoot } from "../../program.ts";
import { on, StandIn } from "./stand_in.ts";

const FLAGS = "/etc/default/hostvitals";
const KEY = "/etc/hv/o'key.pem";
const NO = { code: 1, said: "" };

function linux(): StandIn {
  const host = new StandIn();
  host.files.set("/run/systemd/system", "");
  return host;
}

/** What stood in the file of flags, and what of it stays. */
const STAYS: readonly [before: string, stays: string][] = [
  ["", ""],
  ['ARGS="--port=9101"\n', ""],
  ["  ARGS= --port=9101", ""],
  ["# mine\nDENO_CERT=/a.pem\nARGS=''\nNO_PROXY=b", "# mine\nDENO_CERT=/a.pem\nNO_PROXY=b\n"],
  ['ARGS=--a \\\n  --b\nA=1\nARGS="--c \\"\n--d" --e\n#ARGS=\n', "A=1\n#ARGS=\n"],
  // Quotes count where a value begins only.
  ["ARGS=--a=it's\nA='1'\nMY_ARGS=2\n", "A='1'\nMY_ARGS=2\n"],
];

Deno.test("systemd: --args replaces the flags in the file, and all else in it stays", () => {
  for (const [before, stays] of STAYS) {
    assertEquals(flagsFile(["--b"], before), `${stays}ARGS="--b"\n`, before);
  }
});

Deno.test("systemd: without --args the flags of before stay, and an empty one takes them away", async () => {
  const host = linux();
  host.files.set(FLAGS, 'DENO_CERT=/a.pem\nARGS="--port=9101"\n');
  await on(host, "install");
  assertEquals(host.files.get(FLAGS), 'DENO_CERT=/a.pem\nARGS="--port=9101"\n');
  await on(host, "install", { flags: [] });
  assertEquals(host.files.get(FLAGS), 'DENO_CERT=/a.pem\nARGS=""\n');
});

Deno.test("a file that its user may not read is named before anything is changed, and what to do", async () => {
  const [read, enter] = [`test -r ${KEY}`, "test -x /etc/hv"];
  const nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
  const his = "setpriv --reuid=hostvitals --regid=hostvitals --init-groups";
  const steps = "chgrp hostvitals '/etc/hv/o'\\''key.pem' && chmod g+r '/etc/hv/o'\\''key.pem'";
  const make = "groupadd --system --force hostvitals && useradd --system --gid=hostvitals " +
    "--no-create-home --home-dir=/nonexistent --shell=/usr/sbin/nologin hostvitals && ";
  const elsewhere = "that user may not enter /etc/hv, put the file elsewhere";
  const cases: [StandIn["ends"], string][] = [
    [{ "id -u": NO, [`${nobody} ${read}`]: NO }, make + steps],
    [{ [`${his} ${read}`]: NO }, steps],
    [{ [`${his} ${read}`]: NO, [`${his} ${enter}`]: NO }, elsewhere],
  ];
  for (const [ends, what] of cases) {
    const host = linux();
    host.ends = ends;
    const error = await assertRejects(() => on(host, "install", { reads: ["/fine", KEY] }));
    const cannot = `${KEY} cannot be read by hostvitals, as whom the service runs`;
    assertEquals((error as Error).message, `--args: ${cannot}: ${what}`);
    assertEquals(host.done.filter((line) => !/^(id|setpriv) /.test(line)), []);
  }
});

Deno.test("systemd: a file in /tmp is refused, in place of which the service has its own", async () => {
  for (const file of ["/tmp/a.yml", "/var/tmp/deep/a.yml"]) {
    await assertRejects(
      () => on(linux(), "install", { reads: ["/fine", file] }),
      Error,
      `--args: ${file} is not what the service sees there: put the file elsewhere`,
    );
  }
});

Deno.test("who cannot be asked, or is another by a drop-in, may read: it is installed", async () => {
  const host = linux();
  host.ends = { setpriv: { code: 1, said: "setpriv: no such user" } };
  assertEquals((await on(host, "install", { reads: [KEY] })).code, 0);
  host.ends = { setpriv: NO };
  host.files.set("/etc/systemd/system/hostvitals.service.d", "");
  assertEquals((await on(host, "install", { reads: [KEY] })).code, 0);
});

Deno.test("launchd: the user is asked of macOS", async () => {
  const host = new StandIn();
  Object.assign(host, { os: "darwin", ends: { "sudo -n -u daemon test -r /k": NO } });
  const installing = () => on(host, "install", { reads: ["/k"] });
  await assertRejects(installing, Error, "--args: /k cannot be read by daemon, as whom");
});

Deno.test({
  name: "whether a user may read is what the kernel says",
  ignore: Deno.build.os !== "linux" || !isRoot,
  async fn() {
    const dir = Deno.makeTempDirSync();
    const file = join(dir, "a ü.pem");
    Deno.writeTextFileSync(file, "");
    const as = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    const said = () => unreadable([file], { name: "nobody", as }, thisHost);
    Deno.chmodSync(dir, 0o755);
    Deno.chmodSync(file, 0o644);
    assertEquals(await said(), undefined);
    Deno.chmodSync(file, 0o600);
    assert((await said())!.endsWith(`: chgrp nobody '${file}' && chmod g+r '${file}'`));
    Deno.chmodSync(dir, 0o700);
    assert((await said())!.endsWith(`: that user may not enter ${dir}, put the file elsewhere`));
    Deno.removeSync(dir, { recursive: true });
  },
});

Deno.test("the files that a service reads are those of its flags, and those that these name", async () => {
  using made = new Certificates();
  made.make("a");
  made.write("web.yml", "tls_server_config:\n  cert_file: a.pem\n  key_file: a.key\n");
  made.write("1.rules.yml", "groups: [{ name: a, rules: [{ record: a:b, expr: up }] }]\n");
  made.write("token", "Authorization: Bearer x\n");
  const flags = [
    `--web.config.file=${made.path("web.yml")}`,
    `--alert.rules=${made.path("*.rules.yml")}`,
    "--alert.webhook-url=http://127.0.0.1:9",
    `--alert.webhook-header-file=${made.path("token")}`,
  ];
  const read = await rehearse(parseFlags(flags, allFlags(collectors, ALERT_FLAGS)));
  const names = ["web.yml", "a.pem", "a.key", "1.rules.yml", "token"];
  assertEquals(read, names.map((name) => made.path(name)));
});
