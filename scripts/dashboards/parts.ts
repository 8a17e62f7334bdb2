/**
 * What all dashboards share: data source, variables, links, annotations, panel ids.
 *
 * @module
 */
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";

/** The data source that the variable names: Prometheus, or the binary itself. */
export const DATASOURCE = { type: "prometheus", uid: "${datasource}" };

/** Matchers of one host, and of all those that are chosen. */
export const ONE_HOST = 'job=~"$job",instance="$instance"';
export const MANY_HOSTS = 'job=~"$job",instance=~"$instance"';

const TAG = "hostvitals";

/** A dashboard with all that is the same for each. */
export function dashboard(uid: string, title: string, description: string): DashboardBuilder {
  return new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG, "node"])
    .readonly()
    .timezone("browser")
    .time({ from: "now-1h", to: "now" })
    .refresh("15s")
    .tooltip(DashboardCursorSync.Crosshair)
    .link(
      new DashboardLinkBuilder("hostvitals")
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .icon("external link")
        .tooltip("The other dashboards of hostvitals, with the same time and hosts")
        .includeVars(true)
        .keepTime(true),
    )
    .withVariable(
      new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"),
    );
}

/** The dashboard, without what the SDK adds to everything and what hides links in a menu. */
export function finished(builder: DashboardBuilder): Dashboard {
  const built = builder.build();
  const without = <T extends object>(one: T, ...names: string[]): T =>
    Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name))) as T;
  return {
    ...built,
    links: built.links?.map((link) => without(link, "placement")),
    annotations: { list: built.annotations.list?.map((one) => without(one, "placement")) },
    templating: {
      list: built.templating.list?.map((one) => without(one, "auto", "auto_min", "auto_count")),
    },
  };
}

/** A variable with the values of a label; several may be chosen, or all, unless `single`. */
export function labelVariable(
  name: string,
  label: string,
  query: string,
  single = false,
): QueryVariableBuilder {
  const variable = new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(query)
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc);
  if (single) return variable;
  return variable.multi(true).includeAll(true).allValue(".+")
    .current({ selected: true, text: ["All"], value: ["$__all"] });
}

/** Firing alerts, as marks in all panels. */
export function firing(matchers: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name("Alerts firing")
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor("red")
    .expr(`ALERTS{alertstate="firing",${matchers}}`)
    .step("15s")
    .titleFormat("{{alertname}}")
    .textFormat("{{severity}} {{instance}} {{device}} {{mountpoint}}")
    .tagKeys("severity");
}

/** A question to the data source. */
export function query(refId: string, expr: string, legend = ""): DataqueryBuilder {
  return new DataqueryBuilder().refId(refId).datasource(DATASOURCE).expr(expr).legendFormat(legend);
}

/** The number of a panel: of its name alone, so that it stays when others come and go. */
export function panelId(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash % 1_000_000 + 1;
}

/** `A`, `B`, … */
export function refId(index: number): string {
  return String.fromCharCode(65 + index);
}
