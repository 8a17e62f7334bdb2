import { X509Certificate } from "node:crypto";
import { subjectAltNames } from "../../../exporter/san.ts";
import { WebConfigError } from "../../../exporter/web_config.ts";
import { WebSettings } from "../../../exporter/web_settings.ts";
import { Certificates } from "../../certificates.ts";
import { assertEquals, assertMatch, assertThrows } from "../../assert.ts";

const PAIR = "tls_server_config:\n  cert_file: a.pem\n  key_file: a.key\n";

/** Settings of `web.yml` in a directory of certificates, with a clock that stands. */
function settings(made: Certificates, yaml: string, now = Date.now()) {
  made.write("web.yml", yaml);
  let clock = 0;
  const logged: string[] = [];
  const log = (message: string, properties: Record<string, unknown> = {}) =>
    void logged.push(message.replace(/\{(\w+)\}/g, (_, name) => String(properties[name])));
  const web = new WebSettings(made.path("web.yml"), {
    monotonic: () => clock,
    now: () => now,
    log: { debug: log, info: log, warn: log },
  });
  return { web, logged, later: (ms = 1000) => (clock += ms, web.current) };
}

function certificates(): Certificates {
  const made = new Certificates();
  made.make("a");
  made.make("b");
  return made;
}

Deno.test("files are read again when they change, at most once a second", () => {
  using made = certificates();
  const { web, later, logged } = settings(made, PAIR);
  const first = web.current.tls;
  assertEquals(later(), web.current);
  assertEquals(web.current.tls, first);
  made.swap("a", "b");
  assertEquals(later(999).tls === first, true);
  assertEquals(later(1).tls!.options.cert, made.read("b.pem").trim());
  assertEquals(logged.length, 1);
});

Deno.test("a file that becomes empty turns no password off, {} does", () => {
  using made = certificates();
  const users =
    "basic_auth_users: { a: $2y$10$0123456789012345678901234567890123456789012345678901. }\n";
  const { later, logged } = settings(made, users);
  made.write("web.yml", " \n");
  assertEquals([...later().config.users.keys()], ["a"]);
  assertMatch(logged.join(), /^the settings of before stay: .*web\.yml is empty: .*\{\}/);
  made.write("web.yml", "{}\n");
  assertEquals(later().config.users.size, 0);
});

Deno.test("a pipe is read once", { ignore: Deno.build.os === "windows" }, async () => {
  using made = new Certificates();
  const pipe = made.path("web.yml");
  await new Deno.Command("mkfifo", { args: [pipe] }).output();
  const script = `for burst in 1 2; do
    echo "rate_limit: { interval: 1s, burst: $burst }" > "$0"; sleep 0.2
  done`;
  const writer = new Deno.Command("sh", { args: ["-c", script, pipe] }).spawn();
  let clock = 0;
  const web = new WebSettings(pipe, { monotonic: () => clock });
  clock = 1000;
  assertEquals(web.current.config.rateLimit?.burst, 1);
  // Nobody is to wait for a reader that does not come.
  writer.kill("SIGKILL");
  await writer.status;
});

Deno.test("what becomes wrong keeps the last good settings, and is told once a change", () => {
  using made = certificates();
  const { web, later, logged } = settings(made, PAIR + "rate_limit: { interval: 1s, burst: 7 }");
  const good = web.current;
  const wrongs: [change: () => void, told: RegExp][] = [
    [() => made.write("web.yml", "nonsense: 1"), /stay: .*web\.yml:1: nonsense is unknown/],
    [() => made.write("web.yml", PAIR + "rate_limit: 1"), /web\.yml:4: rate_limit must be a map/],
    [
      () => Deno.removeSync(made.path("web.yml")),
      /--web\.config\.file cannot be read: No such file/,
    ],
    [() => made.write("web.yml", PAIR.replace("a.key", "b.key")), /web\.yml:3: .*does not belong/],
  ];
  for (const [i, [change, told]] of wrongs.entries()) {
    change();
    assertEquals(later(), good);
    assertEquals(later(), good);
    assertEquals(logged.length, i + 1);
    assertMatch(logged[i], told);
  }
  made.write("web.yml", PAIR + "rate_limit: { interval: 1s, burst: 8 }");
  assertEquals(later().config.rateLimit?.burst, 8);
  // Its files are those of before: TLS is not set up anew.
  assertEquals(web.current.tls === good.tls, true);
});

