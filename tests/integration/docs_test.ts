/** Every command of the READMEs and of docs/ is run, as a reader would, or stands below with why not. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "../assert.ts";
import { commandsOf, type DocsCommand } from "../docs_commands.ts";
import { Program } from "../program.ts";
import { tool } from "../tools.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const CHANGES = "changes this machine; systemd_test.ts lets `service install` do the same";
const STACK = "running_test.ts runs it on these files, on free ports";
const PEER = "needs a running node_exporter; tests/conformance compares with one";

/** What is not run, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "npx -y deno@2.9.6 task start": "is what runs as `hostvitals`, without npx",
  "npx -y deno@2.9.6 task test": "is this test",
  "curl -fsSL https://github.com/hostvitals/hostvitals/releases/latest/download/install.sh | sh":
    "there is no release yet; install_test.ts runs the script on one made up",
  "hostvitals service install":
    "changes this machine; systemd_test.ts does it in a systemd of its own",
  "hostvitals service status": "systemd does not run every machine; systemd_test.ts asks it",
  "useradd --system --user-group --no-create-home --home-dir=/nonexistent --shell=/usr/sbin/nologin hostvitals":
    CHANGES,
  "install -m 755 hostvitals /usr/local/bin/hostvitals": CHANGES,
  "install -m 644 stack/systemd/hostvitals.service /etc/systemd/system/hostvitals.service": CHANGES,
  "systemctl daemon-reload": CHANGES,
  "systemctl enable --now hostvitals": CHANGES,
  "docker compose up -d": "downloads images; written_test.ts reads the file",
  "prometheus --config.file=prometheus.yml --storage.tsdb.retention.time=30d": STACK,
  "alertmanager --config.file=alertmanager.yml": STACK,
  "hostvitals --web.listen-address=127.0.0.1:9101 FLAGS...": PEER,
  "diff <(curl -s localhost:9100/metrics | grep '^# TYPE node_' | sort) <(curl -s localhost:9101/metrics | grep '^# TYPE node_' | sort)":
    PEER,
  "hostvitals --web.config.file=web-config.yml":
    "needs certificates and a hash of the reader's; web_config_test.ts makes them",
  "htpasswd -nBC 10 prometheus": "asks for a password at a terminal",
  "deno task compile --target linux-x64": "compiled_test.ts does it, with a runtime that is there",
  "deno test -A tests/hostile/": "is part of what runs this test",
  "deno task soak": "takes minutes; soak_test.ts runs half an hour of it",
  "deno task soak --svg docs/day.svg": "takes minutes; soak_test.ts runs half an hour of it",
  "deno task bench --big": "takes minutes; bench_test.ts runs a quick one",
  "deno task bench --growth --svg docs/growth.svg": "takes minutes; bench_test.ts runs a quick one",
  "deno task bench --netdata": "takes minutes; bench_test.ts runs a quick one",
  "deno task hostile": "takes minutes; `deno task test` has the short form",
  "deno task fuzz --seconds=240": "takes minutes; the tests run the same with fewer inputs",
};

/** Where what a page says must be another thing here. */
const HERE: readonly (readonly [RegExp, string])[] = [
  // Nobody outside of this machine is told anything.
  [/https:\/\/(hooks\.slack\.com|example\.com)/g, "http://127.0.0.1:9"],
  [/http:\/\/localhost:9093/g, "http://127.0.0.1:9"],
  [/\/var\/lib\/(hostvitals|node_exporter\/textfile)\//g, ""],
  [/\bDIR\b/g, "stack"],
  [/^deno task start\b/, "hostvitals"],
];

/** Commands of hostvitals that end by themselves. */
const ENDS = /\s(--once|check|init|service|--prot)\b/;

async function pages(): Promise<DocsCommand[]> {
  const docs = [...Deno.readDirSync(join(ROOT, "docs"))].map(({ name }) => `docs/${name}`);
  const names = [
    "README.md",
    "README.ko.md",
    "deploy/README.md",
    ...docs.filter((name) => name.endsWith(".md")).sort(),
  ];
  const texts = await Promise.all(names.map((name) => Deno.readTextFile(join(ROOT, name))));
  return names.flatMap((name, i) => commandsOf(name, texts[i]));
}

/** A directory with what the pages tell a reader to have there, and hostvitals on the path. */
async function scratch(): Promise<{ directory: string; env: Record<string, string> }> {
  const directory = await Deno.makeTempDir({ prefix: "hostvitals-docs-" });
  const readme = await Deno.readTextFile(join(ROOT, "README.md"));
  const [, rule] = /^ *```yaml\n( *groups:.*?)^ *```$/ms.exec(readme)!;
  await Deno.writeTextFile(join(directory, "try.yml"), rule);
  await Deno.mkdir(join(directory, "bin"));
  await Deno.writeTextFile(
    join(directory, "bin/hostvitals"),
    `#!/bin/sh\nexec "${Deno.execPath()}" run -A --no-check "${ROOT}main.ts" "$@"\n`,
    { mode: 0o755 },
  );
  const env = { PATH: `${join(directory, "bin")}:${Deno.env.get("PATH")}`, HOME: directory };
  return { directory, env };
}

/** The words of a command line without variables and pipes. */
const wordsOf = (text: string) =>
  [...text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ""));

