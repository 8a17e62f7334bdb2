/**
 * Grafana's dashboards as their files have them, for the tests.
 *
 * @module
 */
import { DIRECTORY } from "../scripts/dashboards.ts";

export interface DataSource {
  readonly type: string;
  readonly uid: string;
}
export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly datasource: DataSource;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly format?: string;
}
export interface Step {
  readonly value: number | null;
  readonly color: string;
}
export interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: DataSource;
  readonly targets?: readonly Target[];
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  readonly transformations?: readonly { readonly id: string }[];
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly thresholds?: { readonly steps: readonly Step[] };
    };
    readonly overrides: readonly {
      readonly matcher: { readonly id: string; readonly options: string };
      readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
    }[];
  };
}
export interface Variable {
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly query: string;
  readonly datasource?: DataSource;
  readonly refresh?: number;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
}
export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly editable: boolean;
  readonly timezone: string;
  readonly refresh: string;
  readonly schemaVersion: number;
  readonly panels: readonly GrafanaPanel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: {
    readonly list: readonly { readonly expr?: string; readonly datasource: DataSource }[];
  };
  readonly links: readonly {
    readonly type: string;
    readonly tags: readonly string[];
    readonly keepTime: boolean;
    readonly includeVars: boolean;
  }[];
}

/** The files, by name. */
export function readDashboards(): ReadonlyMap<string, GrafanaDashboard> {
  const names = [...Deno.readDirSync(DIRECTORY)].map(({ name }) => name).sort();
  return new Map(
    names.map((name) => [name, JSON.parse(Deno.readTextFileSync(new URL(name, DIRECTORY)))]),
  );
}

/** Those that ask something: not the rows. */
export function chartsOf({ panels }: GrafanaDashboard): GrafanaPanel[] {
  return panels.filter(({ type }) => type !== "row");
}

/** Variables of Grafana, replaced by what it would send. */
export function interpolate(
  expr: string,
  values: Readonly<Record<string, string>>,
): string {
  return expr.replace(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g, (whole, braced, plain) => {
    const value = values[braced ?? plain];
    if (value === undefined) throw new RangeError(`no value for ${whole} in ${expr}`);
    return value;
  });
}
