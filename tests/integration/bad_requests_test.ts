/** Requests that no client should send: each gets an answer or its connection closed, and loses nothing. */
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { Program } from "../program.ts";

/** What comes back for these bytes, until the server closes or is silent for a second. */
async function send(program: Program, bytes: Uint8Array | string): Promise<string> {
  const { port } = new URL(program.url);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  const all = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  try {
    for (let sent = 0; sent < all.length;) sent += await connection.write(all.subarray(sent));
    let text = "";
    const timer = setTimeout(() => connection.closeWrite().catch(() => {}), 1000);
    for await (const piece of connection.readable.pipeThrough(new TextDecoderStream())) {
      text += piece;
    }
    clearTimeout(timer);
    return text;
  } catch (error) {
    // The server closed before it had read everything.
    if (error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe) {
      return "";
    }
    throw error;
  }
}

const MEGABYTE = "x".repeat(1_000_000);
const close = "Host: a\r\nConnection: close\r\n\r\n";

/** What is sent, and what the answer begins with; an empty pattern is a closed connection. */
const REQUESTS: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ["garbage", "nonsense\r\n\r\n", /^(HTTP\/1.1 400|$)/],
  ["TLS", new Uint8Array([0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3]), /^(HTTP\/1.1 400|$)/],
  ["zeros", new Uint8Array(10_000), /^(HTTP\/1.1 400|$)/],
  ["no request at all", "", /^$/],
  ["half a request line", "GET /metr", /^(HTTP\/1.1 400|$)/],
  ["a path of a megabyte", `GET /${MEGABYTE} HTTP/1.1\r\n${close}`, /^(HTTP\/1.1 (404|414|431)|$)/],
  [
    "a header of a megabyte",
    `GET /metrics HTTP/1.1\r\nX: ${MEGABYTE}\r\n${close}`,
    /^(HTTP\/1.1 431|$)/,
  ],
  [
    "ten thousand headers",
    `GET /metrics HTTP/1.1\r\n${"X: y\r\n".repeat(10_000)}${close}`,
    /^(HTTP\/1.1 (400|431)|$)/,
  ],
  [
    "a query of a megabyte",
    `GET /metrics?${MEGABYTE} HTTP/1.1\r\n${close}`,
    /^(HTTP\/1.1 (200|414|431)|$)/,
  ],
  ["percent games", `GET /%00%2e%2e/%zz HTTP/1.1\r\n${close}`, /^HTTP\/1.1 404/],
  ["a way up", `GET /../../etc/passwd HTTP/1.1\r\n${close}`, /^HTTP\/1.1 404/],
  ["NUL in the path", `GET /metrics\0 HTTP/1.1\r\n${close}`, /^(HTTP\/1.1 400|$)/],
  ["a path that is none", `GET metrics HTTP/1.1\r\n${close}`, /^(HTTP\/1.1 (400|404)|$)/],
  [
    "an address as path",
    `GET http://x/metrics?collect[]=loadavg HTTP/1.1\r\n${close}`,
    /^HTTP\/1.1 (200|404)/,
  ],
  ["a method of its own", `FROB /metrics HTTP/1.1\r\n${close}`, /^HTTP\/1.1 405/],
  ["HTTP/1.0 without a host", "GET /-/healthy HTTP/1.0\r\n\r\n", /^HTTP\/1.0 200/],
  ["HTTP/9", `GET / HTTP/9.9\r\n${close}`, /^(HTTP\/1.1 (400|505)|$)/],
  [
    "bytes in headers",
    new TextEncoder().encode(`GET /metrics HTTP/1.1\r\nAccept: é\u0001\r\n${close}`),
    /^(HTTP\/1.1 (200|400)|$)/,
  ],
  [
    "a body on GET",
    `GET /-/healthy HTTP/1.1\r\nContent-Length: 5\r\n${close}hello`,
    /^HTTP\/1.1 200/,
  ],
];

Deno.test("requests that no client should send lose nothing", async (test) => {
  await using program = await Program.start();
  for (const [what, bytes, answer] of REQUESTS) {
    await test.step(
      what,
      async () => assertMatch((await send(program, bytes)).slice(0, 60), answer),
    );
  }
  await test.step("afterwards it serves as before, and has no file open for any of them", async () => {
    const families = readExposition(await program.metrics());
    assert(families.size > 100);
    const open = Number(families.get("process_open_fds")!.samples.get("process_open_fds"));
    assert(open < 100, `${open} files are open`);
  });
});

Deno.test("two requests sent at once on one connection both get their answer", async () => {
  await using program = await Program.start();
  const text = await send(
    program,
    `GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\nGET /-/ready HTTP/1.1\r\n${close}`,
  );
  assertEquals(text.match(/^hostvitals is \w+/gm), [
    "hostvitals is healthy",
    "hostvitals is ready",
  ]);
});
