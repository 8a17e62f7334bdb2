/** The live page when the program stops, comes back, is loaded, or does not trust who looks. */
import { assert, assertEquals } from "../assert.ts";
import { Program } from "../program.ts";
import { CHROMIUM, launch, look, textOf, until } from "./browser.ts";

const LIVE = "document.querySelector('.state.live') !== null";
const BANNER = "document.querySelector('.banner') !== null";
const ignore = CHROMIUM === undefined || Deno.build.os !== "linux";

/** A program that does nothing but keep one CPU busy. */
function burner(): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", "const end = Date.now() + 20000; while (Date.now() < end);"],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
}

Deno.test("the live page in bad times", { ignore }, async (test) => {
  const browser = await launch();
  let program = await Program.start("--alert.state-file=none");
  try {
    await using looked = await look(browser, program.url, { hasTouch: true });
    const { page } = looked;
    await until(page, LIVE, "no values come");

    await test.step("load is shown soon", async () => {
      const busy = async () => Number.parseFloat(await textOf(page, "#tile-cpu .number"));
      // Starting the program and the browser was load, too.
      for (let tries = 0; tries < 40 && await busy() > 50; tries++) await page.waitForTimeout(250);
      const before = await busy();
      const burners = Array.from({ length: navigator.hardwareConcurrency }, burner);
      const since = performance.now();
      try {
        const much = Math.min(90, before + 30);
        await until(
          page,
          `parseFloat(document.querySelector("#tile-cpu .number").innerText) >= ${much}`,
          "the load is not shown",
        );
        const seconds = (performance.now() - since) / 1000;
        console.log(`live page: ${before} % to ${much} % after ${seconds.toFixed(1)} s of load`);
      } finally {
        for (const one of burners) one.kill("SIGKILL");
        await Promise.all(burners.map(({ status }) => status));
      }
    });

    await test.step("a finger chooses a part, and two zoom", async () => {
      const session = await page.context().newCDPSession(page);
      const box = (await page.locator("#cpu-usage .u-over").boundingBox())!;
      const y = box.y + box.height / 2;
      const at = (...shares: number[]) =>
        shares.map((share, id) => ({ x: box.x + share * box.width, y, id }));
      const send = (type: "touchStart" | "touchMove" | "touchEnd", ...shares: number[]) =>
        session.send("Input.dispatchTouchEvent", { type, touchPoints: at(...shares) });
      await send("touchStart", 0.4);
      await send("touchMove", 0.6);
      await send("touchMove", 0.9);
      await send("touchEnd");
      await until(page, "document.querySelector('.whole') !== null", "nothing was chosen");
      const chosen = await textOf(page, ".whole small");
      await send("touchStart", 0.4, 0.6);
      await send("touchMove", 0.2, 0.8);
      await send("touchEnd");
      await until(
        page,
        `document.querySelector(".whole small").innerText.trim() !== ${JSON.stringify(chosen)}`,
        "two fingers do not zoom",
      );
      await page.click(".whole");
      await page.click(".pause");
      await until(page, LIVE, "it does not go on");
    });

    await test.step("a program that stands still is told, with the age of what is shown", async () => {
      Deno.kill(program.pid, "SIGSTOP");
      try {
        await until(page, BANNER, "nothing is said");
        await until(
          page,
          "/\\b\\d+ s old/.test(document.querySelector('.banner').innerText)",
          "no age",
        );
      } finally {
        Deno.kill(program.pid, "SIGCONT");
      }
      await until(page, LIVE, "it does not recover");
      await until(page, `!(${BANNER})`, "the banner stays");
    });

    await test.step("a program that ended and was started again is found again", async () => {
      const { port } = new URL(program.url);
      await program.end();
      await until(page, BANNER, "nothing is said");
      assertEquals(
        (await textOf(page, ".banner")).startsWith("▲ No connection: trying again."),
        true,
      );
      program = await Program.start(
        "--host=127.0.0.1",
        `--port=${port}`,
        "--alert.state-file=none",
      );
      await until(page, LIVE, "it does not come back");
      await until(page, `!(${BANNER})`, "the banner stays");
    });

    await test.step("a hidden page does not draw", async () => {
      const other = await page.context().newPage();
      await other.bringToFront();
      // Chromium without a screen never hides a page by itself.
      await page.evaluate(`(() => {
        Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      })()`);
      const before = await textOf(page, ".tiles");
      await page.waitForTimeout(2500);
      assertEquals(await textOf(page, ".tiles"), before);
      await page.evaluate(`(() => {
        delete document.hidden;
        document.dispatchEvent(new Event("visibilitychange"));
      })()`);
      await until(
        page,
        `document.querySelector(".tiles").innerText.trim() !== ${JSON.stringify(before)}`,
        "it does not draw again",
      );
      await other.close();
    });

    await test.step("who comes through a proxy sees no processes, and is told why", async () => {
      await using stranger = await look(browser, program.url, {
        extraHTTPHeaders: { "x-forwarded-for": "192.0.2.1" },
      });
      const { page } = stranger;
      await until(page, LIVE, "no values come");
      await page.locator("#section-processes").scrollIntoViewIfNeeded();
      await until(
        page,
        "document.querySelector('#section-processes .note').innerText.startsWith('Shown only to')",
        "it is not told",
      );
      assertEquals(await page.locator(".processes").count(), 0);
      // The browser's console says that the request was refused, and nothing else.
      assert(stranger.errors.every((one) => one.includes("403")), stranger.errors.join());
    });
  } finally {
    await browser.close();
    await program.end();
  }
});
