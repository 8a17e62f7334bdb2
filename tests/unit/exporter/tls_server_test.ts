import { heldBack } from "../../../exporter/connections.ts";
import { assert, assertEquals, assertMatch } from "../../assert.ts";
import { exchange, Site } from "./tls_site.ts";

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
