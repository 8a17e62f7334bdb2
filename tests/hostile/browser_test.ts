/** A real browser, in which a page of somebody else tries to read this host. */
import { chromium } from "playwright-core";
import { assert, assertEquals } from "../assert.ts";
import { Program } from "../program.ts";
import { tool } from "../tools.ts";

const executablePath = await tool("chromium", "chromium");

/** What a page got by a request: its status or `blocked`, and whether it could read anything. */
interface Got {
  readonly status: number | string;
  readonly text: string;
}

/** Run in the page: asks in a way, and tells what came of it. */
const ASK = async ([url, init]: readonly [string, RequestInit]): Promise<Got> => {
  try {
    const response = await fetch(url, init);
    return { status: response.status || response.type, text: await response.text() };
  } catch {
    return { status: "blocked", text: "" };
  }
};

/** Run in the page: takes something in as a script, an image, a style or a frame. */
const EMBED = ([kind, url]: readonly [string, string]): Promise<string> =>
  new Promise((resolve) => {
    // deno-lint-ignore no-explicit-any -- it runs in the page, whose types are not here
    const { document } = globalThis as any;
    const element = document.createElement(kind);
    element.onload = () => resolve("loaded");
    element.onerror = () => resolve("refused");
    element[kind === "link" ? "href" : "src"] = url;
    if (kind === "link") element.rel = "stylesheet";
    document.body.append(element);
    setTimeout(() => resolve("nothing"), 3000);
  });

Deno.test({
  name: "a page of somebody else reads nothing of this host, by whatever name it calls it",
  ignore: !executablePath,
  async fn(test) {
    await using program = await Program.start();
    const { port } = new URL(program.url);
    const browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Where the attacker's name leads: the victim's own machine.
        "--host-resolver-rules=MAP evil.example 127.0.0.1",
        // Its own guard of the local network is newer than many browsers, and not what is tried here.
        "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
      ],
    });
    try {
      const page = await browser.newPage();
      /** Opens a page of the attacker, under an address of whom it likes. */
      const lure = async (address: string) => {
        await page.route(
          address,
          (route) => route.fulfill({ contentType: "text/html", body: "<body>free kittens</body>" }),
        );
        await page.goto(address);
      };

      await test.step("its fetches of the metrics, the queries and the stream are refused", async () => {
        await lure("http://kittens.example/");
        for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
          for (const path of ["metrics", "api/v1/query?query=up", "api/v1/live", "nothing"]) {
            for (const mode of ["cors", "no-cors"] as const) {
              const got = await page.evaluate(ASK, [`http://${host}/${path}`, { mode }] as const);
              assertEquals(got, { status: "blocked", text: "" }, `${mode} ${host}/${path}`);
            }
          }
        }
        const body = "query=up";
        const headers = { "content-type": "application/x-www-form-urlencoded" };
        const posted = await page.evaluate(
          ASK,
          [`http://127.0.0.1:${port}/api/v1/query`, { method: "POST", body, headers }] as const,
        );
        assertEquals(posted.status, "blocked");
        // It is this program that refuses, and not the browser that does not ask.
        const sites: string[] = [];
        await using careless = Deno.serve(
          { port: 0, hostname: "127.0.0.1", onListen() {} },
          (r) => {
            sites.push(r.headers.get("sec-fetch-site") ?? "");
            return new Response("secret", { headers: { "access-control-allow-origin": "*" } });
          },
        );
        const read = await page.evaluate(
          ASK,
          [`http://127.0.0.1:${careless.addr.port}/`, {}] as const,
        );
        assertEquals([read, sites], [{ status: 200, text: "secret" }, ["cross-site"]]);
      });

      await test.step("nor does it get anything in as a script, an image or a style", async () => {
        for (const kind of ["script", "img", "link"]) {
          const url = `http://127.0.0.1:${port}/api/v1/query?query=up`;
          assertEquals(await page.evaluate(EMBED, [kind, url] as const), "refused", kind);
        }
      });

      await test.step("a frame shows a refusal", async () => {
        await page.evaluate(EMBED, ["iframe", `http://127.0.0.1:${port}/metrics`] as const);
        const frame = page.frames().find((frame) => frame.url().includes("/metrics"));
        const shown = await frame?.locator("body").innerText({ timeout: 2000 }).catch(() => "") ??
          "";
        assert(!shown.includes("node_load1"), shown);
      });

      await test.step("a name that was made to lead here is of the same origin, and refused", async () => {
        await lure(`http://evil.example:${port}/kittens`);
        for (const path of ["metrics", "api/v1/query?query=up", "api/v1/live"]) {
          const got = await page.evaluate(ASK, [`/${path}`, {}] as const);
          assertEquals(got.status, 403, path);
          assert(!got.text.includes("node_"), got.text);
        }
        const disguised = { headers: { "user-agent": "Prometheus/3.5.0", accept: "text/plain" } };
        assertEquals((await page.evaluate(ASK, ["/metrics", disguised] as const)).status, 403);
      });

      await test.step("but a link to this host can be followed, and its own page asks as it likes", async () => {
        await lure("http://kittens.example/links");
        for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
          await page.evaluate((url) => {
            // deno-lint-ignore no-explicit-any -- it runs in the page, whose types are not here
            (globalThis as any).location.href = url;
          }, `http://${host}/metrics`);
          await page.waitForURL(`http://${host}/metrics`);
          assert((await page.locator("body").innerText()).includes("node_load1"));
          const got = await page.evaluate(ASK, ["/api/v1/query?query=1", {}] as const);
          assertEquals(got.status, 200);
        }
      });
    } finally {
      await browser.close();
    }
  },
});
