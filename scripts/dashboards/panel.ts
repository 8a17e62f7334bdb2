/**
 * A panel of dashboards/panels.ts as one of Grafana's.
 *
 * @module
 */
import { PanelBuilder as BarGauge } from "@grafana/grafana-foundation-sdk/bargauge";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TableCellDisplayMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
  type Panel as GrafanaPanel,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeSeries } from "@grafana/grafana-foundation-sdk/timeseries";
import {
  exprFor,
  type Panel,
  type PanelQuery,
  type Threshold,
  UNITS,
} from "../../dashboards/panels.ts";
import { DATASOURCE, panelId, query, refId } from "./parts.ts";

type Chart = Stat | Table | TimeSeries | BarGauge;

/** How wide and high a panel is, in Grafana's grid of 24 columns. */
export interface Size {
  readonly w: number;
  readonly h: number;
}

const COLOURS = { warning: "orange", critical: "red" } as const;

/** Green until the first threshold, or from the last one on if it is bad to be below. */
export function steps(thresholds: readonly Threshold[] = []): ThresholdsConfigBuilder {
  const below = thresholds.filter(({ below }) => below).sort((a, b) => a.value - b.value);
  const above = thresholds.filter(({ below }) => !below);
  const at = [
    ...below.map(({ level }, index) => ({
      value: index === 0 ? null : below[index - 1].value,
      color: COLOURS[level],
    })),
    { value: below.at(-1)?.value ?? null, color: "green" },
    ...above.map(({ value, level }) => ({ value, color: COLOURS[level] })),
  ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(at);
}

/** What every panel has. */
export function described<T extends Chart>(
  chart: T,
  name: string,
  title: string,
  description: string,
  { w, h }: Size,
): T {
  return chart.id(panelId(name)).title(title).description(description).datasource(DATASOURCE)
    .span(w).height(h) as T;
}

/** A panel, with the matchers that stand for its placeholders. */
export function draw(panel: Panel, matchers: string, size: Size): Builder<GrafanaPanel> {
  const description = [panel.tells.en, ...panel.needs ? [panel.needs.en] : []].join("\n\n");
  const chart = described(
    KINDS[panel.kind](panel, matchers),
    panel.id,
    panel.title.en,
    description,
    size,
  )
    .unit(UNITS[panel.unit].grafana)
    .thresholds(steps(panel.thresholds));
  if (panel.min !== undefined) chart.min(panel.min);
  if (panel.max !== undefined) chart.max(panel.max);
  return chart;
}

const KINDS: Readonly<Record<Panel["kind"], (panel: Panel, matchers: string) => Chart>> = {
  timeseries: timeSeries,
  stat: (panel, matchers) =>
    new Stat()
      .targets(panel.queries.map((one, index) => asked(one, index, matchers).instant()))
      .reduceOptions(lastValue())
      .graphMode(BigValueGraphMode.None)
      .colorMode(BigValueColorMode.Value),
  bars: table,
  strip: (panel, matchers) =>
    new BarGauge()
      .targets(panel.queries.map((one, index) => asked(one, index, matchers).instant()))
      .reduceOptions(lastValue())
      .orientation(VizOrientation.Vertical)
      .displayMode(BarGaugeDisplayMode.Gradient)
      .minVizWidth(8),
};

/** The last value, whatever came before. */
export function lastValue(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false);
}

/** The expression of a query with Grafana's variables in it. */
export function filled(expr: string, host: string): string {
  return exprFor(expr, {
    host,
    disk: 'device=~"$device"',
    mount: 'mountpoint=~"$mountpoint"',
    nic: 'device=~"$interface"',
    rate: "$__rate_interval",
  });
}

function asked({ expr, legend }: PanelQuery, index: number, matchers: string) {
  return query(refId(index), filled(expr, matchers), legend.en);
}

function timeSeries({ queries, stack, thresholds }: Panel, matchers: string): TimeSeries {
  const chart = new TimeSeries()
    .targets(queries.map((one, index) => asked(one, index, matchers).range()))
    .showPoints(VisibilityMode.Never)
    .lineWidth(1)
    .fillOpacity(stack ? 40 : 8)
    .legend(
      new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom).showLegend(true),
    )
    .tooltip(
      new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending),
    );
  if (stack) chart.stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  if (thresholds && !stack) {
    chart.thresholdsStyle(
      new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed),
    );
  }
  queries.forEach(({ down, reference }, index) => {
    if (down) overrideQuery(chart, index, [{ id: "custom.transform", value: "negative-Y" }]);
    if (reference) overrideQuery(chart, index, REFERENCE);
  });
  return chart;
}

/** A dashed line, not part of any area. */
const REFERENCE: DynamicConfigValue[] = [
  { id: "custom.lineStyle", value: { fill: "dash", dash: [8, 8] } },
  { id: "custom.fillOpacity", value: 0 },
  { id: "custom.stacking", value: { mode: "none", group: "A" } },
];

function overrideQuery(chart: Chart, index: number, properties: DynamicConfigValue[]): void {
  chart.overrideByQuery(refId(index), properties);
}

/** A row for each value of the key: the first query as a bar, the others as numbers. */
function table({ key, queries, thresholds, min, max }: Panel, matchers: string): Table {
  const chart = new Table()
    .targets(
      queries.map(({ expr, legend }, index) =>
        query(refId(index), `max by (${key}) (${filled(expr, matchers)})`, legend.en)
          .format(PromQueryFormat.Table).instant()
      ),
    )
    .withTransformation({ id: "joinByField", options: { byField: key, mode: "outer" } })
    .withTransformation(columns([key!, ...queries.map((_, index) => `Value #${refId(index)}`)]))
    .withTransformation({ id: "sortBy", options: { sort: [{ field: "Value #A", desc: true }] } })
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds));
  queries.forEach(({ legend, unit, thresholds: own }, index) => {
    const levels = own ?? thresholds;
    chart.overrideByName(`Value #${refId(index)}`, [
      { id: "displayName", value: legend.en },
      ...unit ? [{ id: "unit", value: UNITS[unit].grafana }] : [],
      ...own ? [{ id: "thresholds", value: steps(own).build() }] : [],
      ...index === 0
        ? [{ id: "min", value: min }, { id: "max", value: max }, {
          id: "custom.cellOptions",
          value: BAR,
        }]
        : levels?.length
        ? [{ id: "custom.cellOptions", value: { type: TableCellDisplayMode.ColorText } }]
        : [],
    ]);
  });
  return chart;
}

/** A cell that is a bar. */
export const BAR = { type: TableCellDisplayMode.Gauge, mode: BarGaugeDisplayMode.Basic };

/** Only these columns of a table. */
export function columns(names: readonly string[]) {
  return { id: "filterFieldsByName", options: { include: { names: [...names] } } };
}
