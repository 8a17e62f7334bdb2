/**
 * Where alerting answers.
 *
 * @module
 */
import type { RouteHandler, Routes } from "../exporter/router.ts";

/** Its paths. */
const PATHS = {
  alerts: "/api/v1/alerts",
  rules: "/api/v1/rules",
  silences: "/api/v1/silences",
  graph: "/graph",
} as const;

export type PageName = keyof typeof PATHS;

/** The routes, each with what answers it. */
export function pathsOf(page: (name: PageName) => RouteHandler): Routes {
  const names = Object.keys(PATHS) as PageName[];
  return Object.fromEntries(names.map((name) => [PATHS[name], page(name)]));
}
