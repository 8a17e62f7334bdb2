/**
 * Many TCP clients of a program at once, on loopback.
 *
 * @module
 */
import type { Program } from "../program.ts";

const encoder = new TextEncoder();

/** Clients that are connected; those that the server closes are counted. */
export class Crowd implements Disposable {
  readonly #connections: Deno.TcpConn[] = [];
  readonly #closed = new Set<Deno.TcpConn>();
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  /** So many clients connect; those that cannot are left out. */
  static async of(program: Program, clients: number): Promise<Crowd> {
    const port = Number(new URL(program.url).port);
    const crowd = new Crowd();
    for (let i = 0; i < clients; i++) {
      try {
        crowd.#connections.push(await Deno.connect({ hostname: "127.0.0.1", port }));
      } catch {
        // Refused, which is an answer too.
      }
    }
    return crowd;
  }

  get size(): number {
    return this.#connections.length;
  }

  /** How many were closed by the server, as far as they looked. */
  get closed(): number {
    return this.#closed.size;
  }

  /** Sends a text, all at once. */
  async send(text: string): Promise<void> {
    await this.sendBytes(encoder.encode(text));
  }

  async sendBytes(bytes: Uint8Array): Promise<void> {
    await Promise.all(this.#connections.map((connection) => this.#write(connection, bytes)));
  }

  /** Sends a text byte by byte, one each so many milliseconds, from now on. */
  drip(text: string, milliseconds: number): void {
    const bytes = encoder.encode(text);
    let at = 0;
    this.#timers.push(setInterval(() => {
      const byte = bytes.subarray(at % bytes.length, at++ % bytes.length + 1);
      for (const connection of this.#connections) void this.#write(connection, byte);
    }, milliseconds));
  }

  /** Reads what comes and forgets it, until the server closes. */
  readAll(): void {
    for (const connection of this.#connections) void this.#read(connection);
  }

  /** What the first of them gets, until its connection is closed or silent for two seconds. */
  async answer(): Promise<string> {
    const [connection] = this.#connections;
    const buffer = new Uint8Array(16_384);
    const timer = setTimeout(() => connection.closeWrite().catch(() => {}), 2000);
    let text = "";
    try {
      for (let n; (n = await connection.read(buffer)) !== null;) {
        text += new TextDecoder().decode(buffer.subarray(0, n));
      }
    } catch {
      // Reset: what came until then counts.
    }
    clearTimeout(timer);
    return text;
  }

  [Symbol.dispose](): void {
    this.#timers.forEach(clearInterval);
    for (const connection of this.#connections) connection.close();
  }

  async #write(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
    if (this.#closed.has(connection)) return;
    try {
      for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
    } catch {
      this.#closed.add(connection);
    }
  }

  async #read(connection: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(16_384);
    try {
      while (await connection.read(buffer) !== null);
    } catch {
      // Reset: closed all the same.
    }
    this.#closed.add(connection);
  }
}
