import { parseWebConfig, WebConfigError } from "../../../exporter/web_config.ts";
import { flag, map } from "../../../exporter/web_readers.ts";
import { parseYaml } from "../../../exporter/web_yaml.ts";
import { assertEquals, assertThrows } from "../../assert.ts";
import { table, Thrown } from "../../table.ts";

const HASH = "$2y$10$" + "a".repeat(53);
const wrong = (words: string) => new Thrown(WebConfigError, words);

const headers = (yaml: string) => parseWebConfig(yaml, "web.yml").headers;
const users = (yaml: string) => [...parseWebConfig(yaml, "web.yml").users];
const rateLimit = (yaml: string) => parseWebConfig(yaml, "web.yml").rateLimit;
/** `tls_server_config`, but for the places. */
Deno.test("an empty file sets nothing", () => {
  for (
    const yaml of ["", "# nothing\n", "tls_server_config:\nbasic_auth_users:\nrate_limit: ~\n"]
  ) {
    const config = parseWebConfig(yaml, "web.yml");
    assertEquals(config, {
      tls: undefined,
      headers: {},
      users: new Map(),
      rateLimit: undefined,
      warnings: [],
    });
  }
});

table("the file", (yaml: string) => parseWebConfig(yaml, "web.yml").headers, [
  [
    "an unknown key",
    "tls_config: {}",
    wrong("web.yml:1: tls_config is unknown: did you mean tls_server_config?"),
  ],
  ["a list", "- a", wrong("web.yml:1: must be a map, got a list")],
  ["a text", "hello", wrong("web.yml:1: must be a map, got a text")],
  ["no YAML", "a: [1,\nb", wrong("web.yml:")],
  ["a tag", "rate_limit: !x {}", wrong("web.yml:1: not the YAML it must be")],
  ["two documents", "---\n---\n", wrong("web.yml:2: not the YAML it must be")],
  ["a tab", "http_server_config:\n\theaders: {}", wrong("web.yml:2: not the YAML it must be")],
  [
    "a key twice",
    "rate_limit: {}\nhttp_server_config: {}\nrate_limit: {}",
    wrong("web.yml:3: rate_limit stands there twice"),
  ],
  [
    "an alias of nothing",
    "rate_limit: *there",
    wrong("web.yml:1: rate_limit is an alias of what there is not"),
  ],
]);

table("headers", headers, [
  [
    "those that the toolkit has",
    "http_server_config:\n  http2: true\n  headers:\n    X-Frame-Options: deny\n    Strict-Transport-Security: max-age=1\n",
    { "X-Frame-Options": "deny", "Strict-Transport-Security": "max-age=1" },
  ],
  ["blank is unset", 'http_server_config: { headers: { Content-Security-Policy: "" } }', {}],
  [
    "another",
    "http_server_config:\n  headers:\n    Server: x",
    wrong("web.yml:3: http_server_config.headers.Server cannot be configured"),
  ],
  [
    "other letters",
    "http_server_config: { headers: { x-frame-options: deny } }",
    wrong("x-frame-options cannot be configured"),
  ],
  [
    "an unknown value",
    "http_server_config: { headers: { X-Frame-Options: DENY } }",
    wrong('must be deny or sameorigin, got "DENY"'),
  ],
  [
    "two lines",
    'http_server_config: { headers: { X-XSS-Protection: "a\\r\\nb: c" } }',
    wrong("must be one line of ASCII"),
  ],
  [
    "http2 as a word",
    "http_server_config: { http2: maybe }",
    wrong('http_server_config.http2 must be true or false, got "maybe"'),
  ],
]);

Deno.test("a boolean is any of YAML 1.1's words for it, and no other", () => {
  const http2 = (word: string) => headers(`http_server_config: { http2: ${word} }`);
  for (const word of ["y", "yes", "true", "on", "n", "no", "false", "off"]) {
    const capital = word[0].toUpperCase() + word.slice(1);
    for (const written of [word, capital, word.toUpperCase()]) assertEquals(http2(written), {});
  }
  for (const word of ["tRUE", "yEs", "1", "t", '""', "truely", "[true]"]) {
    assertThrows(() => http2(word), WebConfigError, "web.yml:1: http_server_config.http2 must be");
  }
});

