/** The API over series that are kept in memory. */
import { getLogger } from "@logtape/logtape";
import { Counter, Histogram } from "prom-client";
import type { HistoryView } from "../../../../../exporter/history_view.ts";
import { answering } from "../../../../../exporter/query/api/answering.ts";
import type { ApiOptions } from "../../../../../exporter/query/api/api.ts";
import { apiRoutes } from "../../../../../exporter/query/api/mod.ts";
import { Outbox } from "../../../../../exporter/query/api/outbox.ts";
import { Preparation } from "../../../../../exporter/query/api/preparation.ts";
import { Engine, type EngineOptions } from "../../../../../exporter/query/engine.ts";
import type { Series } from "../../../../../exporter/query/model.ts";
import { router } from "../../../../../exporter/router.ts";
import { manyOf } from "../samples.ts";

/** Seconds of "now" of the fixtures. */
export const NOW = 1_700_000_000;

const node = (__name__: string, labels: Readonly<Record<string, string>> = {}) => ({
  __name__,
  instance: "made-up:9100",
  job: "node",
  ...labels,
});

const times = Array.from({ length: 5 }, (_, i) => (NOW - 60 + i * 15) * 1000);

export const SERIES: readonly Series[] = [
  { labels: node("up"), times, values: [1, 1, 1, 1, 1] },
  { labels: node("node_load1"), times, values: [0.5, 1, 1.5, 2, 2.5] },
  { labels: node("node_cpu_seconds_total", { cpu: "0", mode: "idle" }), times, values: times },
  { labels: node("node_cpu_seconds_total", { cpu: "0", mode: "user" }), times, values: times },
  { labels: node("odd", { kind: "nan" }), times, values: times.map(() => NaN) },
  { labels: node("odd", { kind: "inf" }), times, values: times.map(() => Infinity) },
  { labels: node("odd", { kind: "minus" }), times, values: times.map(() => -Infinity) },
];

export function historyOf(series: readonly Series[]): HistoryView {
  const storage = manyOf(series);
  return {
    select: storage.select,
    series: (matchers, from, to) =>
      storage.select(matchers, from, to)
        .filter(({ times }) => times.length > 0)
        .map(({ labels }) => labels),
    metadata: () =>
      new Map([
        ["node_load1", { type: "gauge", help: "1m load average." }],
        ["node_cpu_seconds_total", { type: "counter", help: "Seconds the CPUs spent." }],
        ["odd", { type: "untyped", help: 'Odd "things".' }],
      ]),
    lastScrape: () => ({ at: (NOW - 1) * 1000, seconds: 0.0012, error: "" }),
  };
}

/** An API, and what it counted. */
export class MadeUpApi {
  readonly queries = new Counter({
    name: "q",
    help: "q",
    labelNames: ["result"] as const,
    registers: [],
  });
  readonly querySeconds = new Histogram({ name: "s", help: "s", registers: [] });
  readonly outbox: Outbox;
  readonly #handler;

  constructor(options: Partial<ApiOptions> = {}, engine: EngineOptions = {}) {
    this.outbox = options.outbox ?? new Outbox();
    const { history = historyOf(SERIES) } = options;
    const answers = answering({
      history,
      preparation: new Preparation(history),
      engine: new Engine(engine),
      outbox: this.outbox,
      telemetry: { queries: this.queries, querySeconds: this.querySeconds },
      log: getLogger(["hostvitals", "test"]),
      now: () => NOW * 1000,
      target: () => ({
        job: "node",
        instance: "made-up:9100",
        scheme: "http",
        metricsPath: "/metrics",
      }),
      version: "1.2.3",
      ...options,
    });
    this.#handler = router(apiRoutes(() => Promise.resolve(answers)));
  }

  async send(path: string, init?: RequestInit): Promise<Response> {
    return await this.#handler(new Request(`http://localhost/api/v1/${path}`, init));
  }

  /** The status and the JSON of an answer. */
  // deno-lint-ignore no-explicit-any -- JSON
  async ask(path: string, init?: RequestInit): Promise<{ status: number; body: any }> {
    const response = await this.send(path, init);
    return { status: response.status, body: await response.json() };
  }

  /** The `data` of an answer that is a success. */
  async data(path: string, init?: RequestInit): Promise<unknown> {
    const { status, body } = await this.ask(path, init);
    if (status !== 200 || body.status !== "success") {
      throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    }
    return body.data;
  }

  /** How many queries went how. */
  async counts(): Promise<Record<string, number>> {
    const { values } = await this.queries.get();
    return Object.fromEntries(values.map(({ labels, value }) => [String(labels.result), value]));
  }
}

/** A form in a body. */
export function form(parameters: Readonly<Record<string, string>>): RequestInit {
  return { method: "POST", body: new URLSearchParams(parameters) };
}
