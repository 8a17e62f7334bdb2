/**
 * The compiled program as its user has it: alone in an empty directory, with an empty environment and
 * without rights.
 */
import { join } from "node:path";
import { chromium } from "playwright-core";
import manifest from "../../deno.json" with { type: "json" };
import { assert, assertEquals } from "../assert.ts";
import { isRoot, Program } from "../program.ts";
import { tool } from "../tools.ts";
import { type Compiled, compiled, unprivileged } from "./compiled.ts";

const program = await compiled();
const browser = program && await tool("chromium", "chromium");

if (program) Deno.test.afterAll(() => Deno.remove(program.directory, { recursive: true }));
else Deno.test({ name: "the compiled program", ignore: true, fn() {} });

/** A test that gets the program and an empty directory of its own. */
function shows(what: string, fn: (compiled: Compiled, cwd: string) => Promise<void>): void {
  if (!program) return;
  Deno.test(`compiled: ${what}`, async () => {
    const cwd = await Deno.makeTempDir();
    if (isRoot) await Deno.chown(cwd, 65534, 65534);
    try {
      await fn(program, cwd);
    } finally {
      await Deno.remove(cwd, { recursive: true });
    }
  });
}

async function run({ path }: Compiled, cwd: string, ...args: string[]) {
  const { code, stdout, stderr } = await unprivileged(path, args, cwd).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const serve = ({ path }: Compiled, cwd: string, ...args: string[]) =>
  Program.startAs((all) => unprivileged(path, all, cwd), ...args);

shows("it tells the version of deno.json, and its flags", async (compiled, cwd) => {
  assertEquals((await run(compiled, cwd, "--version")).stdout, `hostvitals ${manifest.version}\n`);
  const { stdout } = await run(compiled, cwd, "--help");
  for (const word of ["--web.listen-address", "--collector.cpu", "init DIR", "service "]) {
    assert(stdout.includes(word), word);
  }
  const wrong = await run(compiled, cwd, "--prot");
  assertEquals(wrong.code, 2);
  assertEquals(wrong.stderr, "hostvitals: unknown flag --prot: did you mean --port?\n");
});

shows("it serves this host's /proc, remembers, and answers PromQL", async (compiled, cwd) => {
  await using server = await serve(compiled, cwd);
  const memory = Number(/^MemTotal: +(\d+)/m.exec(Deno.readTextFileSync("/proc/meminfo"))![1]);
  const text = await server.metrics();
  const total = /^node_memory_MemTotal_bytes (\S+)$/m.exec(text)!;
  assertEquals(Number(total[1]), 1024 * memory);
  assert(
    /^node_filesystem_size_bytes\{/m.test(text) &&
      /^node_network_receive_bytes_total\{/m.test(text),
  );
  for (let tries = 0;; tries++) {
    const url = `api/v1/query?query=${encodeURIComponent("sum(node_memory_MemTotal_bytes) * 2")}`;
    const { status, data } = await (await server.fetch(url)).json();
    assertEquals(status, "success");
    if (data.result.length === 0 && tries < 80) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      continue;
    }
    assertEquals(Number(data.result[0].value[1]), 2 * 1024 * memory);
    break;
  }
  assertEquals(await server.end(), 0);
  assertEquals([...Deno.readDirSync(cwd)], []);
});

shows(
  "it fires an alert of its user, and has rules of its own",
  async (compiled, cwd) => {
    const rules = join(cwd, "rules.yml");
    await Deno.writeTextFile(
      rules,
      "groups:\n- name: mine\n  rules:\n  - alert: Always\n    expr: node_load1 >= 0\n",
    );
    await using server = await serve(compiled, cwd, `--alert.rules=${rules}`);
    const names = async () => {
      const { data } = await (await server.fetch("api/v1/alerts")).json();
      return data.alerts
        .filter(({ state }: { state: string }) => state === "firing")
        .map(({ labels }: { labels: Record<string, string> }) => labels.alertname);
    };
    const deadline = Date.now() + 30_000;
    while (!(await names()).includes("Always") && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    assert((await names()).includes("Always"));
    const { data } = await (await server.fetch("api/v1/rules")).json();
    const groups = data.groups.map(({ name }: { name: string }) => name);
    assert(groups.length > 1 && groups.includes("mine"), groups.join());
  },
);

shows("it measures through systeminformation, in a thread", async (compiled, cwd) => {
  const { code, stdout, stderr } = await run(compiled, cwd, "--once", "--source=systeminformation");
  assertEquals(code, 0);
  assert(/^node_memory_usage_percent \d/m.test(stdout), stderr);
  assert(!/no thread of its own/.test(stderr), stderr);
});

shows("--once prints a snapshot, in each format, and replaces a file", async (compiled, cwd) => {
  assert(
    /^node_cpu_usage_percent\{cpu="0"\} \d/m.test((await run(compiled, cwd, "--once")).stdout),
  );
  const json = JSON.parse((await run(compiled, cwd, "--once", "--format=json")).stdout);
  assert(json.length > 100);
  const output = join(cwd, "host.prom");
  assertEquals(await run(compiled, cwd, "--once", `--output=${output}`), {
    code: 0,
    stdout: "",
    stderr: "",
  });
  assert(Deno.readTextFileSync(output).includes("\nnode_memory_usage_percent "));
});

shows("check tells how the host is", async (compiled, cwd) => {
  const { code, stdout, stderr } = await run(compiled, cwd, "check");
  // 3 would be that it cannot tell.
  assert(code <= 2, `${code}: ${stderr}`);
  assert(stdout.length > 0);
});

shows("init writes the stack, with the program itself in it", async (compiled, cwd) => {
  const { code, stdout } = await run(compiled, cwd, "init", "the stack");
  assertEquals(code, 0);
  assert(stdout.endsWith("next: cd 'the stack' && docker compose up -d\n"), stdout);
  const lines = stdout.split("\n\n")[0].split("\n");
  for (const line of lines) assert((await Deno.stat(join(cwd, "the stack", line))).isFile, line);
  assert(["compose.yaml", "system_alerts.yml", "hostvitals"].every((file) => lines.includes(file)));
  const again = await run(compiled, cwd, "init", "the stack");
  assertEquals(again.code, 1);
  assert(
    /^hostvitals: the stack has README\.md, .* --force, which keeps .*\n$/.test(again.stderr),
    again.stderr,
  );
  assertEquals((await run(compiled, cwd, "init", "/usr")).code, 1);
});

shows(
  "service install --dry-run prints the plan, without it it is refused",
  async (compiled, cwd) => {
    const { code, stdout } = await run(compiled, cwd, "service", "install", "--dry-run");
    assertEquals(code, 0);
    assert(stdout.includes(`copy ${compiled.path} to /usr/local/bin/hostvitals`), stdout);
    assert(stdout.includes("    ProtectSystem=strict"));
    const real = await run(compiled, cwd, "service", "install");
    assertEquals(real.code, 1);
    assert(
      /^hostvitals: service install: (systemd does not run|only root)/.test(real.stderr),
      real.stderr,
    );
  },
);

if (browser) {
  shows("the live page shows this host in a browser", async (compiled, cwd) => {
    await using server = await serve(compiled, cwd);
    const chrome = await chromium.launch({
      executablePath: browser,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const page = await chrome.newPage();
      const problems: string[] = [];
      page.on("pageerror", (error: Error) => problems.push(error.message));
      await page.goto(server.url);
      await page.getByText(Deno.hostname()).first().waitFor({ timeout: 20_000 });
      await page.locator("canvas").first().waitFor({ timeout: 20_000 });
      assertEquals(problems, []);
    } finally {
      await chrome.close();
    }
  });
}