Deno.test("a boolean's word means what it means", () => {
  const flagOf = (yaml: string) => map({ a: flag })(parseYaml(yaml, "web.yml")).a;
  assertEquals(["y", "YES", "True", "On"].map((word) => flagOf(`a: ${word}`)), Array(4).fill(true));
  assertEquals(
    ["N", "no", "FALSE", "off"].map((word) => flagOf(`a: ${word}`)),
    Array(4).fill(false),
  );
});

table("basic_auth_users", users, [
  ["a user", `basic_auth_users:\n  ada: ${HASH}`, [["ada", HASH]]],
  ["users called as YAML calls other things", `basic_auth_users:\n  yes: ${HASH}\n  1: ${HASH}`, [[
    "yes",
    HASH,
  ], ["1", HASH]]],
  [
    "a user twice",
    `basic_auth_users:\n  ada: ${HASH}\n  ada: ${HASH}`,
    wrong("web.yml:3: basic_auth_users.ada stands there twice"),
  ],
  [
    "a colon",
    `basic_auth_users:\n  "a:b": ${HASH}`,
    wrong("web.yml:2: basic_auth_users.a:b must be a name without a colon"),
  ],
  [
    "a cost that would hold up everything",
    `basic_auth_users:\n  ada: ${HASH.replace("$10", "$15")}`,
    wrong("web.yml:2: basic_auth_users.ada must be a bcrypt hash of cost 4 to 14, got 15"),
  ],
  [
    "nothing",
    "basic_auth_users:\n  ada:",
    wrong("web.yml:2: basic_auth_users.ada must be a bcrypt hash"),
  ],
  ["a cut hash", `basic_auth_users:\n  ada: ${HASH.slice(0, -1)}`, wrong("must be a bcrypt hash")],
]);

Deno.test("no message shows what stands where a hash must", () => {
  const error = assertThrows(() => parseWebConfig("basic_auth_users:\n  ada: hunter2", "web.yml"));
  assertEquals(error.message.includes("hunter2"), false);
  const broken = assertThrows(() =>
    parseWebConfig('basic_auth_users:\n  ada: "hunter2', "web.yml")
  );
  assertEquals(broken.message.includes("hunter2"), false);
});

table("rate_limit", rateLimit, [
  ["interval and burst", "rate_limit: { interval: 1s, burst: 20 }", { interval: 1000, burst: 20 }],
  ["Go's durations", "rate_limit: { interval: 1m1.5s500ms250us, burst: 1 }", {
    interval: 62_000.25,
    burst: 1,
  }],
  ["0 is off", "rate_limit: { interval: 0, burst: 20 }", undefined],
  ["off, with a burst of none", "rate_limit: { interval: 0s, burst: 0 }", undefined],
  [
    "Go's nanoseconds",
    "rate_limit: { interval: 1000000000, burst: 20 }",
    wrong("rate_limit.interval must be a duration like 1s"),
  ],
  [
    "no unit",
    "rate_limit: { interval: 5, burst: 20 }",
    wrong('rate_limit.interval must be a duration like 1s, 500ms or 1m30s, got "5"'),
  ],
  ["a negative one", "rate_limit: { interval: -1s, burst: 20 }", wrong("must be a duration")],
  ["no burst", "rate_limit:\n  interval: 1s", wrong("web.yml:1: rate_limit needs burst")],
  [
    "a burst of none",
    "rate_limit:\n  interval: 1s\n  burst: 0",
    wrong("web.yml:1: rate_limit needs burst, 1 or more: how many requests may come at once"),
  ],
  [
    "a burst below that",
    "rate_limit:\n  interval: 1s\n  burst: -1",
    wrong('web.yml:3: rate_limit.burst must be a whole number, got "-1"'),
  ],
]);

Deno.test("what is nested deeper than the stack is refused, not a crash", () => {
  for (const inside of ["- ", "? ", "[", "{a: ", ": "]) {
    const deep = inside.repeat(20_000);
    assertThrows(() => parseWebConfig(deep, "web.yml"), WebConfigError, "web.yml:");
  }
});

Deno.test("what is not YAML is not told again: it may be a secret", () => {
  const { message } = assertThrows(() => parseWebConfig("a: >secret\n", "web.yml"), WebConfigError);
  assertEquals(
    message,
    "web.yml:1: not the YAML it must be: Block scalar header includes extra characters",
  );
});
