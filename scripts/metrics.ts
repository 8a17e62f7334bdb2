/**
 * Writes METRICS.md, the reference of every family, from the collectors themselves.
 *
 *     deno task metrics
 *
 * @module
 */
import { RuleMetrics } from "../alerts/metrics.ts";
import { NotificationMetrics } from "../alerts/notify/metrics.ts";
import type { Collector, Metric } from "../collectors/collector.ts";
import { collectors } from "../collectors/mod.ts";
import { metricsOf } from "../collectors/seldom.ts";
import { duration, success } from "../exporter/scrape.ts";
import { Telemetry } from "../exporter/telemetry.ts";

/** Where the reference lies. */
export const PATH: URL = new URL("../METRICS.md", import.meta.url);

/** The reference as Markdown. */
export async function reference(): Promise<string> {
  const telemetry = new Telemetry("0");
  new RuleMetrics(telemetry.registry);
  new NotificationMetrics(telemetry.registry).of("webhook", 1);
  const own = await telemetry.families();
  return `# Metrics

What hostvitals serves, by collector. Written by \`deno task metrics\` from the code; \`<field>\` stands
for a name that the kernel decides. Turn a collector on with \`--collector.NAME\`, off with
\`--no-collector.NAME\`; scrape only some with \`/metrics?collect[]=NAME\`.

${(await Promise.all(collectors.map(section))).join("\n")}
## Of every collector

${table([duration, success])}
## Of hostvitals itself

${
    table(own.map(({ metric, samples }) => ({
      ...metric,
      labels: Object.keys(samples[0]?.labels.pairs ?? {}),
    })))
  }`;
}

async function section(collector: Collector): Promise<string> {
  const { name, help, offByDefault, system } = collector;
  const notes = [
    system === "linux" ? "Linux only." : "Every system.",
    ...offByDefault ? ["Off by default."] : [],
  ];
  return `## ${name}\n\n${help}. ${notes.join(" ")}\n\n${table(await metricsOf(collector))}`;
}

function table(metrics: readonly Pick<Metric, "name" | "type" | "help" | "labels">[]): string {
  const rows = metrics.map(({ name, type, labels, help }) =>
    `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${
      cell(help)
    } |`
  );
  return `| family | type | labels | what |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

const cell = (text: string) =>
  text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");

if (import.meta.main) Deno.writeTextFileSync(PATH, await reference());
