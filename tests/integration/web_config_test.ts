import { assert, assertEquals, assertMatch, assertStringIncludes } from "../assert.ts";
import { Certificates } from "../certificates.ts";
import { run } from "../program.ts";
import { certificates, command, curl, hashed, start, subject, TLS, until } from "./web_config.ts";

Deno.test("a password over TLS: right, wrong, none, unknown user", async () => {
  using made = certificates();
  const yaml = `${TLS}basic_auth_users:\n  ada: ${hashed("right")}\n`;
  const { program, port } = await start(made, yaml);
  await using _program = program;
  const url = `https://127.0.0.1:${port}`;
  const right = await curl(made, "-u", "ada:right", `${url}/metrics`);
  assertEquals(right.status, "200");
  assertMatch(right.text, /^node_load1 /m);
  for (
    const given of [["-u", "ada:wrong"], ["-u", "eve:right"], ["-H", "Authorization: Basic ="], []]
  ) {
    const { status, text } = await curl(made, ...given, `${url}/metrics`);
    assertEquals(status, "401", given.join(" "));
    assertMatch(text, /^www-authenticate: Basic /im);
    assert(!text.includes("node_load1"));
  }
  for (const path of ["/", "/-/ready", "/nope"]) {
    assertEquals((await curl(made, url + path)).status, "401", path);
  }
  assertEquals((await curl(made, `${url}/-/healthy`)).status, "200");
});

Deno.test("a password and headers without TLS", async () => {
  using made = new Certificates();
  const yaml = `basic_auth_users: { ada: "${hashed("right")}" }\n` +
    "http_server_config: { headers: { X-Frame-Options: deny } }\n";
  const { program, port } = await start(made, yaml);
  await using _program = program;
  const get = (headers: HeadersInit) => fetch(`http://127.0.0.1:${port}/metrics`, { headers });
  const none = await get({});
  assertEquals([none.status, none.headers.get("x-frame-options")], [401, "deny"]);
  await none.body?.cancel();
  const right = await get({ authorization: `Basic ${btoa("ada:right")}` });
  assertEquals([right.status, right.headers.get("x-frame-options")], [200, "deny"]);
  await right.body?.cancel();
});

Deno.test("a swapped certificate is shown to new connections; a broken file changes nothing", async () => {
  using made = certificates();
  made.make("second", { by: "ca" });
  made.make("late", { by: "ca", days: -1 });
  const { program, port } = await start(made, TLS);
  await using _program = program;
  assertEquals(await subject(made, port), "server");
  made.swap("server", "second");
  await until(() => subject(made, port), (name) => name === "second");
  assertEquals((await curl(made, `https://127.0.0.1:${port}/metrics`)).status, "200");

  made.write("web.yml", `${TLS}nonsense: 1\n`);
  await until(() => subject(made, port), () => program.log.includes("nonsense is unknown"));
  assertEquals(await subject(made, port), "second");
  assertMatch(program.log, /level=warn\w* .*stay: .*web\.yml:4: nonsense is unknown/);

  made.write("web.yml", TLS);
  made.swap("server", "late");
  await until(() => subject(made, port), (name) => name === "late");
  assertMatch(program.log, /level=warn\w* .*expired at/);
  assertEquals((await curl(made, "-k", `https://127.0.0.1:${port}/metrics`)).status, "200");
  assertStringIncludes((await curl(made, `https://127.0.0.1:${port}/`)).error, "expired");
});

