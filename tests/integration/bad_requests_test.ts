/** Requests that no client should send: each gets an answer or its connection closed, and loses nothing. */
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { BAD_REQUESTS, CLOSE } from "../bad_requests.ts";
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

Deno.test("requests that no client should send lose nothing", async (test) => {
  await using program = await Program.start();
  for (const [what, bytes, answer] of BAD_REQUESTS) {
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
    `GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\nGET /-/ready HTTP/1.1\r\n${CLOSE}`,
  );
  assertEquals(text.match(/^hostvitals is \w+/gm), [
    "hostvitals is healthy",
    "hostvitals is ready",
  ]);
});
