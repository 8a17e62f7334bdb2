/** The files that tell Grafana where to ask and what to show. */
import { parse } from "yaml";
import { TIERS } from "../../../exporter/history/spans.ts";
import { readDashboards } from "../../dashboards.ts";
import { assert, assertEquals } from "../../assert.ts";

const DEPLOY = new URL("../../../deploy/", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, DEPLOY));

interface Source {
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly url: string;
  readonly isDefault?: boolean;
  readonly jsonData: Readonly<Record<string, unknown>>;
}

const SOURCES = "grafana/provisioning/datasources/hostvitals.yml";
const sources: Source[] = parse(read(SOURCES)).datasources;

Deno.test("Grafana asks Prometheus unless it is told otherwise, and finds its Alertmanager", () => {
  const [prometheus, alertmanager, ...others] = sources;
  assertEquals(others, []);
  assertEquals([prometheus.type, prometheus.isDefault], ["prometheus", true]);
  assertEquals(prometheus.jsonData.timeInterval, "15s");
  assertEquals(alertmanager.type, "alertmanager");
  assertEquals(prometheus.jsonData.alertmanagerUid, alertmanager.uid);
  assertEquals(alertmanager.jsonData.implementation, "prometheus");
});

Deno.test("the binary as a data source is there in comments, and is valid without them", () => {
  const text = read(SOURCES);
  const from = text.indexOf("  # - name:");
  const uncommented = text.slice(0, from) + text.slice(from).replace(/^ {2}# /gm, "  ");
  const all: Source[] = parse(uncommented).datasources;
  const binary = all.find(({ uid }) => uid === "hostvitals-binary")!;
  assertEquals([binary.type, binary.url], ["prometheus", "http://localhost:9100"]);
  // Four of these are two steps of the history's coarsest tier.
  assertEquals(binary.jsonData.timeInterval, "1m");
  assertEquals(4 * 60_000, 2 * TIERS.day.step);
  assertEquals(new Set(all.map(({ uid }) => uid)).size, all.length);
});

Deno.test("what is provisioned is where compose.yaml puts it, and has no id of its own", () => {
  const compose = parse(read("compose.yaml"), { merge: true });
  const { providers: [{ type, options }] } = parse(
    read("grafana/provisioning/dashboards/hostvitals.yml"),
  );
  assertEquals(type, "file");
  const volumes: string[] = compose.services.grafana.volumes;
  assert(volumes.includes(`./grafana/dashboards:${options.path}:ro,z`), options.path);
  assert(volumes.includes("./grafana/provisioning:/etc/grafana/provisioning:ro,z"));
  for (const dashboard of readDashboards().values()) assert(!("id" in dashboard), dashboard.uid);
});

Deno.test("Grafana asks where compose.yaml lets Prometheus and Alertmanager listen", () => {
  const { services } = parse(read("compose.yaml"), { merge: true });
  const [prometheus, alertmanager] = ["prometheus", "alertmanager"].map((name) =>
    (services[name].command as string[])
      .map((flag) => /^--web\.listen-address=127\.0\.0\.1:(\d+)$/.exec(flag)?.[1])
      .find((port) => port)
  );
  assertEquals(sources.map(({ url }) => url), [
    `http://localhost:${prometheus}`,
    `http://localhost:${alertmanager}`,
  ]);
});
