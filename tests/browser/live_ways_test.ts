/** The live page on other ways: below a path, with a password in its address, in tabs that nobody sees. */
import { assert, assertEquals } from "../assert.ts";
import { Program } from "../program.ts";
import { CHROMIUM, drag, launch, look, textOf, until } from "./browser.ts";

const LIVE = "document.querySelector('.state.live') !== null";
const ALERTS = "document.querySelector('.alerts') !== null";
const ignore = CHROMIUM === undefined || Deno.build.os !== "linux";

/** A reverse proxy that has the program below a path. */
function proxy(to: string, path: string): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, ({ url, method }) => {
    const { pathname, search } = new URL(url);
    return pathname.startsWith(path)
      ? fetch(new URL(pathname.slice(path.length) + search, to), { method })
      : new Response("of another program\n", { status: 404 });
  });
}

Deno.test("the live page on other ways", { ignore }, async (test) => {
  const browser = await launch();
  await using program = await Program.start();
  try {
    await test.step("a proxy may have it below a path", async () => {
      const server = proxy(program.url, "/hosts/web1/");
      try {
        const url = `http://127.0.0.1:${server.addr.port}/hosts/web1/`;
        await using looked = await look(browser, url);
        await until(looked.page, LIVE, "no values come");
        await until(looked.page, ALERTS, "alerts are not told");
        assert(looked.requests.every((one) => one.startsWith(url)), looked.requests.join());
        assertEquals(looked.errors, []);
        const links = await looked.page.locator("footer a").evaluateAll((all) =>
          all.map((one) => (one as unknown as { href: string }).href)
        );
        assertEquals(links[0], `${url}metrics`);
      } finally {
        // Streams that go through it end with their pages.
        await server.shutdown();
      }
    });

    await test.step("a password may stand in its address", async () => {
      await using looked = await look(browser, program.url.replace("://", "://user:secret@"));
      await until(looked.page, ALERTS, "alerts are not told");
      await until(looked.page, LIVE, "no values come");
    });

    await test.step("what is chosen in a range is shown, in charts that come on screen as well", async () => {
      await using looked = await look(browser, program.url);
      const { page } = looked;
      await until(page, LIVE, "no values come");
      await page.locator(".choice label").nth(1).click();
      const drawn = (id: string) =>
        `document.querySelector("#${id} canvas") !== null &&
        document.querySelector("#${id} .empty") === null`;
      for (const id of ["cpu-usage", "cpu-modes", "load"]) {
        await until(page, drawn(id), `${id} is not loaded`);
      }
      await drag(page, "#cpu-usage");
      const part = await textOf(page, ".whole small");
      const [from, to] = part.split(" – ").map((time) => {
        const [hours, minutes, seconds] = time.split(":").map(Number);
        return 3600 * hours + 60 * minutes + seconds;
      });
      const minutes = ((to - from + 86_400) % 86_400) / 60;
      assert(minutes > 22 && minutes < 26, `${part} is not 40 % of an hour`);
      await page.locator("#network-traffic").scrollIntoViewIfNeeded();
      await until(page, drawn("network-traffic"), "it is not loaded");
      assertEquals(await textOf(page, ".whole small"), part);
    });

    await test.step("the cursor of the keys goes when the chart is left", async () => {
      await using looked = await look(browser, program.url);
      const { page } = looked;
      await until(page, LIVE, "no values come");
      await until(page, "document.querySelector('#cpu-usage .legend b') !== null", "no line");
      const cursors = "document.querySelectorAll('.legend time').length";
      await page.locator("#cpu-usage .chart").focus();
      await page.keyboard.press("End");
      await until(page, `${cursors} === 1`, "there is no cursor");
      await page.keyboard.press("Tab");
      await until(page, `${cursors} === 0`, "the cursor stays");
    });

    await test.step("a tab that nobody sees has no stream", async () => {
      const viewers = async () =>
        /^hostvitals_live_viewers (\d+)$/m.exec(await program.metrics())?.[1];
      await using looked = await look(browser, "about:blank");
      const { page } = looked;
      await page.clock.install();
      await page.goto(program.url);
      await until(page, LIVE, "no values come");
      assertEquals(await viewers(), "1");
      const see = (hidden: boolean) =>
        page.evaluate(`(() => {
          Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        })()`);
      await see(true);
      await page.clock.fastForward(31_000);
      for (let tries = 0; tries < 100 && await viewers() !== "0"; tries++) {
        await page.waitForTimeout(50);
      }
      assertEquals(await viewers(), "0");
      await see(false);
      await until(page, LIVE, "it does not go on");
    });
  } finally {
    await browser.close();
  }
});
