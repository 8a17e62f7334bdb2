/** What the live page draws of values as they may come. */
import { assert, assertEquals } from "../assert.ts";
import { liveQueries } from "../../dashboards/live/queries.ts";
import { Program } from "../program.ts";
import { CHROMIUM, launch, look, textOf, until } from "./browser.ts";
import { tell } from "./stream.ts";

const ignore = CHROMIUM === undefined || Deno.build.os !== "linux";
const PRESSURE = liveQueries().fast.find((expr) => expr.includes("pressure_cpu_waiting"))!;

Deno.test("the live page and values as they may come", { ignore }, async (test) => {
  await using program = await Program.start();
  const browser = await launch();
  try {
    await test.step("a chart that begins with a gap shows its values whole", async () => {
      await using looked = await look(browser, "about:blank");
      const { page } = looked;
      const values = Array.from({ length: 120 }, (_, i) => i < 20 ? null : 40 + i % 9);
      // A rate needs two readings, the load one.
      const load = { expr: "node_load1", values: values.map(() => 1) };
      await tell(page, [{ expr: PRESSURE, values }, load]);
      await page.goto(program.url);
      await until(page, "document.querySelector('#cpu-pressure .legend b')", "nothing is drawn");
      // The area under the line ends below the top of the chart.
      const share = await page.evaluate(`(() => {
        const canvas = document.querySelector("#cpu-pressure canvas");
        const over = document.querySelector("#cpu-pressure .u-over");
        const scale = canvas.width / canvas.clientWidth;
        const x = (over.offsetLeft + over.clientWidth - 20) * scale;
        const height = over.clientHeight * scale;
        const { data } = canvas.getContext("2d").getImageData(x, over.offsetTop * scale, 1, height);
        let drawn = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i] > 0) drawn++;
        return drawn / (data.length / 4);
      })()`) as number;
      assert(share > 0.7 && share < 0.95, `${share} of the chart's height is filled`);
      assertEquals(looked.errors.filter((one) => !/Failed to load/.test(one)), []);
    });

    await test.step("in a gap the cursor has no point", async () => {
      await using looked = await look(browser, "about:blank");
      const { page } = looked;
      const values = Array.from({ length: 300 }, (_, i) => i > 100 && i < 200 ? null : 1 + i);
      const zero = values.map(() => 0);
      await tell(page, [{ expr: "node_load1", values }, { expr: "node_load5", values: zero }]);
      await page.goto(program.url);
      await until(page, "document.querySelector('#load .legend b')", "nothing is drawn");
      await page.locator("#load").scrollIntoViewIfNeeded();
      const box = (await page.locator("#load .u-over").boundingBox())!;
      const pointsAt = async (share: number) => {
        await page.mouse.move(box.x + share * box.width, box.y + 20);
        await page.waitForTimeout(100);
        return await page.locator("#load .u-cursor-pt:visible").count();
      };
      assertEquals([await pointsAt(0.2), await pointsAt(0.5)], [2, 1]);
      assertEquals(await textOf(page, "#load .legend li b"), "–");
      assertEquals(await pointsAt(0.9), 2);
    });
  } finally {
    await browser.close();
  }
});
