/**
 * Debian's Alertmanager.
 *
 * @module
 */

/** An alert as it comes back from its API. */
export interface StoredAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: string;
    readonly inhibitedBy: readonly string[];
  };
}

/** Alertmanager on loopback, until it is disposed of. */
export class AlertmanagerServer implements AsyncDisposable {
  private constructor(
    readonly url: string,
    private readonly dir: string,
    private readonly process: Deno.ChildProcess,
  ) {}

  /**
   * @param path of the program
   * @param config the path of its configuration
   * @throws {Error} it does not answer
   */
  static async start(path: string, config: string): Promise<AlertmanagerServer> {
    const dir = await Deno.makeTempDir();
    const url = `http://127.0.0.1:${freePort()}`;
    const process = new Deno.Command(path, {
      args: [
        `--config.file=${config}`,
        `--storage.path=${dir}`,
        `--web.listen-address=${new URL(url).host}`,
        // Alone: it looks for no others.
        "--cluster.listen-address=",
      ],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const server = new AlertmanagerServer(url, dir, process);
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
    throw new Error("Alertmanager is not ready after 30 s");
  }

  /** Gives it firing alerts, by their labels. */
  async fire(alerts: readonly Readonly<Record<string, string>>[]): Promise<void> {
    const response = await fetch(`${this.url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(alerts.map((labels) => ({ labels }))),
    });
    const problem = await response.text();
    if (!response.ok) throw new Error(problem);
  }

  /** All that it has. */
  async alerts(): Promise<readonly StoredAlert[]> {
    return await (await fetch(`${this.url}/api/v2/alerts`)).json();
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
