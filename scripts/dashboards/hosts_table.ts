import { TableCellDisplayMode } from "@grafana/grafana-foundation-sdk/common";
import {
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";
import { type Threshold, type Tile, tiles, type Unit, UNITS } from "../../dashboards/panels.ts";
import { BAR, columns, described, filled, steps } from "./panel.ts";
import { MANY_HOSTS, query } from "./parts.ts";

const JOBS = `group by (job) (node_time_seconds{${MANY_HOSTS}})`;
/**
 * Whether hosts answer: what is scraped by jobs that have or, in the last day, had some. Those of "All" are also
 * Prometheus' own and whatever else it scrapes; and a job of which every host is down has none now.
 */
export const UP = `(up{${MANY_HOSTS}} and on (job) (${JOBS} or last_over_time(${JOBS}[1d:10m])))`;
/** Alerts of hosts, without the job: a rule that adds up may have dropped it. */
export const FIRING = 'ALERTS{alertstate="firing",instance=~"$instance"}';

/** A tile of the live page. */
export const tile = (id: string): Tile => tiles.find((one) => one.id === id)!;
const trend = (id: string, index = 0): string => filled(tile(id).trend[index].expr, MANY_HOSTS);

const CPU = trend("tile-cpu");
const MEMORY = trend("tile-memory");
const DISK = trend("tile-disk");

/** Puts a label to vectors by instance, so that they can stand beside each other. */
const named = (of: string, expr: string) => `label_replace(${expr}, "of", "${of}", "", "")`;

/** How bad it is: the largest used share, 100 for each alert, 1000 if it is down. */
const BADNESS = `sum by (instance) (${named("down", `1000 * (1 - max by (instance) (${UP}))`)}` +
  ` or ${named("alerts", `100 * count by (instance) (${FIRING})`)}` +
  ` or ${
    named(
      "use",
      `max by (instance) (${named("cpu", CPU)} or ${named("memory", MEMORY)} or ${
        named("disk", DISK)
      })`,
    )
  })`;

/** A column of the table of hosts. */
interface Column {
  readonly ref: string;
  readonly title: string;
  readonly expr: string;
  readonly unit: Unit;
  readonly thresholds?: readonly Threshold[];
  readonly more?: readonly DynamicConfigValue[];
}

const BARS: readonly DynamicConfigValue[] = [
  { id: "min", value: 0 },
  { id: "max", value: 100 },
  { id: "custom.cellOptions", value: BAR },
];
const COLOURED: readonly DynamicConfigValue[] = [
  { id: "custom.cellOptions", value: { type: TableCellDisplayMode.ColorBackground } },
];

const COLUMNS: readonly Column[] = [
  {
    ref: "Up",
    title: "Up",
    expr: `max by (instance) (${UP})`,
    unit: "count",
    thresholds: [{ value: 1, level: "critical", below: true }],
    more: [...COLOURED, {
      id: "mappings",
      value: [{ type: "value", options: { 0: { text: "down" }, 1: { text: "up" } } }],
    }],
  },
  {
    ref: "Alerts",
    title: "Alerts firing",
    expr: `count by (instance) (${FIRING}) or 0 * max by (instance) (${UP})`,
    unit: "count",
    thresholds: [{ value: 1, level: "critical" }],
    more: COLOURED,
  },
  {
    ref: "CPU",
    title: "CPU",
    expr: CPU,
    unit: "percent",
    thresholds: tile("tile-cpu").thresholds,
    more: BARS,
  },
  {
    ref: "Memory",
    title: "Memory",
    expr: MEMORY,
    unit: "percent",
    thresholds: tile("tile-memory").thresholds,
    more: BARS,
  },
  {
    ref: "Disk",
    title: "Fullest disk",
    expr: DISK,
    unit: "percent",
    thresholds: tile("tile-disk").thresholds,
    more: BARS,
  },
  { ref: "In", title: "Network in", expr: trend("tile-network"), unit: "bits/s", thresholds: [] },
  {
    ref: "Out",
    title: "Network out",
    expr: trend("tile-network", 1),
    unit: "bits/s",
    thresholds: [],
  },
  { ref: "Badness", title: "Badness", expr: BADNESS, unit: "number" },
];

const LINK = {
  title: "Open this host",
  url: "/d/hostvitals-host?${datasource:queryparam}&${job:queryparam}" +
    "&var-instance=${__value.raw}&${__url_time_range}",
};

/** The table of all hosts. */
export function hosts(): Table {
  const chart = described(
    new Table(),
    "hosts",
    "Hosts, the worst first",
    "Those that are down come first, then those with alerts, then those that used the most of a resource. A click on a name opens the host.",
    { w: 24, h: 12 },
  )
    .targets(
      COLUMNS.map(({ ref, expr, title }) =>
        query(ref, expr, title).format(PromQueryFormat.Table).instant()
      ),
    )
    .unit("none")
    .thresholds(steps())
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .withTransformation({ id: "joinByField", options: { byField: "instance", mode: "outer" } })
    .withTransformation({
      id: "sortBy",
      options: { sort: [{ field: "Value #Badness", desc: true }] },
    })
    .withTransformation(
      columns(["instance", ...COLUMNS.map(({ ref }) => `Value #${ref}`).slice(0, -1)]),
    )
    .overrideByName("instance", [{ id: "displayName", value: "Host" }, {
      id: "links",
      value: [LINK],
    }]);
  for (const { ref, title, unit, thresholds, more = [] } of COLUMNS.slice(0, -1)) {
    chart.overrideByName(`Value #${ref}`, [
      { id: "displayName", value: title },
      { id: "unit", value: UNITS[unit].grafana },
      { id: "thresholds", value: steps(thresholds).build() },
      ...more,
    ]);
  }
  return chart;
}
