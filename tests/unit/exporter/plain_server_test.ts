/** The server of plain HTTP, by its sockets. */
import { Connections, heldBack } from "../../../exporter/connections.ts";
import type { Handler } from "../../../exporter/metrics_handler.ts";
import { PlainServer } from "../../../exporter/plain_server.ts";
import { assertEquals } from "../../assert.ts";

const hello: Handler = (request) => new Response(`hello ${new URL(request.url).pathname}`);

/** A server on loopback, for as long as the block lasts. */
function serve(handler: Handler, most = 10, first = 10_000) {
  const connections = new Connections(most, undefined, { first, body: 10_000, idle: 10_000 });
  const server = new PlainServer(handler, connections);
  const { port } = server.listen("127.0.0.1", 0);
  return {
    port,
    connections,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Whether a server closes the connection within two seconds. */
async function closes(connection: Deno.Conn): Promise<boolean> {
  const timer = setTimeout(() => connection.close(), 2000);
  try {
    return await connection.read(new Uint8Array(100)) === null;
  } catch (error) {
    return error instanceof Deno.errors.ConnectionReset;
  } finally {
    clearTimeout(timer);
  }
}

Deno.test("requests are answered, many on a connection, and one that fails with 500", async () => {
  await using site = serve((request) => {
    if (request.url.endsWith("/throw")) throw new Error("no");
    return hello(request);
  });
  assertEquals(await (await fetch(`${site.url}/a`)).text(), "hello /a");
  const failed = await fetch(`${site.url}/throw`);
  assertEquals([failed.status, await failed.text()], [
    500,
    "this request failed; the log says why\n",
  ]);
  assertEquals(await (await fetch(`${site.url}/b`)).text(), "hello /b");
  assertEquals(site.connections.size, 1);
});

Deno.test("a Host that is none is refused, and costs no line of the log", async () => {
  await using site = serve(hello);
  for (const host of ["[", "a b", "x:99999", "1.2.3.999"]) {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: site.port });
    const request = `GET /a HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    await connection.write(new TextEncoder().encode(request));
    const answer = await new Response(connection.readable).text();
    assertEquals(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1], "400", `${host}: ${answer}`);
  }
  assertEquals(await (await fetch(`${site.url}/b`)).text(), "hello /b");
});

Deno.test("a connection without a request is closed when its time is over", async () => {
  await using site = serve(hello, 10, 50);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: site.port });
  await connection.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHo"));
  assertEquals(await closes(connection), true);
  assertEquals(site.connections.size, 0);
});

Deno.test("one beyond the most takes the place of one that waits", async () => {
  await using site = serve(hello, 1);
  using waits = await Deno.connect({ hostname: "127.0.0.1", port: site.port });
  assertEquals(await (await fetch(`${site.url}/new`)).text(), "hello /new");
  assertEquals(await closes(waits), true);
});

Deno.test("shut down, it answers what is in flight and closes the others", async () => {
  let answer = (_: Response) => {};
  const site = serve(() => new Promise((resolve) => answer = resolve));
  using waits = await Deno.connect({ hostname: "127.0.0.1", port: site.port });
  const fetched = fetch(`${site.url}/late`);
  while (site.connections.size < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const down = site[Symbol.asyncDispose]();
  answer(new Response("late, but here"));
  assertEquals(await (await fetched).text(), "late, but here");
  assertEquals(await closes(waits), true);
  await down;
});

Deno.test("shut down, it does not wait for answers that are held back", async () => {
  let held = false;
  const site = serve(async (request) => {
    const hour = heldBack(request, 3_600_000);
    held = true;
    await hour;
    return new Response();
  });
  const fetched = fetch(`${site.url}/guess`).then(() => "answered", () => "closed");
  while (!held) await new Promise((resolve) => setTimeout(resolve, 5));
  await site[Symbol.asyncDispose]();
  assertEquals(await fetched, "closed");
});
