/** The stack that init writes, run by Debian's Prometheus and Alertmanager. */
import { freePort } from "../../scripts/bench/client.ts";
import { assert, assertEquals } from "../assert.ts";
import { Program } from "../program.ts";
import { tool } from "../tools.ts";
import { Written } from "./written.ts";

const prometheus = await tool("prometheus", "prometheus");
const alertmanager = await tool("prometheus-alertmanager", "prometheus-alertmanager");

/** A program until the end of its block; it says nothing. */
function start(path: string, args: readonly string[], cwd: string): AsyncDisposable {
  const process = new Deno.Command(path, {
    args: [...args],
    cwd,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    async [Symbol.asyncDispose]() {
      process.kill("SIGKILL");
      await process.status;
    },
  };
}

/** Asks again and again, for a minute, until the answer is wanted. */
// deno-lint-ignore no-explicit-any -- JSON
async function until(url: string, wanted: (json: any) => boolean): Promise<any> {
  let last: unknown;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    try {
      last = await (await fetch(url, { signal: AbortSignal.timeout(5_000) })).json();
      if (wanted(last)) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`not so after a minute: ${url}: ${JSON.stringify(last)?.slice(0, 400)}`);
}

/**
 * This host's /proc, but that it has just started, by which an alert fires at once.
 *
 * @returns the directory
 */
async function justStarted(): Promise<string> {
  const directory = await Deno.makeTempDir();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (name !== "stat") await Deno.symlink(`/proc/${name}`, `${directory}/${name}`);
  }
  const stat = Deno.readTextFileSync("/proc/stat");
  const now = Math.floor(Date.now() / 1000);
  await Deno.writeTextFile(`${directory}/stat`, stat.replace(/^btime .*$/m, `btime ${now - 60}`));
  return directory;
}

Deno.test({
  name: "Prometheus and Alertmanager, on the files as written, scrape, evaluate and alert",
  ignore: Deno.build.os !== "linux" || !prometheus || !alertmanager,
  async fn() {
    await using stack = await Written.stack();
    await using end = new AsyncDisposableStack();
    const proc = await justStarted();
    end.defer(() => Deno.remove(proc, { recursive: true }));
    await using host = await Program.start(`--path.procfs=${proc}`);
    const [ours, alerts] = [`127.0.0.1:${freePort()}`, `127.0.0.1:${freePort()}`];
    stack.change(
      "prometheus.yml",
      ["localhost:9100", new URL(host.url).host],
      ["localhost:9093", alerts],
    );
    end.use(start(alertmanager!, [
      "--config.file=alertmanager.yml",
      "--storage.path=alertmanager",
      `--web.listen-address=${alerts}`,
      "--cluster.listen-address=",
    ], stack.directory));
    end.use(start(prometheus!, [
      "--config.file=prometheus.yml",
      "--storage.tsdb.path=prometheus",
      "--storage.tsdb.retention.time=30d",
      `--web.listen-address=${ours}`,
    ], stack.directory));

    const query = (expr: string) => `http://${ours}/api/v1/query?query=${encodeURIComponent(expr)}`;
    const up = await until(
      query('up{job="node"}'),
      ({ data }) => data?.result[0]?.value[1] === "1",
    );
    assertEquals(up.data.result[0].metric.instance, new URL(host.url).host);
    const memory = await until(
      query("node_memory_usage_percent"),
      ({ data }) => data?.result.length === 1,
    );
    assert(Number(memory.data.result[0].value[1]) > 0);

    type Rule = { readonly health: string };
    const rules = await until(
      `http://${ours}/api/v1/rules`,
      ({ data }) =>
        data?.groups.length > 0 &&
        data.groups.every(({ rules }: { rules: Rule[] }) =>
          rules.every(({ health }) => health !== "unknown")
        ),
    );
    const all: Rule[] = rules.data.groups.flatMap(({ rules }: { rules: Rule[] }) => rules);
    assertEquals(all.filter(({ health }) => health !== "ok"), []);
    assert(all.length >= 30);

    const told = await until(
      `http://${alerts}/api/v2/alerts`,
      (list) =>
        list.some(({ labels }: { labels: { alertname: string } }) =>
          labels.alertname === "HostRebooted"
        ),
    );
    const [reboot] = told.filter((alert: { labels: { alertname: string } }) =>
      alert.labels.alertname === "HostRebooted"
    );
    assertEquals(reboot.labels.instance, new URL(host.url).host);
    assertEquals(reboot.status.state, "active");
    assert(reboot.annotations.runbook_url.includes("RUNBOOK.md#hostrebooted"));
  },
});
