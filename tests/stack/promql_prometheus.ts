/**
 * A Prometheus with samples of one's choice.
 *
 * @module
 */
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
  private constructor(
    readonly url: string,
    private readonly dir: string,
    private readonly process: Deno.ChildProcess,
  ) {}

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
    const url = `http://127.0.0.1:${freePort()}`;
    const process = new Deno.Command(prometheus, {
      args: [
        `--config.file=${dir}/prometheus.yml`,
        `--storage.tsdb.path=${dir}/data`,
        "--storage.tsdb.retention.time=100y",
        `--web.listen-address=${new URL(url).host}`,
        "--log.level=error",
      ],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const server = new PrometheusServer(url, dir, process);
    await server.#ready();
    return server;
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      try {
        const response = await fetch(`${this.url}/-/ready`);
        await response.body?.cancel();
        if (response.ok) return;
      } catch {
        // It does not listen yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this[Symbol.asyncDispose]();
    throw new Error("Prometheus is not ready after 30 s");
  }

  /** @param path "query" or "query_range" */
  async ask(path: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
    const body = new URLSearchParams(parameters);
    const response = await fetch(`${this.url}/api/v1/${path}`, { method: "POST", body });
    return await response.json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill();
    await this.process.status;
    await Deno.remove(this.dir, { recursive: true });
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
