import bcrypt from "bcryptjs";
import { BasicAuth, credentials } from "../../../exporter/auth.ts";
import { guarded } from "../../../exporter/guard.ts";
import { RateLimit } from "../../../exporter/rate_limit.ts";
import { parseWebConfig } from "../../../exporter/web_config.ts";
import { assert, assertEquals, assertMatch } from "../../assert.ts";
import { table } from "../../table.ts";

const HASH = bcrypt.hashSync("right", 4);
const users = new Map([["ada", HASH], ["bob", bcrypt.hashSync("other", 5)]]);

/** bcrypt's compare, and what it was asked. */
function counting() {
  const hashes: string[] = [];
  let atOnce = 0, most = 0;
  return {
    hashes,
    most: () => most,
    async compare(password: string, hash: string): Promise<boolean> {
      hashes.push(hash);
      most = Math.max(most, ++atOnce);
      const same = await bcrypt.compare(password, hash);
      atOnce--;
      return same;
    },
  };
}

table("credentials", credentials, [
  ["a user and a password", `Basic ${btoa("ada:right")}`, { user: "ada", password: "right" }],
  ["the scheme in other letters", `bASIC ${btoa("a:b")}`, { user: "a", password: "b" }],
  ["a colon in the password", `Basic ${btoa("a:b:c")}`, { user: "a", password: "b:c" }],
  ["neither user nor password", `Basic ${btoa(":")}`, { user: "", password: "" }],
  ["UTF-8", "Basic YTrDqQ==", { user: "a", password: "é" }],
  ["what is no UTF-8", "Basic YTrp", undefined],
  ["no colon", `Basic ${btoa("ada")}`, undefined],
  ["no base64", "Basic ???", undefined],
  ["another scheme", `Bearer ${btoa("a:b")}`, undefined],
  ["nothing", null, undefined],
]);

Deno.test("the right password of the right user passes, and nothing else", async () => {
  const auth = new BasicAuth();
  const check = (user: string, password: string) => auth.check({ user, password }, users);
  assertEquals(await check("ada", "right"), "right");
  assertEquals(await check("ada", "Right"), "wrong");
  assertEquals(await check("ada", ""), "wrong");
  assertEquals(await check("bob", "right"), "wrong");
  assertEquals(await check("bob", "other"), "right");
  assertEquals(await check("eve", "right"), "wrong");
  assertEquals(await check("__proto__", "right"), "wrong");
});

Deno.test("a user that there is not costs one hash, as costly as the costliest", async () => {
  const { compare, hashes } = counting();
  const auth = new BasicAuth(compare);
  await auth.check({ user: "eve", password: "right" }, users);
  assertEquals(hashes.map((hash) => bcrypt.getRounds(hash)), [5]);
  await auth.check({ user: "ada", password: "wrong" }, users);
  assertEquals(hashes.length, 2);
});

Deno.test("what came of credentials is remembered, right or wrong", async () => {
  const { compare, hashes } = counting();
  const auth = new BasicAuth(compare);
  for (const [user, password] of [["ada", "right"], ["ada", "wrong"], ["eve", "right"]]) {
    const before = hashes.length;
    const first = await auth.check({ user, password }, users);
    assertEquals(await auth.check({ user, password }, users), first);
    assertEquals(hashes.length, before + 1);
  }
});

Deno.test("a new hash for a user ends what is remembered of the old one", async () => {
  const auth = new BasicAuth();
  const given = { user: "ada", password: "right" };
  assertEquals(await auth.check(given, users), "right");
  assertEquals(await auth.check(given, new Map([["ada", bcrypt.hashSync("new", 4)]])), "wrong");
  assertEquals(await auth.check(given, new Map([["bob", HASH]])), "wrong");
  assertEquals(await auth.check(given, users), "right");
});

Deno.test("the same credentials at the same time cost one hash", async () => {
  const { compare, hashes } = counting();
  const auth = new BasicAuth(compare);
  const all = Array.from(
    { length: 40 },
    () => auth.check({ user: "ada", password: "right" }, users),
  );
  assertEquals(new Set(await Promise.all(all)), new Set(["right"] as const));
  assertEquals(hashes.length, 1);
});

Deno.test("of a flood of passwords one is hashed at a time, 16 wait and the others are sent away", async () => {
  const { compare, hashes, most } = counting();
  const auth = new BasicAuth(compare);
  await auth.check({ user: "ada", password: "right" }, users);
  const flood = Array.from(
    { length: 50 },
    (_, i) => auth.check({ user: "ada", password: `${i}` }, users),
  );
  // Who is known passes meanwhile.
  assertEquals(await auth.check({ user: "ada", password: "right" }, users), "right");
  const verdicts = await Promise.all(flood);
  assertEquals(verdicts.filter((verdict) => verdict === "wrong").length, 17);
  assertEquals(verdicts.filter((verdict) => verdict === "busy").length, 33);
  assertEquals(most(), 1);
  assertEquals(hashes.length, 18);
  assertEquals(await auth.check({ user: "ada", password: "49" }, users), "wrong");
});

Deno.test("a hash that fails is an error for its request alone", async () => {
  let calls = 0;
  const auth = new BasicAuth(() =>
    ++calls === 1 ? Promise.reject(new Error("broken")) : Promise.resolve(true)
  );
  const [first, second] = await Promise.allSettled(
    ["a", "b"].map((password) => auth.check({ user: "ada", password }, users)),
  );
  assertEquals(first.status, "rejected");
  assertEquals(second, { status: "fulfilled", value: "right" });
  assertEquals(await auth.check({ user: "ada", password: "a" }, users), "right");
});

