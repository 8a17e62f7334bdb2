import type { Handler } from "./metrics_handler.ts";

/** What the plain page tells. */
export interface Landing {
  readonly version: string;
  readonly hostname: string;
  readonly metricsPath: string;
  /** Whether PromQL is answered; without a history it is not. */
  readonly queries: boolean;
}

/** The page at `/`: what this is, and where to go on. A proxy may have it below a path of its own. */
export function landing({ version, hostname, metricsPath, queries }: Landing): Handler {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>hostvitals on ${escapeHtml(hostname)}</title>
<h1>hostvitals on ${escapeHtml(hostname)}</h1>
<p>hostvitals ${escapeHtml(version)} measures this host: CPU, memory, disks and network.
<ul>
<li><a href=".${escapeHtml(metricsPath)}">${
    escapeHtml(metricsPath)
  }</a>: the metrics, for Prometheus to scrape
${
    queries
      ? QUERIES
      : ""
  }<li><a href="./-/healthy">/-/healthy</a>, <a href="./-/ready">/-/ready</a>: whether it runs
</ul>
</html>
`;
  return () =>
    new Response(page, {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "default-src 'none'",
        "x-content-type-options": "nosniff",
      },
    });
}

const QUERIES =
  `<li><a href="./api/v1/query?query=up">/api/v1/query</a>: PromQL over what is remembered, by Prometheus' own HTTP API
`;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** A text within HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ENTITIES[char]);
