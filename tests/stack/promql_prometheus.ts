/**
 * A Prometheus with samples of one's choice.
 *
 * @module
 */
import { PeerServer } from "./peer_server.ts";
import type { Series } from "../../exporter/query/model.ts";
import { openMetrics } from "./promql_data.ts";

/** An answer of its query API. */
export interface Answer {
  readonly status: "success" | "error";
  readonly errorType?: string;
  readonly error?: string;
  // deno-lint-ignore no-explicit-any -- JSON
  readonly data?: any;
}

/** Prometheus on loopback, until it is disposed of. */
export class PrometheusServer implements AsyncDisposable {
  private constructor(private readonly server: PeerServer) {}

  /**
   * @param prometheus the paths of the programs
   * @param config its configuration, YAML
   * @throws {Error} the blocks cannot be made, or the server does not answer
   */
  static async start(
    prometheus: string,
    promtool: string,
    series: readonly Series[],
    config = "",
  ): Promise<PrometheusServer> {
    const dir = await Deno.makeTempDir();
    await Deno.writeTextFile(`${dir}/samples`, openMetrics(series));
    await Deno.writeTextFile(`${dir}/prometheus.yml`, config);
    const made = await new Deno.Command(promtool, {
      args: ["tsdb", "create-blocks-from", "openmetrics", `${dir}/samples`, `${dir}/data`],
    }).output();
    if (!made.success) throw new Error(new TextDecoder().decode(made.stderr));
    return new PrometheusServer(
      await PeerServer.start(prometheus, dir, [
        `--config.file=${dir}/prometheus.yml`,
        `--storage.tsdb.path=${dir}/data`,
        "--storage.tsdb.retention.time=100y",
        "--log.level=error",
      ]),
    );
  }

  get url(): string {
    return this.server.url;
  }

  /** @param path "query" or "query_range" */
  async ask(path: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
    const body = new URLSearchParams(parameters);
    const response = await fetch(`${this.url}/api/v1/${path}`, { method: "POST", body });
    return await response.json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}
