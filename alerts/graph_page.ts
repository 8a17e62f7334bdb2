/**
 * The page that links in alerts lead to: an expression and what it gives now.
 *
 * @module
 */
import { apiNumber } from "../exporter/query/format.ts";
import { LabelSet } from "../exporter/query/labels.ts";
import type { Parameters } from "../exporter/query/api/parameters.ts";
import { QueryError } from "../exporter/query/errors.ts";
import type { Running } from "./running.ts";
import { escapeHtml } from "./template/builtins.ts";

/** Rows that are shown. */
const MOST = 200;

/** Nothing is loaded from anywhere, and nothing may frame the page. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}" +
  "input{font:inherit;font-family:monospace;width:100%;box-sizing:border-box;padding:.5rem}" +
  "td{padding:.2rem 1rem .2rem 0;border-top:1px solid #8884;overflow-wrap:anywhere}" +
  "td:last-child{text-align:right}table{border-collapse:collapse;width:100%}code{font-size:.9em}" +
  ":root{color-scheme:light dark}";

/** `/graph?g0.expr=…`, as Prometheus has it. @param running undefined: alerting is off */
export async function graphPage(
  parameters: Parameters,
  running: Running | undefined,
): Promise<Response> {
  const expr = parameters.text("g0.expr");
  const found = expr === "" ? "" : await resultOf(expr, running);
  const body = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>hostvitals: ${escapeHtml(expr)}</title><style>${STYLE}</style>
<p><a href="./">hostvitals</a></p>
<form><label>PromQL <input name="g0.expr" value="${escapeHtml(expr)}"></label></form>
${found}
</html>
`;
  return new Response(body, { headers: HEADERS });
}

async function resultOf(expr: string, running: Running | undefined): Promise<string> {
  if (!running) return "<p>There is nothing to ask: alerts are off.</p>";
  const { engine, history } = running;
  try {
    const result = await engine.instant(expr, Date.now(), history);
    switch (result.resultType) {
      case "vector":
        return table(result.result.map(({ metric, value }) => [labels(metric), apiNumber(value)]));
      case "matrix":
        return table(result.result.map(({ metric, values }) => [
          labels(metric),
          apiNumber(values[values.length - 1]),
        ]));
      default:
        return table([["", String(result.value)]]);
    }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return `<p>${escapeHtml(error.message)}</p>`;
  }
}

const labels = (metric: Readonly<Record<string, string>>) => LabelSet.of(metric).toString();

function table(rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return "<p>It gives nothing now.</p>";
  const shown = rows.slice(0, MOST).map(([name, value]) =>
    `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(value)}</td></tr>`
  );
  const rest = rows.length > MOST ? `<p>And ${rows.length - MOST} more.</p>` : "";
  return `<table>${shown.join("")}</table>${rest}`;
}
