import { BigValueColorMode, BigValueGraphMode } from "@grafana/grafana-foundation-sdk/common";
import { type Dashboard, RowBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import { type Panel, type Threshold, type Tile } from "../../dashboards/panels.ts";
import { described, draw, lastValue, steps } from "./panel.ts";
import { FIRING, hosts, tile, UP } from "./hosts_table.ts";
import { dashboard, finished, firing, labelVariable, MANY_HOSTS, panelId, query } from "./parts.ts";

/** All hosts, the worst first, and the busiest over time. */
export function fleet(): Dashboard {
  const built = dashboard(
    "hostvitals-fleet",
    "hostvitals: fleet",
    "All hosts: which ones need somebody, and which are the busiest.",
  )
    .withVariable(labelVariable("job", "Job", "label_values(node_time_seconds, job)"))
    .withVariable(
      labelVariable(
        "instance",
        "Instance",
        'label_values(node_time_seconds{job=~"$job"}, instance)',
      ),
    )
    .annotation(firing('instance=~"$instance"'));
  for (const panel of COUNTS) built.withPanel(panel());
  built.withPanel(hosts());
  built.withRow(new RowBuilder("The busiest").id(panelId("row-busiest")));
  for (const panel of BUSIEST) built.withPanel(draw(panel, MANY_HOSTS, { w: 12, h: 8 }));
  return finished(built);
}

const count = (
  name: string,
  title: string,
  description: string,
  expr: string,
  thresholds: readonly Threshold[],
) =>
(): Stat =>
  described(new Stat(), name, title, description, { w: 8, h: 3 })
    .targets([query("A", expr, title).instant()])
    .unit("none")
    .thresholds(steps(thresholds))
    .reduceOptions(lastValue())
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value);

const COUNTS = [
  count("hosts-up", "Hosts up", "Hosts that answered the last scrape.", `sum(${UP})`, []),
  count(
    "hosts-down",
    "Hosts down",
    "Hosts that did not answer the last scrape.",
    `count(${UP}) - sum(${UP})`,
    [{ value: 1, level: "critical" }],
  ),
  count(
    "alerts-firing",
    "Alerts firing",
    "Alerts that fire on these hosts now.",
    `count(${FIRING}) or vector(0)`,
    [{ value: 1, level: "critical" }],
  ),
];

const busiest = (
  id: string,
  title: string,
  of: Tile,
  expr: string,
  tells = `The ten hosts that used the most. ${of.tells.en}`,
): Panel => ({
  id,
  title: { en: title, ko: title },
  tells: { en: tells, ko: tells },
  kind: "timeseries",
  unit: of.unit,
  ...of.max === undefined ? {} : { max: of.max },
  min: 0,
  queries: [{ expr: `topk(10, ${expr})`, legend: { en: "{{instance}}", ko: "{{instance}}" } }],
  ...of.thresholds ? { thresholds: of.thresholds } : {},
});

const BUSIEST: readonly Panel[] = [
  busiest("busiest-cpu", "CPU", tile("tile-cpu"), tile("tile-cpu").trend[0].expr),
  busiest("busiest-memory", "Memory", tile("tile-memory"), tile("tile-memory").trend[0].expr),
  busiest("busiest-disk", "Fullest disk", tile("tile-disk"), tile("tile-disk").trend[0].expr),
  busiest(
    "busiest-network",
    "Network",
    tile("tile-network"),
    tile("tile-network").trend.map(({ expr }) => expr).join(" + "),
    "The ten hosts with the most traffic, in and out together.",
  ),
];
