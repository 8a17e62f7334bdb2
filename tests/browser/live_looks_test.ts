/** The live page on small screens, in colours of somebody else's choice, on paper, and with many alerts. */
import { assert, assertEquals } from "../assert.ts";
import { Program } from "../program.ts";
import { CHROMIUM, drawnShare, launch, look, textOf, until } from "./browser.ts";

const LIVE = "document.querySelector('.state.live') !== null";
const ignore = CHROMIUM === undefined || Deno.build.os !== "linux";

Deno.test("how the live page looks", { ignore }, async (test) => {
  await using program = await Program.start();
  const browser = await launch();
  try {
    for (const [width, height] of [[1280, 900], [1000, 800], [700, 800], [360, 740], [320, 256]]) {
      await test.step(`at ${width} x ${height}, no heading is under the toolbar, no part too wide`, async () => {
        await using looked = await look(browser, program.url, {
          viewport: { width, height },
          reducedMotion: "reduce",
        });
        const { page } = looked;
        await until(page, LIVE, "no values come");
        await page.locator("#cpu-usage .chart").focus();
        // Where it was off the screen it is not drawn yet.
        await until(page, "document.querySelector('#cpu-usage .legend b')", "nothing is drawn");
        for (const key of ["End", "+"]) await page.keyboard.press(key);
        await until(page, "document.querySelector('.whole') !== null", "plus does not zoom");
        await page.evaluate("location.hash = '#section-disk-io'");
        await page.waitForTimeout(200);
        const [bottom, top, wide] = await page.evaluate(`[
          document.querySelector(".toolbar").getBoundingClientRect().bottom,
          document.querySelector("#title-disk-io").getBoundingClientRect().top,
          document.documentElement.scrollWidth,
        ]`) as number[];
        assert(
          top >= bottom && top < height,
          `the toolbar ends at ${bottom}, the heading is at ${top}`,
        );
        assertEquals(wide, width);
      });
    }

    await test.step("in forced colours, bars and what is chosen are to be seen", async () => {
      await using looked = await look(browser, program.url, { forcedColors: "active" });
      const { page } = looked;
      await until(page, LIVE, "no values come");
      await until(page, "document.querySelector('.bars .fill') !== null", "no bars");
      const backs = await page.evaluate(`[".bars .fill", ".choice input:checked + span", "body"]
        .map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)`) as string[];
      assertEquals(new Set(backs).size, 3, backs.join());
    });

    await test.step("on paper there is every chart, and nothing to press", async () => {
      await using looked = await look(browser, program.url);
      const { page } = looked;
      await until(page, LIVE, "no values come");
      const last = "#exporter-memory";
      assertEquals(await page.locator(`${last} canvas`).count(), 0);
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      await page.emulateMedia({ media: "print" });
      assert(await drawnShare(page, `${last} canvas`) > 0.005, "it is blank");
      assertEquals(await page.locator(".toolbar").isVisible(), false);
    });

    await test.step("many alerts do not push the numbers away; lines stay lines", async () => {
      await using looked = await look(browser, "about:blank");
      const { page } = looked;
      const alerts = Array.from({ length: 30 }, (_, i) => ({
        state: "firing",
        labels: { alertname: `Alert${i}`, severity: i === 20 ? "critical" : "warning" },
        annotations: { description: "Look at it.\nThen mend it." },
        activeAt: new Date().toISOString(),
      }));
      await page.route(
        "**/api/v1/alerts",
        (route) => route.fulfill({ json: { status: "success", data: { alerts } } }),
      );
      await page.goto(program.url);
      await until(page, "document.querySelector('.alerts li') !== null", "no alerts");
      assertEquals(await page.locator(".alerts li:visible").count(), 5);
      assertEquals(await textOf(page, ".alerts li b"), "Alert20");
      assertEquals(await textOf(page, ".alerts li p"), "Look at it.\nThen mend it.");
      assertEquals(
        await page.evaluate(
          "document.querySelector('.tiles').getBoundingClientRect().top < innerHeight",
        ),
        true,
      );
      await page.locator(".others summary").click();
      assertEquals(await page.locator(".alerts li:visible").count(), 30);
    });

    await test.step("a page that gets no values says so", async () => {
      await using looked = await look(browser, "about:blank");
      const { page } = looked;
      await page.route("**/api/v1/live*", (route) => route.abort());
      await page.goto(program.url);
      await until(page, "document.querySelector('.banner') !== null", "nothing is said");
      assertEquals(await textOf(page, ".banner"), "▲ No connection: trying again.");
    });
  } finally {
    await browser.close();
  }

  await test.step("where no alerts are evaluated, none is said to be fine", async () => {
    await using program = await Program.start("--no-alerts");
    await using browser = await launch();
    await using looked = await look(browser, program.url);
    await until(looked.page, "document.querySelector('.alerts') !== null", "nothing is said");
    assertEquals(await textOf(looked.page, ".alerts"), "Alerts are off");
  });
});
