/** The shipped rules and configurations, before Debian's Prometheus and Alertmanager. */
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";
import { tool } from "../tools.ts";
import { AlertmanagerServer } from "./alertmanager_server.ts";

const promtool = await tool("promtool", "prometheus");
const alertmanager = await tool("prometheus-alertmanager", "prometheus-alertmanager");
const amtool = await tool("amtool", "prometheus-alertmanager");

const ROOT = new URL("../../", import.meta.url).pathname;
/** What lies beside each other where it is used; here it lies where it belongs. */
const FILES = [
  "deploy/prometheus.yml",
  "alerts/system_alerts.yml",
  "alerts/system_alerts_test.yml",
  "alerts/alertmanager.yml",
];

/** A directory with all of them, until the end of the block. */
function together(): { readonly dir: string } & Disposable {
  const dir = Deno.makeTempDirSync();
  for (const file of FILES) Deno.copyFileSync(ROOT + file, `${dir}/${file.split("/").at(-1)}`);
  return { dir, [Symbol.dispose]: () => Deno.removeSync(dir, { recursive: true }) };
}

/** Runs a tool there, which must succeed, and returns what it prints. */
async function say(dir: string, path: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(path, { args, cwd: dir }).output();
  const [printed, said] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert(success, printed + said);
  return printed;
}

Deno.test({
  name: "Prometheus takes its configuration and the rules without a remark",
  ignore: !promtool,
  async fn() {
    using files = together();
    const config = await say(files.dir, promtool!, "check", "config", "prometheus.yml");
    assertStringIncludes(config, "1 rule files found");
    await say(
      files.dir,
      promtool!,
      "check",
      "rules",
      "--lint=all",
      "--lint-fatal",
      "system_alerts.yml",
    );
  },
});

Deno.test({
  name: "each alert fires when it should, not a step before, and ends, in Prometheus",
  ignore: !promtool,
  async fn() {
    using files = together();
    await say(files.dir, promtool!, "test", "rules", "system_alerts_test.yml");
  },
});

Deno.test({
  name: "Alertmanager takes its configuration as it is, and with every example in use",
  ignore: !amtool,
  async fn() {
    using files = together();
    await say(files.dir, amtool!, "check-config", "alertmanager.yml");
    const path = `${files.dir}/alertmanager.yml`;
    const examples = Deno.readTextFileSync(path).replaceAll(/^ {4}# /gm, "    ");
    for (const kind of ["webhook", "slack", "email"]) {
      assertStringIncludes(examples, `\n    ${kind}_configs:\n`);
    }
    Deno.writeTextFileSync(path, examples);
    await say(files.dir, amtool!, "check-config", "alertmanager.yml");
  },
});

Deno.test({
  name: "an alert goes to the receiver of its severity, and to another one without",
  ignore: !amtool,
  async fn() {
    using files = together();
    const rows = [
      ["critical", "severity=critical"],
      ["warning", "severity=warning"],
      ["info", "severity=info"],
      ["other", "alertname=OfYourOwn"],
    ];
    for (const [receiver, ...labels] of rows) {
      const args = ["config", "routes", "test", "--config.file=alertmanager.yml", ...labels];
      assertEquals((await say(files.dir, amtool!, ...args)).trim(), receiver);
    }
  },
});

Deno.test({
  name: "critical silences warning of the same thing, and a host that is down all else of it",
  ignore: !alertmanager,
  async fn() {
    await using server = await AlertmanagerServer.start(
      alertmanager!,
      `${ROOT}alerts/alertmanager.yml`,
    );
    const alert = (text: string) => {
      const [alertname, severity, instance, mountpoint] = text.split(" ");
      return { alertname, severity, instance, job: "node", ...mountpoint && { mountpoint } };
    };
    const silent = ["DiskFull warning db1 /data", "CpuBusy warning db1", "CpuBusy critical web1"];
    const told = [
      "DiskFull critical db1 /data",
      "DiskFull warning db1 /home",
      "CpuBusy critical db1",
      "MemoryFull warning db1",
      "DiskFull warning db2 /data",
      "HostDown critical web1",
    ];
    await server.fire([...silent, ...told].map(alert));
    // It learns of what silences a moment after it has answered.
    const deadline = Date.now() + 10_000;
    let found: string[] = [];
    while (Date.now() < deadline && found.length < silent.length) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = (await server.alerts()).filter(({ status }) => status.inhibitedBy.length > 0).map(
        ({ labels }) =>
          ["alertname", "severity", "instance", "mountpoint"].flatMap((name) => labels[name] ?? [])
            .join(" "),
      );
    }
    assertEquals(found.sort(), silent.sort());
  },
});
