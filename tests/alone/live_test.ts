/** The live page's stream from the started program: over HTTP and TLS, and when the program ends. */
import bcrypt from "bcryptjs";
import { assert, assertEquals } from "../assert.ts";
import { Certificates } from "../certificates.ts";
import { Program } from "../program.ts";

const ignore = Deno.build.os !== "linux";

/** The lines of a stream until one begins with a text; undefined if the stream ended before. */
async function lineOf(
  reader: ReadableStreamDefaultReader<string>,
  beginning: string,
): Promise<string | undefined> {
  let text = "";
  for (;;) {
    const line = text.split("\n").slice(0, -1).find((one) => one.startsWith(beginning));
    if (line !== undefined) return line;
    const { value, done } = await reader.read();
    if (done) return undefined;
    text += value;
  }
}

const readerOf = ({ body }: Response) => body!.pipeThrough(new TextDecoderStream()).getReader();

Deno.test("a page that is open does not hold the end of the program", { ignore }, async () => {
  await using program = await Program.start("--alert.state-file=none");
  const response = await program.fetch("api/v1/live");
  assertEquals(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const reader = readerOf(response);
  assert((await lineOf(reader, 'data: ["fast"'))?.startsWith('data: ["fast",1,'));
  assert(/^hostvitals_live_viewers 1$/m.test(await program.metrics()));
  const since = performance.now();
  assertEquals(await program.end(), 0);
  assert(performance.now() - since < 1400, "it waited for the page");
  assertEquals(await lineOf(reader, "never"), undefined, "the stream ended as it should");
});

Deno.test("who goes away is no viewer any more", { ignore }, async () => {
  await using program = await Program.start("--alert.state-file=none");
  const stop = new AbortController();
  const reader = readerOf(await program.fetch("api/v1/live", { signal: stop.signal }));
  await lineOf(reader, 'data: ["fast"');
  stop.abort();
  await reader.cancel().catch(() => {});
  for (let tries = 0; tries < 50; tries++) {
    if (/^hostvitals_live_viewers 0$/m.test(await program.metrics())) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert(false, "it is still counted");
});

Deno.test("over TLS the stream comes by the second, with a password", { ignore }, async () => {
  using made = new Certificates();
  made.make("ca", { authority: true });
  made.make("server", { by: "ca" });
  made.write(
    "web.yml",
    "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n" +
      `basic_auth_users:\n  ada: ${bcrypt.hashSync("right", 4)}\n`,
  );
  await using program = await Program.start(
    `--web.config.file=${made.path("web.yml")}`,
    "--alert.state-file=none",
  );
  using client = Deno.createHttpClient({ caCerts: [Deno.readTextFileSync(made.path("ca.pem"))] });
  const headers = { authorization: `Basic ${btoa("ada:right")}`, "x-forwarded-for": "192.0.2.1" };
  const url = `${program.url}api/v1/live`;
  const refused = await fetch(url, { client });
  assertEquals(refused.status, 401);
  await refused.body?.cancel();
  const reader = readerOf(await fetch(url, { client, headers }));
  for (let i = 0; i < 2; i++) assert(await lineOf(reader, 'data: ["fast"') !== undefined);
  // A password is enough for the processes, wherever it comes from.
  const processes = await fetch(`${url}/processes`, { client, headers });
  assertEquals(processes.status, 200);
  assert((await processes.json()).byMemory.length > 0);
  assertEquals(await program.end(), 0);
  await reader.cancel().catch(() => {});
});

Deno.test("without a history there is the plain page, and no stream", async () => {
  await using program = await Program.start("--no-history");
  const page = await (await program.fetch("")).text();
  const links = [...page.matchAll(/<a href="\.\/([^"]+)"/g)].map(([, to]) => to);
  assertEquals(links, ["metrics", "-/healthy", "-/ready"]);
  for (const link of links) {
    const answer = await program.fetch(link);
    await answer.body?.cancel();
    assertEquals(answer.status, 200, link);
  }
  const stream = await program.fetch("api/v1/live");
  assertEquals(stream.status, 404);
  await stream.body?.cancel();
});
