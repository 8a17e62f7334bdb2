/**
 * What hostvitals counts of itself, in a prom-client registry of its own.
 *
 * @module
 */
import { Counter, Gauge, Histogram, Registry } from "./prom_client.ts";
import { Labels, Metric, type MetricFamily, type MetricType } from "../collectors/collector.ts";
import { LiveMetrics } from "./live/metrics.ts";
import { processMetrics } from "./process.ts";
import { ConnectionMetrics } from "./connection_metrics.ts";
import { SamplerMetrics } from "./sampler_metrics.ts";

/** The metrics of one running hostvitals. */
export class Telemetry {
  /** For the metrics of parts that are not the exporter's. */
  readonly registry: Registry = new Registry();
  readonly #converter = new Converter();
  readonly #updateProcess: () => void;
  /** Scrapes answered, by HTTP status. */
  readonly scrapes: Counter<"code">;
  /** Seconds from request to answer. */
  readonly scrapeSeconds: Histogram;
  readonly inFlight: Gauge;
  /** Bytes of the bodies sent, as they went over the wire. */
  readonly bytes: Counter;
  /** Queries answered, by how they went: success, or the API's type of the error. */
  readonly queries: Counter<"result">;
  /** Seconds from a query's request to its result. */
  readonly querySeconds: Histogram;
  readonly connections: ConnectionMetrics;
  /** Of the ticks and of the history. */
  readonly sampler: SamplerMetrics;
  /** Of the live page. */
  readonly live: LiveMetrics;

  constructor(version: string) {
    const registers = [this.registry];
    new Gauge({
      name: "hostvitals_build_info",
      help: "Which hostvitals this is: value 1.",
      labelNames: ["version", "deno", "os", "arch"],
      registers,
    }).set({ version, deno: Deno.version.deno, os: Deno.build.os, arch: Deno.build.arch }, 1);
    new Gauge({
      name: "node_exporter_build_info",
      help:
        "A metric with a constant '1' value labeled by version, revision, branch, goversion from " +
        "which node_exporter was built, and the goos and goarch for the build.",
      labelNames: ["branch", "goarch", "goos", "goversion", "revision", "tags", "version"],
      registers,
    }).set({
      // Dashboards look for it; what it says is ours.
      branch: "hostvitals",
      goarch: Deno.build.arch,
      goos: Deno.build.os,
      goversion: `deno${Deno.version.deno}`,
      revision: "",
      tags: "",
      version,
    }, 1);
    this.scrapes = new Counter({
      name: "hostvitals_scrapes_total",
      help: "Scrapes answered, by HTTP status.",
      labelNames: ["code"],
      registers,
    });
    this.scrapes.inc({ code: "200" }, 0);
    this.scrapeSeconds = new Histogram({
      name: "hostvitals_scrape_duration_seconds",
      help: "Seconds from a scrape's request to its answer.",
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5, 10],
      registers,
    });
    this.inFlight = new Gauge({
      name: "hostvitals_scrapes_in_flight",
      help: "Scrapes being answered now.",
      registers,
    });
    this.bytes = new Counter({
      name: "hostvitals_scrape_response_bytes_total",
      help: "Bytes of the bodies of scrapes, as they were sent.",
      registers,
    });
    this.queries = new Counter({
      name: "hostvitals_queries_total",
      help: "Queries of the history, by success or type of error.",
      labelNames: ["result"],
      registers,
    });
    this.queries.inc({ result: "success" }, 0);
    this.querySeconds = new Histogram({
      name: "hostvitals_query_duration_seconds",
      help: "Seconds from a query's request to its result.",
      buckets: [0.001, 0.01, 0.1, 1, 10],
      registers,
    });
    this.connections = new ConnectionMetrics(this.registry);
    this.sampler = new SamplerMetrics(this.registry);
    this.live = new LiveMetrics(this.registry);
    this.#updateProcess = processMetrics(this.registry);
  }

  /** The registry's metrics as families. */
  async families(): Promise<MetricFamily[]> {
    this.#updateProcess();
    this.sampler.update();
    return this.#converter.families(
      await this.registry.getMetricsAsJSON() as unknown as JsonMetric[],
    );
  }
}

/** What prom-client's `getMetricsAsJSON` gives, of which its types leave some out. */
export interface JsonMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly {
    readonly value: number;
    readonly labels: Readonly<Record<string, string | number>>;
    /** With its suffix, for a histogram's samples. */
    readonly metricName?: string;
  }[];
}

/** Turns prom-client's families into ours, and keeps metrics and labels for the encoder to know again. */
export class Converter {
  readonly #metrics = new Map<string, Metric>();
  readonly #labels = new Map<string, Labels[]>();

  families(metrics: readonly JsonMetric[]): MetricFamily[] {
    return metrics.map(({ name, help, type, values }) => {
      let metric = this.#metrics.get(name);
      if (!metric) {
        this.#metrics.set(name, metric = new Metric(name, type as MetricType, help));
        this.#labels.set(name, []);
      }
      const known = this.#labels.get(name)!;
      return metric.of(values.map(({ value, labels, metricName }, i) => ({
        value,
        labels: known[i] && stillThese(known[i], labels) ? known[i] : known[i] = labelsOf(labels),
        suffix: metricName && metricName.slice(name.length) || undefined,
      })));
    });
  }
}

type Pairs = JsonMetric["values"][number]["labels"];

const textOf = (value: string | number) => value === Infinity ? "+Inf" : String(value);

const labelsOf = (pairs: Pairs) =>
  new Labels(
    Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, textOf(value)])),
  );

/** Whether the labels of the time before are these. */
function stillThese({ pairs }: Labels, now: Pairs): boolean {
  for (const name in now) if (pairs[name] !== textOf(now[name])) return false;
  for (const name in pairs) if (!(name in now)) return false;
  return true;
}
