/**
 * Writes dashboards/grafana/*.json, Grafana's dashboards, from the panels.
 *
 *     deno task dashboards
 *
 * @module
 */
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { fleet } from "./dashboards/fleet.ts";
import { host } from "./dashboards/host.ts";
import { itself } from "./dashboards/itself.ts";

/** Where they lie. */
export const DIRECTORY: URL = new URL("../dashboards/grafana/", import.meta.url);

/** All dashboards, by the names of their files. */
export function dashboards(): Readonly<Record<string, Dashboard>> {
  return { "fleet.json": fleet(), "host.json": host(), "itself.json": itself() };
}

/** A dashboard as its file has it. */
export function textOf(dashboard: Dashboard): string {
  return JSON.stringify(dashboard, null, 2) + "\n";
}

if (import.meta.main) {
  Deno.mkdirSync(DIRECTORY, { recursive: true });
  for (const [name, dashboard] of Object.entries(dashboards())) {
    Deno.writeTextFileSync(new URL(name, DIRECTORY), textOf(dashboard));
  }
}
