import { Connections, heldBack } from "../../../exporter/connections.ts";
import { TlsServer } from "../../../exporter/tls_server.ts";
import { loadTls, type TlsSettings } from "../../../exporter/tls_settings.ts";
import type { Handler } from "../../../exporter/metrics_handler.ts";
import { parseWebConfig } from "../../../exporter/web_config.ts";
import { assert, assertEquals, assertMatch } from "../../assert.ts";
import { Certificates } from "../../certificates.ts";

/** A handler behind TLS on 127.0.0.1, and a client that trusts it. */
class Site implements AsyncDisposable {
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
async function exchange(
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

Deno.test("the handler sees an https address, the method, the headers and the body", async () => {
  await using site = await Site.of(async (request) => {
    const { method, url } = request;
    const header = request.headers.get("x-two");
    return Response.json({ method, url, header, body: await request.text() }, { status: 201 });
  });
  const response = await site.fetch("/a/b?c[]=d", { headers: { "x-two": "1" } });
  assertEquals(response.status, 201);
  const url = `https://127.0.0.1:${site.port}/a/b`;
  assertEquals(await response.json(), {
    method: "GET",
    url: `${url}?c[]=d`,
    header: "1",
    body: "",
  });
  const body = "x".repeat(200_000);
  const posted = await site.fetch("/a/b", { method: "POST", body });
  assertEquals(await posted.json(), { method: "POST", url, header: null, body });
});

Deno.test("HEAD has the head alone", async () => {
  await using site = await Site.of(() => new Response("body", { headers: { "x-a": "b" } }));
  const response = await site.fetch("/", { method: "HEAD" });
  assertEquals(response.headers.get("x-a"), "b");
  assertEquals(await response.text(), "");
  assertEquals(await (await site.fetch("/")).text(), "body");
});

Deno.test("a page that never ends is sent as it is made, and stops when its reader goes", async () => {
  const stopped = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  await using site = await Site.of((request) => {
    request.signal.addEventListener("abort", () => aborted.resolve());
    return new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode("first")),
        cancel: () => stopped.resolve(),
      }),
    );
  });
  const reader = (await site.fetch("/")).body!.getReader();
  assertEquals(new TextDecoder().decode((await reader.read()).value), "first");
  await reader.cancel();
  await stopped.promise;
  await aborted.promise;
});

Deno.test("a large body comes whole, also where the connection ends after it", async () => {
  const body = new Uint8Array(3_000_000).map((_, i) => i % 251);
  await using site = await Site.of(() => new Response(body));
  const got = new Uint8Array(await (await site.fetch("/")).arrayBuffer());
  assert(got.length === body.length && got.every((byte, i) => byte === body[i]));
  const last = await site.fetch("/", { headers: { connection: "close" } });
  assertEquals((await last.arrayBuffer()).byteLength, body.length);
  using connection = await site.connect();
  const get = "GET / HTTP/1.0\r\nHost: x\r\n\r\n";
  const answer = await exchange(connection, get, /never/, "latin1");
  assertEquals(answer.length - answer.indexOf("\r\n\r\n") - 4, body.length);
});

Deno.test("a handler that throws is a 500, and the next request is answered", async () => {
  await using site = await Site.of((request) => {
    if (request.url.endsWith("/bad")) throw new Error("bad");
    return new Response("good");
  });
  const bad = await site.fetch("/bad");
  assertEquals([bad.status, await bad.text()], [500, "this request failed; the log says why\n"]);
  assertEquals(await (await site.fetch("/")).text(), "good");
});

