/** What the log tells of clients that TLS did not let in. */
import { Connections } from "../../../exporter/connections.ts";
import { Refusals, TlsServer } from "../../../exporter/tls_server.ts";
import { loadTls } from "../../../exporter/tls_settings.ts";
import { parseWebConfig } from "../../../exporter/web_config.ts";
import { assert, assertEquals, assertMatch } from "../../assert.ts";
import { Certificates } from "../../certificates.ts";

const WANTED =
  "a client's certificate must be of version 3, of client_ca, and allowed for clientAuth";

/** A server that wants certificates of `ca`, and what it logs, with a clock that stands. */
class Site implements AsyncDisposable {
  readonly made = new Certificates();
  readonly warned: string[] = [];
  readonly whispered: string[] = [];
  #now = 0;
  #server!: TlsServer;
  #port = 0;

  static async of(kind: string, more = ""): Promise<Site> {
    const site = new Site();
    site.made.make("ca", { authority: true });
    site.made.make("server", { by: "ca" });
    await site.#listen(
      "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n" +
        `  client_auth_type: ${kind}\n${more}`,
    );
    return site;
  }

  async #listen(yaml: string): Promise<void> {
    const { tls } = parseWebConfig(yaml, "web.yml");
    const settings = loadTls(tls!, (file) => this.made.read(file));
    const to = (lines: string[]) => (message: string, properties: Record<string, unknown> = {}) =>
      void lines.push(message.replace(/\{(\w+)\}/g, (_, name) => String(properties[name])));
    const log = { debug: to(this.whispered), info: to(this.whispered), warn: to(this.warned) };
    const refusals = new Refusals(log, () => this.#now);
    const handler = () => new Response("page");
    this.#server = new TlsServer(() => settings, handler, new Connections(100), refusals);
    this.#port = (await this.#server.listen("127.0.0.1", 0)).port;
  }

  later(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Whether a client with this certificate gets the page, once what it caused was logged. */
  async letsIn(name?: string): Promise<boolean> {
    const before = this.#lines;
    using client = Deno.createHttpClient({
      caCerts: [this.made.read("ca.pem")],
      ...name && { cert: this.made.read(`${name}.pem`), key: this.made.read(`${name}.key`) },
    });
    const url = `https://127.0.0.1:${this.#port}/`;
    const page = await fetch(url, { client }).then((response) => response.text(), () => "");
    if (page === "page") return true;
    await this.#toldAfter(before);
    return false;
  }

  /** A handshake by openssl, which shows what Deno's own client would not. */
  async shake(name: string): Promise<void> {
    const before = this.#lines;
    await this.dial("-cert", `${name}.pem`, "-key", `${name}.key`);
    await this.#toldAfter(before);
  }

  dial(...args: string[]): Promise<string> {
    return this.openssl("s_client", "-connect", `127.0.0.1:${this.#port}`, "-ign_eof", ...args);
  }

  async openssl(...args: string[]): Promise<string> {
    const options = { args, cwd: this.made.dir, stdin: "null" } as const;
    const { stdout, stderr } = await new Deno.Command("openssl", options).output();
    return [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  }

  get #lines(): number {
    return this.warned.length + this.whispered.length;
  }

  async #toldAfter(before: number): Promise<void> {
    for (let tries = 0; tries < 1000 && this.#lines === before; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
    this.made[Symbol.dispose]();
  }
}

const VERIFIED = "  client_ca_file: ca.pem\n";

Deno.test("a refused client is told with its address and what would be right, once a minute", async () => {
  await using site = await Site.of("RequireAndVerifyClientCert", VERIFIED);
  site.made.make("client", { by: "ca", extensions: ["extendedKeyUsage=clientAuth"] });
  site.made.make("foreign");
  assert(await site.letsIn("client"));
  assertEquals(site.warned, []);
  assert(!await site.letsIn("foreign"));
  assertEquals(site.warned.length, 1);
  assertMatch(site.warned[0], /^127\.0\.0\.1 was refused: /);
  assert(site.warned[0].includes(WANTED));

  site.later(59_999);
  assert(!await site.letsIn());
  assert(!await site.letsIn("foreign"));
  assertEquals([site.warned.length, site.whispered.length], [1, 2]);

  site.later(1);
  assert(!await site.letsIn());
  assertMatch(site.warned[1], /^127\.0\.0\.1 was refused: peer sent no certificates; /);
  assertMatch(site.warned[1], /; 2 more since the last such line$/);
  site.later(60_000);
  assert(!await site.letsIn());
  assert(!/since the last/.test(site.warned[2]));
});

Deno.test("a certificate of version 1, and one for servers alone, is refused with a warning", async () => {
  await using site = await Site.of("RequireAndVerifyClientCert", VERIFIED);
  site.made.make("host", { by: "ca", extensions: ["extendedKeyUsage=serverAuth"] });
  assert(!await site.letsIn("host"));
  assertEquals(site.warned.length, 1);
  assert(site.warned[0].includes(WANTED));

  site.made.make("old", { by: "ca" });
  const ca = ["-CA", "ca.pem", "-CAkey", "ca.key"];
  await site.openssl("x509", "-req", "-in", "old.csr", ...ca, "-days", "2", "-out", "old.pem");
  const made = await site.openssl("x509", "-in", "old.pem", "-noout", "-text");
  // Later versions of openssl make one of version 3, extensions or not.
  if (!made.includes("Version: 1 ")) return;
  site.later(60_000);
  await site.shake("old");
  assertEquals(site.warned.length, 2);
  assert(site.warned[1].includes(WANTED));
});

Deno.test("a client that does not trust the server was not refused by it", async () => {
  await using site = await Site.of("RequireAndVerifyClientCert", VERIFIED);
  site.made.make("foreign");
  const trusting = ["-verify_return_error", "-CAfile", "foreign.pem"];
  assertMatch(await site.dial(...trusting), /certificate verify failed/);
  assert(!await site.letsIn());
  assertEquals(site.warned.length, 1);
  assertMatch(site.warned[0], /was refused: peer sent no certificates; /);
  assertEquals(site.whispered, []);
});

Deno.test("what is told where no authority is asked names no authority", async () => {
  await using site = await Site.of("RequireAnyClientCert");
  assert(!await site.letsIn());
  assertEquals(site.warned, ["127.0.0.1 was refused: no certificate"]);
});

Deno.test("a certificate that need not be there, but is wrong, is told too", async () => {
  await using site = await Site.of("VerifyClientCertIfGiven", VERIFIED);
  site.made.make("foreign");
  assert(await site.letsIn());
  assert(!await site.letsIn("foreign"));
  assertMatch(site.warned[0], /^127\.0\.0\.1 was refused: its certificate is not of client_ca: /);
  assert(site.warned[0].includes(WANTED));
});

Deno.test("a client's names fill no log, however many they are", async () => {
  await using site = await Site.of("RequireAnyClientCert", "  client_allowed_sans: [a]\n");
  const names = Array.from({ length: 200 }, (_, i) => `DNS:host-${i}.example`).join();
  site.made.make("many", { names });
  assert(!await site.letsIn("many"));
  assertMatch(site.warned[0], /none of its names is in client_allowed_sans: host-0\.example/);
  assert(site.warned[0].length < 400);
});
