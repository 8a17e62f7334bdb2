/** Clients that send nothing but what they should not, one thing after the other, and a scraper beside them. */
import { assert, assertEquals } from "../assert.ts";
import { BAD_REQUESTS } from "../bad_requests.ts";
import { Certificates } from "../certificates.ts";
import { Program } from "../program.ts";
import { beside, eventually, long, openFiles, Report } from "./beside.ts";

const report = new Report();
globalThis.addEventListener("unload", () => report.print());

const CLIENTS = 20;
/** Milliseconds: for how long they do it, and wait for an answer. */
const LASTS = long ? 60_000 : 5000;
const PATIENCE = 200;
/** MB. In the long form TLS takes 240 of them, and more than 350 where failed handshakes are kept for two minutes. */
const MOST_MEMORY = 300;

const bytesOf = (text: string | Uint8Array) =>
  typeof text === "string" ? new TextEncoder().encode(text) : text;

const QUERY = "POST /api/v1/query HTTP/1.1\r\nHost: a\r\n" +
  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\nquery=up";
const METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE PROPFIND M-SEARCH".split(" ");

/** Bad requests, those that are cut at any byte, methods, a hundred at once. */
const PLAIN: readonly Uint8Array[] = [
  ...BAD_REQUESTS.map(([, text]) => bytesOf(text)),
  ...Array.from({ length: QUERY.length }, (_, i) => bytesOf(QUERY.slice(0, i + 1))),
  ...METHODS.map((method) => bytesOf(`${method} /metrics HTTP/1.1\r\nHost: a\r\n\r\n`)),
  bytesOf("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100)),
];

const HELLO = Uint8Array.of(0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3);
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

/** Greetings that are none, or end in the middle; what is no TLS. */
const TLS: readonly Uint8Array[] = [
  HELLO,
  Uint8Array.of(...HELLO, ...random(500)),
  random(1000),
  new Uint8Array(5000),
  ...BAD_REQUESTS.map(([, text]) => bytesOf(text)),
];

/** One sends this, reads a moment, and goes. */
async function attack(port: number, bytes: Uint8Array): Promise<void> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const timer = setTimeout(() => connection.closeWrite().catch(() => {}), PATIENCE);
  try {
    for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
    await connection.read(new Uint8Array(1000));
  } catch (error) {
    // Closed before it had read everything, which is an answer.
    if (
      !(error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe)
    ) throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** All of them for a while; how many requests that were. */
async function attacks(program: Program, requests: readonly Uint8Array[]): Promise<number> {
  const port = Number(new URL(program.url).port);
  const until = performance.now() + LASTS;
  let sent = 0;
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (performance.now() < until) await attack(port, requests[sent++ % requests.length]);
  }));
  return sent;
}

for (const [name, requests, isTls] of [["plain", PLAIN, false], ["TLS", TLS, true]] as const) {
  Deno.test(`${name}: twenty clients that send nothing right keep nobody from the metrics`, async () => {
    using made = new Certificates();
    made.make("ca", { authority: true });
    made.make("server", { by: "ca" });
    made.write("web.yml", "tls_server_config: { cert_file: server.pem, key_file: server.key }\n");
    const flags = isTls ? [`--web.config.file=${made.path("web.yml")}`] : [];
    await using program = await Program.start(...flags);
    const authority = isTls ? made.read("ca.pem") : "";
    let sent = 0;
    const files = openFiles(program.pid);
    const seen = await beside(
      program,
      async () => void (sent = await attacks(program, requests)),
      { authority },
    );
    assertEquals(seen.failures, []);
    assert(sent > requests.length, `${sent} of ${requests.length}`);
    assert(seen.peak < MOST_MEMORY, `${seen.peak} MB`);
    // From the first scrape on some files of /proc stay open.
    await eventually(() => openFiles(program.pid) < files + 40, "their connections are closed");
    assert(!/level=error|panic/.test(program.log), program.log);
    report.add(`${name}: twenty that send nothing right`, seen, `${sent} requests`);
  });
}