Deno.test("what cannot be an address is a 400", async () => {
  await using site = await Site.of(() => new Response("good"));
  using connection = await site.connect();
  const answer = await exchange(connection, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", /address/);
  assertMatch(answer, /^HTTP\/1\.1 400 /);
});

Deno.test("what is no HTTP ends its connection alone", async () => {
  await using site = await Site.of(() => new Response("good"));
  using connection = await site.connect();
  const answer = await exchange(connection, "NONSENSE\r\n\r\n", /never/);
  assertMatch(answer, /^HTTP\/1\.1 400 [^]*this is no HTTP\n$/);
  assertEquals(await (await site.fetch("/")).text(), "good");
});

Deno.test("new settings are for new connections; old ones get their answer, then end", async () => {
  await using site = await Site.of(() => new Response("page"));
  using old = await site.connect();
  const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  const whole = /page\r\n0\r\n\r\n$/;
  for (let i = 0; i < 3; i++) {
    assert(!/connection: close/i.test(await exchange(old, get, whole)));
  }
  site.swap("b");
  using fresh = await site.connect("b");
  assertMatch(await exchange(fresh, get, whole), whole);
  assertMatch(await exchange(old, get, /never/), /connection: close[^]*page/i);
});

Deno.test("shutting down waits for what is in flight, also behind another request", async () => {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  await using site = await Site.of(async (request) => {
    if (request.url.endsWith("/fast")) return new Response("fast");
    begun.resolve();
    await gate.promise;
    return new Response("slow");
  });
  using idle = await site.connect();
  await exchange(idle, "GET /fast HTTP/1.1\r\nHost: x\r\n\r\n", /0\r\n\r\n$/);
  using busy = await site.connect();
  const both = "GET /fast HTTP/1.1\r\nHost: x\r\n\r\nGET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
  assertMatch(await exchange(busy, both, /fast\r\n0\r\n\r\n/), /fast/);
  await begun.promise;
  const down = site.shutdown();
  // The idle one is closed at once.
  assertEquals(await idle.read(new Uint8Array(1)).catch(() => null), null);
  gate.resolve();
  assertMatch(await exchange(busy, "", /never/), /slow/);
  await down;
});

Deno.test("shutting down does not wait for answers that are held back", async () => {
  let held = false;
  const site = await Site.of(async (request) => {
    const hour = heldBack(request, 3_600_000);
    held = true;
    await hour;
    return new Response();
  });
  const fetched = site.fetch("/guess").then(() => "answered", () => "closed");
  while (!held) await new Promise((resolve) => setTimeout(resolve, 5));
  await site.shutdown();
  assertEquals(await fetched, "closed");
  await site[Symbol.asyncDispose]();
});

/** Requests with a body of 2 MB, of which so much is sent; and one with a small body. */
const post = (sent: number) =>
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n${"x".repeat(sent)}`;
const SMALL = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
const WHOLE = /\r\n0\r\n\r\n$/;
/** A whole answer after which the connection is closed. */
const closing = (page: string) =>
  new RegExp(`connection: close[^]*${page}\\r\\n0\\r\\n\\r\\n$`, "i");

Deno.test("a body that nobody reads ends its connection after the answer, which says so", async () => {
  await using site = await Site.of(() => new Response("answer"));
  for (const sent of [0, 100_000]) {
    using connection = await site.connect();
    assertMatch(await exchange(connection, post(sent), WHOLE), closing("answer"));
    assertEquals(await exchange(connection, "", WHOLE), "");
  }
});

Deno.test("who sends a large body to its end first still gets the answer", async () => {
  await using site = await Site.of(() => new Response("answer"));
  using connection = await site.connect();
  const answer = await exchange(connection, post(2_000_000), WHOLE, "utf-8", 300);
  assertMatch(answer, closing("answer"));
});

Deno.test("a body of which a part was read ends its connection too", async () => {
  await using site = await Site.of(async (request) => {
    const reader = request.body!.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return new Response(`${value!.length > 0}`);
  });
  using connection = await site.connect();
  assertMatch(await exchange(connection, post(100_000), WHOLE), closing("true"));
  assertEquals(await exchange(connection, "", WHOLE), "");
});

Deno.test("a body that came whole leaves its connection open, whether it was read or not", async () => {
  let read = false;
  await using site = await Site.of(async (request) => {
    const body = read ? await request.text() : "";
    return new Response(`<${body}>`);
  });
  using connection = await site.connect();
  for (const text of ["<>", "<abc>", "<>"]) {
    read = text === "<abc>";
    const answer = await exchange(connection, SMALL, WHOLE);
    assertMatch(answer, /connection: keep-alive/i);
    assertMatch(answer, new RegExp(`${text}\r\n0`));
  }
});
