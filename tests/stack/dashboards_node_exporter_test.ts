/** The dashboards beside Debian's node_exporter, which many hosts have. */
import { assertEquals } from "../assert.ts";
import { readDashboards } from "../dashboards.ts";
import { tool } from "../tools.ts";
import { ask, problemsOf } from "./dashboards_ask.ts";
import { type Lacking, lackingOf } from "./dashboards_lacking.ts";
import { PrometheusServer } from "./promql_prometheus.ts";

const prometheus = await tool("prometheus", "prometheus");
const promtool = await tool("promtool", "prometheus");
const peer = await tool("prometheus-node-exporter", "prometheus-node-exporter");

/** Scrapes of one second until there is something to take a rate of. */
const SCRAPES = 8;
const PATIENCE = 60;

/** Questions that only hostvitals has an answer to: node_exporter must have none. */
const ONLY_HOSTVITALS: Readonly<Record<string, string>> = {
  "Host D": "the model of the CPU: node_exporter tells it only when it is asked to",
  "Memory of the exporter B": "a history",
  "Scrapes and queries A": "the times of scrapes",
  "Scrapes and queries B": "a history to query",
};

function mayLack(panel: string, ref: string): Lacking | undefined {
  const because = ONLY_HOSTVITALS[`${panel} ${ref}`];
  return because ? { panel, because, here: () => false } : lackingOf(panel, ref);
}

Deno.test({
  name: "a host with node_exporter has data in all panels of its dashboard and of the fleet, " +
    "but for what only hostvitals has",
  ignore: Deno.build.os !== "linux" || !prometheus || !promtool || !peer,
  async fn() {
    const port = freePort();
    const instance = `127.0.0.1:${port}`;
    const exporter = new Deno.Command(peer!, {
      args: [`--web.listen-address=${instance}`],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const dir = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${dir}/rules.yml`, RULES);
      await using server = await PrometheusServer.start(
        prometheus!,
        promtool!,
        [{ labels: { __name__: "old" }, times: [1e12], values: [1] }],
        JSON.stringify({
          global: { evaluation_interval: "1s" },
          rule_files: [`${dir}/rules.yml`],
          scrape_configs: [{
            job_name: "node",
            scrape_interval: "1s",
            scrape_timeout: "1s",
            static_configs: [{ targets: [instance] }],
          }],
        }),
      );
      const asked = (path: string, parameters: readonly (readonly [string, string])[]) =>
        ask(`${server.url}/`, path, parameters);
      const end = performance.now() + PATIENCE * 1000;
      while (performance.now() < end) {
        const { data } = await asked("query", [["query", "sum_over_time(up[5m])"]]);
        if (Number(data?.result[0]?.value[1]) >= SCRAPES) break;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      const files = readDashboards();
      for (const file of ["host.json", "fleet.json"]) {
        assertEquals(await problemsOf(files.get(file)!, instance, asked, mayLack), []);
      }
    } finally {
      exporter.kill();
      await exporter.status;
      await Deno.remove(dir, { recursive: true });
    }
  },
});

/** Fires at once on every host that is up. */
const RULES = JSON.stringify({
  groups: [{ name: "test", interval: "1s", rules: [{ alert: "IsUp", expr: "up == 1" }] }],
});

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
