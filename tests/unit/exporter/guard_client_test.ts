import bcrypt from "bcryptjs";
import { guarded } from "../../../exporter/guard.ts";
import { parseWebConfig } from "../../../exporter/web_config.ts";
import { assertEquals } from "../../assert.ts";

Deno.test("guesses from one address do not keep out a right password from another", async () => {
  const config = parseWebConfig(
    `basic_auth_users: { ada: "${bcrypt.hashSync("right", 4)}" }`,
    "web.yml",
  );
  const handler = guarded(() => config, () => new Response("page"));
  const status = async (address: string, password: string) => {
    const headers = { authorization: `Basic ${btoa(`ada:${password}`)}` };
    return (await handler(new Request("http://host/metrics", { headers }), { address })).status;
  };
  const guesses = Array.from({ length: 50 }, (_, i) => status("10.0.0.1", `${i}`));
  assertEquals(await status("10.0.0.2", "right"), 200);
  assertEquals(new Set(await Promise.all(guesses)), new Set([401, 503]));
});
