/**
 * Handlers behind TLS, and who asks them, for tests.
 *
 * @module
 */
import { Connections } from "../../../exporter/connections.ts";
import type { Handler } from "../../../exporter/metrics_handler.ts";
import { TlsServer } from "../../../exporter/tls_server.ts";
import { loadTls, type TlsSettings } from "../../../exporter/tls_settings.ts";
import { parseWebConfig } from "../../../exporter/web_config.ts";
import { Certificates } from "../../certificates.ts";

/** A handler behind TLS on 127.0.0.1, and a client that trusts it. */
export class Site implements AsyncDisposable {
  readonly made = new Certificates();
  #client: Deno.HttpClient | undefined;
  #settings: TlsSettings;
  #server: TlsServer;
  port = 0;

  private constructor(handler: Handler) {
    this.made.make("a");
    this.#settings = this.load("a");
    this.#server = new TlsServer(() => this.#settings, handler, new Connections(100));
  }

  static async of(handler: Handler): Promise<Site> {
    const site = new Site(handler);
    site.port = (await site.#server.listen("127.0.0.1", 0)).port;
    return site;
  }

  private load(name: string): TlsSettings {
    const yaml = `tls_server_config: { cert_file: ${name}.pem, key_file: ${name}.key }`;
    return loadTls(parseWebConfig(yaml, "web.yml").tls!, (file) => this.made.read(file));
  }

  swap(name: string): void {
    this.made.make(name);
    this.#settings = this.load(name);
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    this.#client ??= Deno.createHttpClient({ caCerts: [this.made.read("a.pem")] });
    return fetch(`https://127.0.0.1:${this.port}${path}`, { client: this.#client, ...init });
  }

  connect(trusted = "a"): Promise<Deno.TlsConn> {
    return Deno.connectTls({
      hostname: "127.0.0.1",
      port: this.port,
      caCerts: [this.made.read(`${trusted}.pem`)],
    });
  }

  shutdown(): Promise<void> {
    return this.#server.shutdown();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client?.close();
    await this.shutdown();
    this.made[Symbol.dispose]();
  }
}

/** Writes a request and reads until what came matches. */
export async function exchange(
  connection: Deno.Conn,
  request: string,
  until: RegExp,
  encoding = "utf-8",
  pause = 0,
): Promise<string> {
  const whole = new TextEncoder().encode(request);
  for (let i = 0; i < whole.length;) i += await connection.write(whole.subarray(i));
  await new Promise((resolve) => setTimeout(resolve, pause));
  let text = "";
  const bytes = new Uint8Array(65_536);
  while (!until.test(text)) {
    // A connection may end without TLS' word for it.
    const read = await connection.read(bytes).catch(() => null);
    if (read === null) break;
    text += new TextDecoder(encoding).decode(bytes.subarray(0, read));
  }
  return text;
}
