/**
 * A server of Debian's, with a directory of its own.
 *
 * @module
 */
import { freePort } from "../../scripts/bench/client.ts";

/** Milliseconds until it must be ready. */
const PATIENCE = 30_000;

/** Prometheus or Alertmanager on loopback, until it is disposed of. */
export class PeerServer implements AsyncDisposable {
  private constructor(
    readonly url: string,
    private readonly dir: string,
    private readonly process: Deno.ChildProcess,
  ) {}

  /**
   * @param path of the program
   * @param dir its own, which ends with it
   * @param args of the program, but for where it listens
   * @throws {Error} it does not get ready
   */
  static async start(path: string, dir: string, args: readonly string[]): Promise<PeerServer> {
    const address = `127.0.0.1:${freePort()}`;
    const process = new Deno.Command(path, {
      args: [...args, `--web.listen-address=${address}`],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const server = new PeerServer(`http://${address}`, dir, process);
    if (await server.#ready()) return server;
    await server[Symbol.asyncDispose]();
    throw new Error(`${path} is not ready after ${PATIENCE / 1000} s`);
  }

  async #ready(): Promise<boolean> {
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline) {
      try {
        const response = await fetch(`${this.url}/-/ready`);
        await response.body?.cancel();
        if (response.ok) return true;
      } catch {
        // It does not listen yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill();
    await this.process.status;
    await Deno.remove(this.dir, { recursive: true });
  }
}