const here = (text: string) => HERE.reduce((text, [from, to]) => text.replace(from, to), text);

const all = await pages();
const distinct = [...new Map(all.map((command) => [command.text, command])).values()];
const runnable = distinct.filter(({ text }) => !Object.hasOwn(NOT_RUN, text));
const serving = runnable.filter(({ text }) => /^hostvitals\b/.test(here(text)) && !ENDS.test(text));
const others = runnable.filter((command) => !serving.includes(command));
const needs = await Promise.all([
  tool("curl", "curl"),
  tool("jq", "jq"),
  tool("promtool", "prometheus"),
  tool("openssl", "openssl"),
]);

Deno.test("what is not run does stand in the documentation", () => {
  assert(all.length > 30);
  for (const text of Object.keys(NOT_RUN)) {
    assert(all.some((command) => command.text === text), `no page has ${text}`);
  }
});

Deno.test("every command that serves, serves", async () => {
  const { directory } = await scratch();
  for (const { page, text } of serving) {
    const args = wordsOf(here(text)).slice(1)
      .map((arg) => arg === "try.yml" ? join(directory, arg) : arg);
    try {
      await using program = await Program.start(...args, "--host=127.0.0.1", "--port=0");
      assertEquals((await program.fetch("-/ready")).status, 200);
    } catch (error) {
      throw new Error(`${page}: ${text}`, { cause: error });
    }
  }
  await Deno.remove(directory, { recursive: true });
});

Deno.test({
  name: "every other command does what its page says",
  ignore: needs.includes(undefined),
  async fn() {
    const { directory, env } = await scratch();
    await using program = await Program.start();
    for (const { page, text, output } of others) {
      const command = here(text).replaceAll(/(http:\/\/)?localhost:9100\//g, program.url);
      const { code, stdout, stderr } = await new Deno.Command("sh", {
        args: ["-c", command],
        cwd: directory,
        env,
        stdin: "null",
      }).output();
      const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
      assertEquals(wrong(text, code, output, said), undefined, `${page}: ${text}\n${said}`);
    }
    await Deno.remove(directory, { recursive: true });
  },
});

/** What is not as the page says. */
function wrong(text: string, code: number, output: string, said: string): string | undefined {
  const problem = output.startsWith("hostvitals: ");
  // What fires on this machine is not the page's business.
  const expected = /\bcheck\b/.test(text) ? code < 3 : (code === 0) !== problem;
  if (!expected) return `exit code ${code}`;
  if (problem || output.startsWith('{"status"')) {
    // Errors are the same everywhere; of data it is the kind.
    const begins = /^\{"status":"success","data":.(?:"resultType":"\w+")?/.exec(output)?.[0] ??
      output;
    if (!said.includes(begins)) return `it does not say ${begins}`;
  }
  return said === "" && output !== "" ? "it says nothing" : undefined;
}
