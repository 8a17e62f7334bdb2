/** The live page's files leave the program small, safe and cached for ever. */
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";
import { assetsHandler, pageHandler } from "../../../../exporter/live/page.ts";
import { assertEquals } from "../../../assert.ts";

const SCRIPT = "console.log('한글')";
const BUNDLE = {
  html: "<h1>%hostname%</h1><a href=%metricsPath%>%version%</a>%other%",
  assets: {
    "live-abc.js": {
      type: "text/javascript",
      brotli: brotliCompressSync(SCRIPT).toString("base64"),
    },
  },
};
const page = pageHandler(BUNDLE, { version: "1.2.3", hostname: "a<b>&c", metricsPath: "/metrics" });
const assets = assetsHandler(BUNDLE);
const request = (headers: HeadersInit = {}) => new Request("http://h/", { headers });

async function asset(headers: HeadersInit, name = "live-abc.js") {
  return await assets(request(headers), { name }, { address: "" });
}

Deno.test("the page says what the host is, escaped, and lets nothing in from elsewhere", async () => {
  const answer = await page(request());
  assertEquals(
    await answer.text(),
    "<h1>a&lt;b&gt;&amp;c</h1><a href=/metrics>1.2.3</a>",
  );
  assertEquals(
    answer.headers.get("content-security-policy"),
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  assertEquals(answer.headers.get("x-content-type-options"), "nosniff");
  assertEquals(answer.headers.get("referrer-policy"), "no-referrer");
});

Deno.test("who has the page already is told so", async () => {
  const etag = (await page(request())).headers.get("etag")!;
  assertEquals((await page(request({ "if-none-match": `W/"x", W/${etag}` }))).status, 304);
  assertEquals((await page(request({ "if-none-match": '"x"' }))).status, 200);
});

Deno.test("a file goes out in the smallest encoding that the client takes", async () => {
  const bytes = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
  const brotli = await asset({ "accept-encoding": "gzip, deflate, br, zstd" });
  assertEquals(brotli.headers.get("content-encoding"), "br");
  assertEquals(brotliDecompressSync(await bytes(brotli)).toString(), SCRIPT);
  const gzip = await asset({ "accept-encoding": "gzip" });
  assertEquals(gunzipSync(await bytes(gzip)).toString(), SCRIPT);
  const plain = await asset({ "accept-encoding": "br;q=0, gzip;q=0" });
  assertEquals([plain.headers.get("content-encoding"), await plain.text()], [null, SCRIPT]);
  assertEquals(plain.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assertEquals(plain.headers.get("vary"), "accept-encoding");
  assertEquals((await asset({ "if-none-match": '"live-abc.js.identity"' })).status, 304);
  assertEquals((await asset({ "if-none-match": '"live-abc.js.br"' })).status, 200);
});

Deno.test("there is no other file", async () => {
  for (const name of ["live-abd.js", "__proto__", "constructor", "../deno.json"]) {
    assertEquals((await asset({}, name)).status, 404);
  }
});