Deno.test("a certificate without its key yet keeps the old pair until the key comes", () => {
  using made = certificates();
  const { web, later } = settings(made, PAIR);
  const before = web.current.tls;
  made.write("a.pem", made.read("b.pem"));
  assertEquals(later().tls === before, true);
  made.write("a.key", made.read("b.key"));
  assertEquals(later().tls!.options.cert, made.read("b.pem").trim());
});

Deno.test("TLS is turned on or off by a restart alone, and that is told", () => {
  using made = certificates();
  const on = settings(made, PAIR);
  const { tls } = on.web.current;
  made.write("web.yml", "{}\n");
  assertEquals(on.later().tls === tls, true);
  assertMatch(on.logged[0], /turns TLS off: it stays as it was until a restart/);
  const off = settings(made, "");
  made.write("web.yml", PAIR);
  assertEquals(off.later().tls, undefined);
  assertMatch(off.logged[0], /turns TLS on/);
});

Deno.test("a certificate out of its time is used, with a warning once", () => {
  using made = certificates();
  const week = 7 * 86_400_000;
  const late = settings(made, PAIR, Date.now() + week);
  late.later();
  assertEquals(late.logged.length, 1);
  assertMatch(late.logged[0], /expired at \d{4}-.*: clients will refuse it/);
  assertMatch(settings(made, PAIR, Date.now() - week).logged[0], /is not valid before \d{4}-/);
});

Deno.test("what is wrong with a file names the key and what would be right", () => {
  using made = certificates();
  made.write("junk", "junk");
  made.write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  made.write("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
  made.write(
    "enc.key",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nA\n-----END ENCRYPTED PRIVATE KEY-----\n",
  );
  const ca = "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ";
  const rows: [yaml: string, words: string][] = [
    [
      PAIR.replace("a.pem", "none.pem"),
      ":2: tls_server_config.cert_file cannot be read: No such file",
    ],
    [PAIR.replace("a.pem", "junk"), ":2: tls_server_config.cert_file must be PEM"],
    [
      PAIR.replace("a.pem", "broken.pem"),
      ":2: tls_server_config.cert_file must be certificates, but number 1",
    ],
    [PAIR.replace("a.key", "none.key"), ":3: tls_server_config.key_file cannot be read"],
    [
      PAIR.replace("a.key", "a.pem"),
      ":3: tls_server_config.key_file must be PEM with -----BEGIN PRIVATE KEY",
    ],
    [
      PAIR.replace("a.key", "broken.key"),
      ":3: tls_server_config.key_file must be a private key that can be read",
    ],
    [PAIR.replace("a.key", "enc.key"), ":3: tls_server_config.key_file is encrypted"],
    [
      PAIR.replace("a.key", "b.key"),
      ":3: tls_server_config.key_file does not belong to the certificate of CN=a",
    ],
    [PAIR + ca + "none.pem", ":5: tls_server_config.client_ca_file cannot be read"],
    [PAIR + ca + "junk", ":5: tls_server_config.client_ca_file must be PEM"],
  ];
  for (const [yaml, words] of rows) {
    const error = assertThrows(() => settings(made, yaml), WebConfigError, words);
    assertEquals(error.message.includes("\n"), false);
  }
  assertThrows(
    () => new WebSettings(made.path("none.yml")),
    WebConfigError,
    "--web.config.file cannot be read: No such file",
  );
});

Deno.test("the names of a certificate are its own, whatever stands in them", () => {
  using made = new Certificates();
  made.make("names", {
    names: "@names",
    extensions: [
      "[names]",
      "URI=http://x/, DNS:admin.example",
      "DNS=host.example",
      "email=ops@example.org",
      "IP.1=10.0.0.1",
      "IP.2=2001:db8::1",
    ],
  });
  made.make("bare", { names: "" });
  const of = (name: string) => subjectAltNames(new X509Certificate(made.read(`${name}.pem`)).raw);
  assertEquals(of("names"), [
    "http://x/, DNS:admin.example",
    "host.example",
    "ops@example.org",
    "10.0.0.1",
    "2001:db8::1",
  ]);
  assertEquals(of("bare"), []);
  assertThrows(() => subjectAltNames(new Uint8Array([0x30, 0x20])), SyntaxError, "cut off");
  assertThrows(() => subjectAltNames(new Uint8Array()), SyntaxError, "no X.509 certificate");
});
