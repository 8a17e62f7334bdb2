/** Requests that are cut, odd or endless, beside those of tests/integration/bad_requests_test.ts. */
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { Certificates } from "../certificates.ts";
import { readExposition } from "../exposition.ts";
import { Program } from "../program.ts";
import { eventually, openFiles, residentMemory, sleep } from "./beside.ts";
import { Crowd } from "./crowd.ts";

const METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PROPFIND M-SEARCH".split(" ");

Deno.test("every method on every page has an answer, and changes nothing", async () => {
  await using program = await Program.start();
  for (const path of ["/", "/metrics", "/-/healthy", "/api/v1/query", "/api/v1/rules", "/none"]) {
    for (const method of METHODS) {
      using crowd = await Crowd.of(program, 1);
      const target = method === "CONNECT" ? "127.0.0.1:1" : path;
      await crowd.send(
        `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      const answer = await crowd.answer();
      assertMatch(answer, /^HTTP\/1\.1 (200|400|404|405|415)/, `${method} ${path}: ${answer}`);
      if (["PUT", "PATCH", "DELETE", "TRACE"].includes(method)) {
        assertMatch(answer, /^HTTP\/1\.1 (400|404|405)/, `${method} ${path}`);
      }
    }
  }
});

Deno.test("a request cut in the middle, at any byte, leaves nothing behind", async () => {
  await using program = await Program.start();
  await program.metrics();
  const files = openFiles(program.pid);
  const request = "POST /api/v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\n" +
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\nquery=up";
  for (let length = 1; length <= request.length; length++) {
    using crowd = await Crowd.of(program, 1);
    await crowd.send(request.slice(0, length));
  }
  await eventually(() => openFiles(program.pid) < files + 10, "all are closed");
  assert(readExposition(await program.metrics()).size > 100);
  assert(!/level=error/.test(program.log), program.log);
});

Deno.test("bodies that never come, and heads that never end, cost no memory", async () => {
  await using program = await Program.start();
  await program.metrics();
  const before = residentMemory(program.pid);
  using bodies = await Crowd.of(program, 200);
  await bodies.send(
    "POST /api/v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\n" +
      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000\r\n\r\nquery=",
  );
  using heads = await Crowd.of(program, 100);
  await heads.send(`GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(2_000_000)}`);
  await sleep(1000);
  const after = residentMemory(program.pid);
  assert(after < before + 150, `${before} MB, then ${after} MB`);
  assert(readExposition(await program.metrics()).size > 100);
});

Deno.test("a thousand requests at once on one connection, unread, are answered one after another", async () => {
  await using program = await Program.start();
  using crowd = await Crowd.of(program, 5);
  await crowd.send("GET /-/healthy HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(1000));
  crowd.readAll();
  await sleep(500);
  assertEquals(crowd.closed, 0);
  assert(readExposition(await program.metrics()).size > 100);
});

Deno.test("garbage at the TLS port, in the handshake and before it, costs its own connection", async () => {
  using made = new Certificates();
  made.make("ca", { authority: true });
  made.make("server", { by: "ca" });
  made.write("web.yml", "tls_server_config: { cert_file: server.pem, key_file: server.key }\n");
  await using program = await Program.start(`--web.config.file=${made.path("web.yml")}`);
  const client = Deno.createHttpClient({ caCerts: [made.read("ca.pem")] });
  const scrape = async () => await (await fetch(`${program.url}metrics`, { client })).text();
  assertMatch(await scrape(), /^node_load1 /m);
  const files = openFiles(program.pid);
  const hello = Uint8Array.of(0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3);
  const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));
  for (let round = 0; round < 30; round++) {
    using crowd = await Crowd.of(program, 10);
    const parts = [[hello, random(500)], [random(1000)], [hello], [new Uint8Array(5000)]];
    for (const part of parts[round % parts.length]) await crowd.sendBytes(part);
  }
  assertMatch(await scrape(), /^node_load1 /m);
  await eventually(() => openFiles(program.pid) < files + 20, "all are closed");
  client.close();
  assert(!/level=error|panic/.test(program.log), program.log);
});
