/** What browsers send, and who is answered. */
import { withoutForeignPages } from "../../../exporter/foreign_pages.ts";
import { assertEquals, assertMatch } from "../../assert.ts";

const CHROME = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0",
  "accept-language": "en",
};
const site = (value: string) => ({ ...CHROME, "sec-fetch-site": value });

interface Asked {
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly authenticated?: boolean;
}

const service = withoutForeignPages(
  ["db1", "db1.example.org"],
  ["public.example.com"],
  () => new Response("ours"),
);

async function status(
  { url = "http://192.0.2.7:9100/metrics", headers = {}, method, authenticated }: Asked,
): Promise<number> {
  const request = new Request(url, { headers, method });
  return (await service(request, { address: "192.0.2.1", authenticated })).status;
}

const evil = "http://evil.example:9100/metrics";
const navigate = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

const ROWS: readonly (readonly [who: string, asked: Asked, status: number])[] = [
  ["Prometheus, by whatever name", { url: evil, headers: { "user-agent": "Prometheus/3.5" } }, 200],
  ["curl, by whatever name", { url: evil, headers: { "user-agent": "curl/8" } }, 200],
  ["a browser, by address", { headers: site("none") }, 200],
  ["a browser, by the host's name", { url: "http://db1.example.org/", headers: CHROME }, 200],
  ["a page of ours", { headers: site("same-origin") }, 200],
  ["a page of ours that posts", {
    method: "POST",
    headers: { ...CHROME, origin: "http://192.0.2.7:9100" },
  }, 200],
  ["a link to us that is followed", { headers: { ...site("cross-site"), ...navigate } }, 200],
  ["another site's fetch", { headers: site("cross-site") }, 403],
  ["a page of another port", { headers: site("same-site") }, 403],
  ["another site's form that posts", {
    method: "POST",
    headers: { ...site("cross-site"), ...navigate, origin: "http://evil.example" },
  }, 403],
  ["another site's frame", {
    headers: { ...site("cross-site"), ...navigate, "sec-fetch-dest": "iframe" },
  }, 403],
  ["another site's fetch from a browser without Sec-Fetch", {
    headers: { ...CHROME, origin: "http://evil.example" },
  }, 403],
  ["a page of another port, by Origin", { headers: { origin: "http://192.0.2.7:3000" } }, 403],
  ["a page without an origin", { headers: { origin: "null" } }, 403],
  ["a rebound name", { url: evil, headers: site("same-origin") }, 403],
  ["a rebound name without Sec-Fetch", { url: evil, headers: CHROME }, 403],
  ["a rebound page that calls itself Prometheus", {
    url: evil,
    headers: { "user-agent": "Prometheus/3.5", "accept-language": "en" },
  }, 403],
  ["a rebound name over TLS, which has no certificate", {
    url: "https://evil.example:9100/metrics",
    headers: CHROME,
  }, 200],
  ["somebody with a password, by whatever name", {
    url: evil,
    headers: CHROME,
    authenticated: true,
  }, 200],
  [
    "another site's fetch with a password",
    { headers: site("cross-site"), authenticated: true },
    403,
  ],
  ["a name that was allowed", { url: "http://public.example.com/", headers: CHROME }, 200],
  ["a page of ours behind a proxy that changes the name", {
    method: "POST",
    headers: { ...CHROME, origin: "https://public.example.com" },
  }, 200],
];

for (const [who, asked, wanted] of ROWS) {
  Deno.test(`${who}: ${wanted}`, async () => assertEquals(await status(asked), wanted));
}

Deno.test("a refusal says what would help", async () => {
  const response = await service(new Request(evil, { headers: CHROME }));
  assertMatch(await response.text(), /^evil\.example is not known .*--web\.allowed-host=evil/);
});

Deno.test("every answer is for its own origin only, and what it says it is", async () => {
  for (const headers of [CHROME, {}]) {
    for (const url of ["http://192.0.2.7/", evil]) {
      const { headers: got } = await service(new Request(url, { headers }));
      assertEquals(got.get("cross-origin-resource-policy"), "same-origin");
      assertEquals(got.get("x-content-type-options"), "nosniff");
      assertEquals([...got.keys()].filter((name) => name.startsWith("access-control")), []);
    }
  }
});