Deno.test("a client's certificate: missing, foreign, of another name, right", async () => {
  using made = certificates();
  made.make("client", { by: "ca", names: "DNS:prometheus.example" });
  made.make("other", { by: "ca", names: "DNS:other.example" });
  made.make("trick", {
    by: "ca",
    names: "@n",
    extensions: ["[n]", "URI=x:, DNS:prometheus.example"],
  });
  made.make("old", { by: "ca", names: "DNS:prometheus.example", days: -1 });
  made.make("foreign", { names: "DNS:prometheus.example" });
  const auth = (type: string) => `${TLS}  client_auth_type: ${type}\n`;
  const ca = "  client_ca_file: ca.pem\n";
  const sans = "  client_allowed_sans: [prometheus.example]\n";
  const rows: [yaml: string, let_in: string[]][] = [
    [auth("RequireAndVerifyClientCert") + ca + sans, ["client"]],
    [auth("RequireAndVerifyClientCert") + ca, ["client", "other", "trick"]],
    [auth("VerifyClientCertIfGiven") + ca, ["", "client", "other", "trick"]],
    [auth("RequireAnyClientCert") + sans, ["client", "old", "foreign"]],
    [auth("RequestClientCert"), ["", "client", "other", "trick", "old", "foreign"]],
  ];
  const { program, port } = await start(made, rows[0][0]);
  await using _program = program;
  const get = (name: string) =>
    curl(
      made,
      ...name ? ["--cert", `${name}.pem`, "--key", `${name}.key`] : [],
      `https://127.0.0.1:${port}/metrics`,
    );
  for (const [i, [yaml, letIn]] of rows.entries()) {
    // All of it changes without a restart, and the log says when.
    const changes = () => program.log.split("its settings hold now").length - 1;
    if (i > 0) {
      made.write("web.yml", yaml);
      await until(() => get("client"), () => changes() === i);
    }
    for (const name of ["", "client", "other", "trick", "old", "foreign"]) {
      const { status, text } = await get(name);
      assertEquals(status, letIn.includes(name) ? "200" : "000", `${yaml}: ${name || "none"}`);
      assertEquals(text.includes("node_load1"), letIn.includes(name));
    }
  }
});

Deno.test("a session of an authority that is trusted no more is not resumed", async () => {
  using made = certificates();
  made.make("client", { by: "ca" });
  made.make("newca", { authority: true });
  const trusting = (ca: string) =>
    `${TLS}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${ca}.pem\n`;
  const { program, port } = await start(made, trusting("ca"));
  await using _program = program;
  const ask = (...args: string[]) =>
    command(
      "openssl",
      ["s_client", "-connect", `127.0.0.1:${port}`, "-quiet", "-ign_eof", ...args],
      made,
      "GET /-/healthy HTTP/1.0\r\n\r\n",
    );
  for (const version of ["-tls1_2", "-tls1_3"]) {
    const full = ["-cert", "client.pem", "-key", "client.key", "-sess_out", "session"];
    assertStringIncludes((await ask(version, ...full)).stdout, "is healthy");
    assertStringIncludes((await ask(version, "-sess_in", "session")).stdout, "is healthy");
    made.write("web.yml", trusting("newca"));
    const changes = () => program.log.split("its settings hold now").length % 2 === 0;
    await until(() => ask(version), changes);
    assertEquals((await ask(version, "-sess_in", "session")).stdout, "");
    made.write("web.yml", trusting("ca"));
    await until(() => ask(version), () => !changes());
  }
});

Deno.test("plain HTTP at the TLS port is told so, and the server lives on", async () => {
  using made = certificates();
  const { program, port } = await start(made, TLS);
  await using _program = program;
  const { status, text } = await curl(made, `http://127.0.0.1:${port}/metrics`);
  assertEquals(status, "400");
  assertStringIncludes(text, "this port speaks HTTPS");
  assertEquals((await curl(made, `https://127.0.0.1:${port}/metrics`)).status, "200");
});

