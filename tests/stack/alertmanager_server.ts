/**
 * Debian's Alertmanager.
 *
 * @module
 */
import { PeerServer } from "./peer_server.ts";

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
  private constructor(private readonly server: PeerServer) {}

  /**
   * @param path of the program
   * @param config the path of its configuration
   * @throws {Error} it does not get ready
   */
  static async start(path: string, config: string): Promise<AlertmanagerServer> {
    const dir = await Deno.makeTempDir();
    return new AlertmanagerServer(
      await PeerServer.start(path, dir, [
        `--config.file=${config}`,
        `--storage.path=${dir}`,
        // Alone: it looks for no others.
        "--cluster.listen-address=",
      ]),
    );
  }

  get url(): string {
    return this.server.url;
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
    await this.server[Symbol.asyncDispose]();
  }
}