Deno.test("wrong credentials do not push out right ones", async () => {
  const { hashes, compare } = counting();
  const fast = (password: string, hash: string) =>
    password === "right" ? compare(password, hash) : Promise.resolve(false);
  const auth = new BasicAuth(fast);
  await auth.check({ user: "ada", password: "right" }, users);
  for (let i = 0; i < 3000; i++) await auth.check({ user: "ada", password: `${i}` }, users);
  await auth.check({ user: "ada", password: "right" }, users);
  assertEquals(hashes.length, 1);
});

/** Answers of a guarded handler whose pages all say `page`. */
function site(yaml: string) {
  let config = parseWebConfig(yaml, "web.yml");
  let held = 0;
  const handler = guarded(
    () => config,
    () => new Response("page", { headers: { "x-own": "1" } }),
    new BasicAuth(),
    {
      take() {
        held++;
        return 0;
      },
    },
  );
  return {
    /** How many answers were held back. */
    held: () => held,
    set: (yaml: string) => config = parseWebConfig(yaml, "web.yml"),
    get: async (path: string, authorization?: string) =>
      await handler(
        new Request(`https://host${path}`, { headers: authorization ? { authorization } : {} }),
      ),
  };
}

Deno.test("with users nothing but /-/healthy is open", async () => {
  const { get } = site(`basic_auth_users: { ada: "${HASH}" }`);
  for (
    const path of [
      "/",
      "/metrics",
      "/-/ready",
      "/nope",
      "/-/healthy/",
      "//-/healthy",
      "/x?/-/healthy",
    ]
  ) {
    const response = await get(path);
    assertEquals(response.status, 401, path);
    assertMatch(response.headers.get("www-authenticate")!, /^Basic /);
    assertEquals(await response.text(), "this page needs a user and a password\n");
    assertEquals((await get(path, `Basic ${btoa("ada:right")}`)).status, 200, path);
  }
  assertEquals((await get("/-/healthy")).status, 200);
  assertEquals((await get("/-/healthy?x")).status, 200);
});

Deno.test("answers to passwords that do not let in are held back, and no others", async () => {
  const { get, held } = site(`basic_auth_users: { ada: "${HASH}" }`);
  for (
    const [authorization, status, before] of [
      // So a browser begins.
      [undefined, 401, 0],
      [`Basic ${btoa("ada:right")}`, 200, 0],
      [`Basic ${btoa("ada:wrong")}`, 401, 1],
      [`Basic ${btoa("ada:wrong")}`, 401, 2],
      [`Basic ${btoa("eve:right")}`, 401, 3],
      ["Bearer right", 401, 4],
      [`Basic ${btoa("ada:right")}`, 200, 4],
    ] as const
  ) {
    assertEquals((await get("/metrics", authorization)).status, status);
    assertEquals(held(), before, authorization);
  }
});

Deno.test("those who are sent away are held back too: where many guess, most are", async () => {
  const { get, held } = site(`basic_auth_users: { ada: "${HASH}" }`);
  const statuses = await Promise.all(
    Array.from(
      { length: 50 },
      async (_, i) => (await get("/metrics", `Basic ${btoa(`ada:${i}`)}`)).status,
    ),
  );
  assertEquals(statuses.filter((status) => status === 503).length, 33);
  assertEquals(held(), 50);
});

Deno.test("headers of the configuration are on every answer, but a page's own stand", async () => {
  const { get, set } = site(`
http_server_config:
  headers: { X-Frame-Options: deny, Content-Security-Policy: "default-src 'self'" }
basic_auth_users: { ada: "${HASH}" }
`);
  for (const path of ["/metrics", "/-/healthy"]) {
    const { headers } = await get(path);
    assertEquals(headers.get("x-frame-options"), "deny");
    assertEquals(headers.get("content-security-policy"), "default-src 'self'");
  }
  set("http_server_config: { headers: { X-Frame-Options: sameorigin } }");
  const { headers } = await get("/metrics");
  assertEquals(headers.get("x-frame-options"), "sameorigin");
  assertEquals(headers.get("x-own"), "1");
});

Deno.test("beyond the rate limit the answer is 429, for all pages but /-/healthy", async () => {
  const { get, set } = site("rate_limit: { interval: 1h, burst: 2 }");
  assertEquals((await get("/metrics")).status, 200);
  assertEquals((await get("/")).status, 200);
  const response = await get("/metrics");
  assertEquals(response.status, 429);
  assert(Number(response.headers.get("retry-after")) > 3500);
  assertEquals((await get("/-/healthy")).status, 200);
  set("rate_limit: { interval: 1h, burst: 1 }");
  assertEquals((await get("/metrics")).status, 200);
  assertEquals((await get("/metrics")).status, 429);
  set("");
  assertEquals((await get("/metrics")).status, 200);
});

Deno.test("a bucket fills by one each interval, up to the burst", () => {
  let now = 0;
  const limit = new RateLimit({ interval: 100, burst: 2 }, () => now);
  assertEquals([limit.take(), limit.take(), limit.take()], [0, 0, 100]);
  now = 50;
  assertEquals(limit.take(), 50);
  now = 100;
  assertEquals([limit.take(), limit.take()], [0, 100]);
  now = 10_000;
  assertEquals([limit.take(), limit.take(), limit.take()], [0, 0, 100]);
});

Deno.test("after a wrong password the others have the thread for twice as long as its hash took", async () => {
  const slowly = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 30));
  const auth = new BasicAuth(slowly);
  const users = new Map([["ada", bcrypt.hashSync("right", 4)]]);
  const since = performance.now();
  await Promise.all(["one", "two"].map((password) => auth.check({ user: "ada", password }, users)));
  assert(performance.now() - since >= 110);
});