Deno.test("TLS older than the minimum is refused", async () => {
  using made = certificates();
  const { program, port } = await start(made, TLS);
  await using _program = program;
  const dial = (...args: string[]) =>
    command("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, ...args], made);
  const old = await dial("-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
  assertStringIncludes(old.stdout, "no peer certificate available");
  assertStringIncludes((await dial("-tls1_2")).stdout, "New, TLSv1.2");
  made.write("web.yml", `${TLS}  min_version: TLS13\n`);
  const refused = await until(
    () => dial("-tls1_2"),
    ({ stdout }) => stdout.includes("no peer certificate available"),
  );
  assertStringIncludes(refused.stderr, "alert");
  assertStringIncludes((await dial()).stdout, "New, TLSv1.3");
});

Deno.test("beyond the rate limit the answer is 429", async () => {
  using made = certificates();
  const { program, port } = await start(made, `${TLS}rate_limit: { interval: 1h, burst: 1 }\n`);
  await using _program = program;
  assertEquals((await curl(made, `https://127.0.0.1:${port}/metrics`)).status, "200");
  const { status, text } = await curl(made, `https://127.0.0.1:${port}/metrics`);
  assertEquals(status, "429");
  assertMatch(text, /^retry-after: \d+/im);
  assertEquals((await curl(made, `https://127.0.0.1:${port}/-/healthy`)).status, "200");
});

const ipv6 = Deno.networkInterfaces().some(({ address }) => address === "::1");
Deno.test({
  name: "TLS on more than one address, IPv6 too",
  ignore: !ipv6,
  async fn() {
    using made = certificates();
    const { program, ports } = await start(made, TLS, ["127.0.0.1", "[::1]", ""]);
    await using _program = program;
    const [four, six, any] = ports;
    for (const at of [`127.0.0.1:${four}`, `[::1]:${six}`, `127.0.0.1:${any}`, `[::1]:${any}`]) {
      assertEquals((await curl(made, "-gk", `https://${at}/metrics`)).status, "200", at);
    }
  },
});

Deno.test("told to end, it answers what is in flight, and its code is 0", async () => {
  using made = certificates();
  // The password takes a while: the request is in flight as long.
  const yaml = `${TLS}basic_auth_users:\n  ada: ${hashed("right", 11)}\n`;
  const { program, port } = await start(made, yaml);
  await using _program = program;
  using connection = await Deno.connectTls({
    hostname: "127.0.0.1",
    port: Number(port),
    caCerts: [made.read("ca.pem")],
  });
  const ask = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
  const authorization = `Authorization: Basic ${btoa("ada:right")}\r\n`;
  const both = ask("/-/healthy") + ask("/metrics", authorization);
  await connection.write(new TextEncoder().encode(both));
  const bytes = new Uint8Array(65_536);
  let text = "";
  const read = async () => {
    const count = await connection.read(bytes).catch(() => null);
    text += new TextDecoder().decode(bytes.subarray(0, count ?? 0));
    return count !== null;
  };
  // The first is answered, so the second is on its way.
  while (!text.includes("is healthy") && await read());
  const ended = program.end();
  while (await read());
  assertMatch(text, /^node_load1 /m);
  assertEquals(await ended, 0);
});

Deno.test("a configuration that is wrong at the start ends the program with one line", async () => {
  using made = certificates();
  made.write("web.yml", `${TLS}  min_version: TLS9\n`);
  const wrong = (file: string) => run([`--web.config.file=${made.path(file)}`, "--port=0"]);
  const { code, stderr } = await wrong("web.yml");
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /^hostvitals: .*web\.yml:4: tls_server_config\.min_version must be TLS10 .*\n$/,
  );
  const none = await wrong("none.yml");
  assertEquals(none.code, 1);
  assertMatch(none.stderr, /^hostvitals: --web\.config\.file cannot be read: .*\n$/);
});

const promtool = await new Deno.Command("promtool", { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);
Deno.test({
  name: "the example is good for promtool, and for us",
  ignore: !promtool,
  async fn() {
    using made = certificates();
    made.write("server.crt", made.read("server.pem"));
    const example = new URL("../../deploy/web-config.example.yml", import.meta.url);
    const yaml = Deno.readTextFileSync(example);
    made.write("web.yml", yaml);
    const { code, stdout, stderr } = await command(
      "promtool",
      ["check", "web-config", "web.yml"],
      made,
    );
    assertEquals(code, 0, stdout + stderr);
    const { program, port } = await start(made, yaml);
    await using _program = program;
    const { status, text } = await curl(
      made,
      "-u",
      "prometheus:change-me",
      `https://127.0.0.1:${port}/metrics`,
    );
    assertEquals(status, "200");
    assertMatch(text, /^x-frame-options: deny/im);
  },
});
