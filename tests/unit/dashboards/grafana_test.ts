/** What Grafana's dashboards must keep beside the rules of its linter. */
import { dashboards, DIRECTORY, textOf } from "../../../scripts/dashboards.ts";
import { assert, assertEquals } from "../../assert.ts";
import {
  chartsOf,
  type GrafanaDashboard,
  type GrafanaPanel,
  readDashboards,
} from "../../dashboards.ts";

const files = readDashboards();

for (const [file, dashboard] of files) {
  const rule = (name: string, check: () => void) => Deno.test(`${file}: ${name}`, check);
  const charts = chartsOf(dashboard);

  rule("is read anew every 15 s, in the time of the browser, by the newest schema", () => {
    const { refresh, timezone, schemaVersion } = dashboard;
    assertEquals([refresh, timezone, schemaVersion], ["15s", "browser", 42]);
  });

  rule("marks alerts that fire on its hosts", () => {
    const [{ expr, datasource }] = dashboard.annotations.list;
    assertEquals(datasource, { type: "prometheus", uid: "${datasource}" });
    const matcher = file === "fleet.json" ? "=~" : "=";
    assertEquals(expr, `ALERTS{alertstate="firing",instance${matcher}"$instance"}`);
  });

  rule("leads to the others with the time and the variables", () => {
    const [{ type, tags, keepTime, includeVars }] = dashboard.links;
    assertEquals([type, keepTime, includeVars], ["dashboards", true, true]);
    for (const tag of tags) assert(dashboard.tags.includes(tag), tag);
  });

  rule("has each panel and each query once, and no panels over each other", () => {
    const ids = dashboard.panels.map(({ id }) => id);
    assertEquals(new Set(ids).size, ids.length);
    for (const { targets = [] } of charts) {
      const refs = targets.map(({ refId }) => refId);
      assertEquals(new Set(refs).size, refs.length);
    }
    assertEquals(overlaps(dashboard), []);
  });

  rule("has overrides of queries and columns that there are", () => {
    for (const panel of charts) {
      const refs = (panel.targets ?? []).map(({ refId }) => refId);
      for (const { matcher: { id, options } } of panel.fieldConfig!.overrides) {
        const known = id === "byFrameRefID"
          ? refs
          : ["instance", "mountpoint", ...refs.map((ref) => `Value #${ref}`)];
        assert(["byFrameRefID", "byName"].includes(id) && known.includes(options), options);
      }
    }
  });

  rule("has thresholds that begin anywhere and rise", () => {
    for (const { title, fieldConfig } of charts) {
      const all = [
        fieldConfig!.defaults.thresholds!,
        ...fieldConfig!.overrides.flatMap(({ properties }) => properties)
          .filter(({ id }) => id === "thresholds")
          .map(({ value }) => value as { steps: readonly { value: number | null }[] }),
      ];
      for (const { steps } of all) {
        assertEquals(steps[0].value, null, title);
        const rest = steps.slice(1).map(({ value }) => value as number);
        assertEquals(rest, [...rest].sort((a, b) => a - b), title);
      }
    }
  });
}

Deno.test("the dashboards are what `deno task dashboards` writes, each time the same", () => {
  const made = dashboards();
  assertEquals([...files.keys()], Object.keys(made).sort());
  for (const [name, dashboard] of Object.entries(made)) {
    const text = Deno.readTextFileSync(new URL(name, DIRECTORY));
    assert(text === textOf(dashboard), `${name} is old: deno task dashboards`);
    assert(text === textOf(dashboards()[name]), `${name} is another each time`);
    assert(text.length < 120_000, `${name} has ${text.length} bytes`);
  }
});

Deno.test("the addresses and the numbers of panels stay what they are", () => {
  assertEquals([...files.values()].map(({ uid }) => uid), [
    "hostvitals-fleet",
    "hostvitals-host",
    "hostvitals-itself",
  ]);
  const numbers = chartsOf(files.get("host.json")!).map(({ id, title }) => [title, id]);
  assertEquals(numbers.slice(6, 9), [
    ["CPU usage", 705220],
    ["CPU by mode", 659253],
    ["Each core", 342697],
  ]);
});

Deno.test("a host's row of the fleet opens its dashboard with the time and the data source", () => {
  const table = chartsOf(files.get("fleet.json")!).find(({ type }) => type === "table")!;
  const links = table.fieldConfig!.overrides.flatMap(({ properties }) => properties)
    .filter(({ id }) => id === "links").flatMap(({ value }) => value as { url: string }[]);
  assertEquals(links.map(({ url }) => url), [
    "/d/hostvitals-host?${datasource:queryparam}&${job:queryparam}" +
    "&var-instance=${__value.raw}&${__url_time_range}",
  ]);
});

/** Pairs of panels that lie over each other, or out of the grid. */
function overlaps({ panels }: GrafanaDashboard): string[] {
  const over = (a: GrafanaPanel, b: GrafanaPanel) =>
    a.gridPos.x < b.gridPos.x + b.gridPos.w && b.gridPos.x < a.gridPos.x + a.gridPos.w &&
    a.gridPos.y < b.gridPos.y + b.gridPos.h && b.gridPos.y < a.gridPos.y + a.gridPos.h;
  return panels.flatMap((a, index) => [
    ...a.gridPos.x + a.gridPos.w > 24 ? [a.title] : [],
    ...panels.slice(index + 1).filter((b) => over(a, b)).map((b) => `${a.title}, ${b.title}`),
  ]);
}
