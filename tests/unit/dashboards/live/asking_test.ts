/** Questions of the page end, whether they are answered or not. */
import { ask } from "../../../../dashboards/live/asking.ts";
import { assertEquals } from "../../../assert.ts";

Deno.test("a question that nobody answers ends, and so does one that is no longer wanted", async () => {
  const waiting = new AbortController();
  // Takes the question and says nothing.
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    ({ url }) =>
      url.endsWith("/fine")
        ? new Response("fine")
        : new Promise((resolve) => waiting.signal.onabort = () => resolve(new Response())),
  );
  const { port } = server.addr as Deno.NetAddr;
  const nameOf = (asked: Promise<Response>) => asked.then(() => "answered", ({ name }) => name);
  const address = `http://127.0.0.1:${port}`;
  assertEquals(await nameOf(ask(`${address}/held`, { wait: 50 })), "TimeoutError");
  const ended = new AbortController();
  const asked = nameOf(ask(`${address}/held`, { signal: ended.signal, wait: 60_000 }));
  ended.abort();
  assertEquals(await asked, "AbortError");
  assertEquals(await (await ask(`${address}/fine`, { wait: 60_000 })).text(), "fine");
  waiting.abort();
});
