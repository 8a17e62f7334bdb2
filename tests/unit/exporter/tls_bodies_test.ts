import { assert, assertEquals, assertMatch } from "../../assert.ts";
import { exchange, Site } from "./tls_site.ts";

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

Deno.test("while nobody wants the body it is not taken from the client, and afterwards it is dropped", async () => {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await using site = await Site.of(async () => {
    asked.resolve();
    await answered.promise;
    return new Response("answer");
  });
  using connection = await site.connect();
  const length = 200_000_000;
  await connection.write(new TextEncoder().encode(
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`,
  ));
  await asked.promise;
  let sent = 0, isStuck = false;
  const part = new Uint8Array(100_000);
  const sending = (async () => {
    while (sent < length) sent += await connection.write(part);
  })().catch(() => {});
  while (!isStuck && sent < length) {
    const before = sent;
    await new Promise((resolve) => setTimeout(resolve, 500));
    isStuck = sent === before;
  }
  assert(sent < length / 2, `${sent} bytes were taken`);
  answered.resolve();
  assertMatch(await exchange(connection, "", WHOLE), closing("answer"));
  // The server ends what it drops.
  await sending;
});

Deno.test("a body comes whole to who takes a pause in it", async () => {
  await using site = await Site.of(async (request) => {
    let length = 0;
    for await (const part of request.body!) {
      if (length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
      length += part.length;
    }
    return new Response(`${length} bytes`);
  });
  const body = new Uint8Array(20_000_000);
  const response = await site.fetch("/", { method: "POST", body });
  assertEquals(await response.text(), "20000000 bytes");
});

Deno.test("who sends requests and waits for no answer is cut off, and costs no more than those", async () => {
  const answered = Promise.withResolvers<void>();
  let requests = 0;
  await using site = await Site.of(async () => {
    requests++;
    await answered.promise;
    return new Response("answer");
  });
  const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  using patient = await site.connect();
  using flood = await site.connect();
  const few = exchange(patient, get.repeat(3), /(answer[^]*){3}/);
  assertEquals(await exchange(flood, get.repeat(5000), /never/), "");
  answered.resolve();
  assertMatch(await few, /(answer[^]*){3}/);
  assert(requests <= 3 + 64, `${requests} requests`);
});
