/** The live page in a real browser, on a started program. */
import { readFileSync } from "node:fs";
import { sections } from "../../dashboards/panels.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { Program } from "../program.ts";
import { CHROMIUM, drag, drawnShare, launch, look, textOf, until } from "./browser.ts";

const AXE = import.meta.resolve("axe-core/axe.min.js");
const LIVE = "document.querySelector('.state.live') !== null";
const ignore = CHROMIUM === undefined || Deno.build.os !== "linux";

/** The number in a text such as `12.3 %`. */
const numberIn = (text: string) => Number(/[\d.,]+/.exec(text)?.[0].replaceAll(",", ""));

Deno.test("the live page in Chromium", { ignore }, async (test) => {
  await using program = await Program.start("--alert.state-file=none");
  const browser = await launch();
  try {
    const looked = await look(browser, program.url);
    const { page, errors, requests } = looked;

    await test.step("all sections draw, and no chart is blank", async () => {
      await until(page, LIVE, "no values come");
      await until(page, "document.querySelector('.host dd') !== null", "no facts come");
      const blank: string[] = [];
      for (const { id, panels } of sections) {
        if (await page.locator(`#section-${id}`).count() === 0) {
          assert(panels.every(({ needs }) => needs), `the section ${id} is not there`);
          continue;
        }
        for (const panel of panels) {
          const at = `#${panel.id}.panel`;
          await page.locator(at).scrollIntoViewIfNeeded();
          await page.waitForTimeout(150);
          if (panel.kind === "timeseries") {
            if (await page.locator(`${at} .empty`).count() > 0) blank.push(panel.id);
            else assert(await drawnShare(page, `${at} canvas`) > 0.01, `${panel.id} is blank`);
          } else if (await page.locator(`${at} li`).count() === 0) blank.push(panel.id);
        }
      }
      const mayBe = sections.flatMap(({ panels }) => panels)
        .filter(({ needs, slow }) => needs || slow).map(({ id }) => id);
      assertEquals(blank.filter((id) => !mayBe.includes(id)), []);
    });

    await test.step("what it says is what /metrics says", async () => {
      const metrics = await program.metrics();
      const of = (series: string) =>
        Number(metrics.split("\n").find((line) => line.startsWith(`${series} `))!.split(" ")[1]);
      const memory = of("node_memory_usage_percent");
      const shown = numberIn(await textOf(page, "#tile-memory .number"));
      assert(Math.abs(shown - memory) < 5, `${shown} % is shown, it is ${memory} %`);
      const total = numberIn(await textOf(page, ".host .memory dd"));
      assertEquals(total, Number((of("node_memory_MemTotal_bytes") / 2 ** 30).toFixed(1)));
      assertEquals(numberIn(await textOf(page, ".host .cpus dd")), navigator.hardwareConcurrency);
      const disk = Number(
        /^node_disk_usage_percent\{.*mountpoint="\/"\} (.*)$/m.exec(metrics)?.[1],
      );
      const bars = await page.locator(".bars").innerText();
      const bar = numberIn(/^\/\n+([\d.]+ %)/m.exec(bars)?.[1] ?? "");
      assert(Math.abs(bar - disk) < 1, `${bar} % of / is shown, it is ${disk} %`);
    });

    await test.step("there is something new every second", async () => {
      const times = await page.evaluate(`new Promise((resolve) => {
        const times = [];
        new PerformanceObserver((list) => {
          for (const { startTime } of list.getEntriesByName("hostvitals:tick")) times.push(startTime);
          if (times.length >= 4) resolve(times);
        }).observe({ type: "measure" });
      })`) as number[];
      const seconds = (times[3] - times[0]) / 3000;
      assert(seconds > 0.5 && seconds < 2.5, `${seconds} s between ticks: ${times}`);
    });

    await test.step("in a pause nothing moves, and behind it everything goes on", async () => {
      await page.click(".pause");
      await until(page, "document.querySelector('.state.paused') !== null", "no pause");
      const before = await textOf(page, ".tiles");
      await page.waitForTimeout(2500);
      assertEquals(await textOf(page, ".tiles"), before);
      await page.click(".pause");
      await until(page, LIVE, "it does not go on");
      await until(
        page,
        `document.querySelector(".tiles").innerText.trim() !== ${JSON.stringify(before)}`,
        "the tiles stand still",
      );
    });

    await test.step("a part is chosen by dragging, in all charts; a double click shows all", async () => {
      await page.locator("#cpu-usage").scrollIntoViewIfNeeded();
      await drag(page, "#cpu-usage");
      await until(page, "document.querySelector('.whole') !== null", "nothing was chosen");
      await page.dblclick("#cpu-usage .u-over");
      await until(page, "document.querySelector('.whole') === null", "the part stays");
      await page.click(".pause");
      await until(page, LIVE, "it does not go on");
    });

    await test.step("one cursor is over all charts", async () => {
      const box = (await page.locator("#cpu-usage .u-over").boundingBox())!;
      await page.mouse.move(box.x + box.width - 6, box.y + box.height / 2);
      await until(
        page,
        `document.querySelector("#cpu-usage .legend time") !== null &&
         document.querySelector("#cpu-modes .legend time") !== null`,
        "the other chart has no cursor",
      );
      await page.mouse.move(5, 5);
    });

    await test.step("keys reach everything: skip link, ranges, a chart's values", async () => {
      await page.locator("#cpu-usage .chart").focus();
      await page.keyboard.press("End");
      await page.keyboard.press("ArrowLeft");
      const chart = page.locator("#cpu-usage .chart");
      assert(
        /^\d\d:\d\d:\d\d: busy [\d.]+ %$/.test(await chart.getAttribute("aria-valuetext") ?? ""),
      );
      assertEquals(await chart.getAttribute("aria-label"), "CPU usage");
      await page.keyboard.press("+");
      await until(page, "document.querySelector('.whole') !== null", "plus does not zoom");
      await page.keyboard.press("Escape");
      await until(page, "document.querySelector('.whole') === null", "Escape does not show all");
      await page.locator(".pause").focus();
      await page.keyboard.press("Enter");
      await until(page, LIVE, "Enter does not go on");
      await page.locator("#cpu-usage .table summary").focus();
      await page.keyboard.press("Enter");
      await until(page, "document.querySelectorAll('#cpu-usage td').length > 0", "no table");
      assertEquals(await textOf(page, "#cpu-usage thead"), "Time\tbusy");
    });

    await test.step("in a part that is shown, keys stay in it", async () => {
      const at = () =>
        page.evaluate(`(() => {
          const chart = document.querySelector("#cpu-usage .chart");
          const [row, min, max] = ["now", "min", "max"]
            .map((name) => Number(chart.getAttribute("aria-value" + name)));
          const { left, right } = chart.querySelector(".u-over").getBoundingClientRect();
          const cursor = chart.querySelector(".u-cursor-x").getBoundingClientRect().left;
          return { row, min, max, isInside: cursor >= left - 1 && cursor <= right + 1 };
        })()`) as Promise<{ row: number; min: number; max: number; isInside: boolean }>;
      const press = async (...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key);
        return await at();
      };
      const chart = page.locator("#cpu-usage .chart");
      await chart.focus();
      const { max: newest } = await press("End");
      // Around a row that is a few seconds old: the newest are no longer in it.
      await press("PageUp", "+", "+", "+");
      await until(page, "document.querySelector('.whole') !== null", "plus does not zoom");
      for (const [key, edge] of [["End", "max"], ["Home", "min"]] as const) {
        const place = await press(key);
        assert(place.isInside && place.row === place[edge], `${key}: ${JSON.stringify(place)}`);
        assert(place.max < newest && place.max > place.min, JSON.stringify(place));
        assertEquals(await press(key === "End" ? "ArrowRight" : "ArrowLeft"), place);
        assertEquals(await press(key === "End" ? "PageDown" : "PageUp"), place);
      }
      // Without a cursor it is the last that is shown.
      await chart.locator(".u-over").hover();
      await page.mouse.move(5, 5);
      const { row, max } = await at();
      assertEquals(row, max);
      await press("Escape");
      await until(page, "document.querySelector('.whole') === null", "Escape does not show all");
      await page.click(".pause");
      await until(page, LIVE, "it does not go on");
    });

    await test.step("longer ranges come from the query API", async () => {
      await page.locator(".choice label", { hasText: "1 h" }).click();
      await until(
        page,
        "document.querySelector('#cpu-usage canvas') && document.querySelector('#cpu-usage .legend')",
        "no chart of an hour",
      );
      await page.waitForResponse((response) =>
        response.url().includes("/api/v1/query_range") && response.ok()
      );
      await page.locator(".choice label", { hasText: "5 min" }).click();
      await until(page, LIVE, "the live range does not come back");
    });

    await test.step("processes are shown here, by name only", async () => {
      await page.locator("#section-processes").scrollIntoViewIfNeeded();
      await until(page, "document.querySelectorAll('.processes td').length > 8", "no processes");
      const names = await page.locator(".processes tbody th").allInnerTexts();
      assert(names.every((name) => !name.includes("--allow-all")), names.join());
    });

    await test.step("axe finds nothing serious, in light and dark", async () => {
      // Its script would have to be of the page's own origin: the debugger may put it in.
      const axe = readFileSync(new URL(AXE), "utf8");
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.evaluate(axe);
        const found = await page.evaluate("axe.run()") as {
          violations: { id: string; impact: string; nodes: { html: string }[] }[];
        };
        const bad = found.violations.filter(({ impact }) => /serious|critical/.test(impact));
        const told = bad.map(({ id, nodes }) =>
          `${id}: ${nodes.map(({ html }) => html).join(" ")}`
        );
        assertEquals(told, [], scheme);
      }
    });

    await test.step("it asks nobody else, and its console is clean", () => {
      const origins = new Set(requests.map((url) => new URL(url).origin));
      assertEquals([...origins], [new URL(program.url).origin]);
      assertEquals(errors, []);
    });
    await looked[Symbol.asyncDispose]();

    await test.step("dark mode is dark, by the system and by the switch, which is remembered", async () => {
      await using looked = await look(browser, program.url, { colorScheme: "dark" });
      const { page } = looked;
      const back = "getComputedStyle(document.body).backgroundColor";
      await until(page, `${back} === 'rgb(13, 17, 22)'`, "it is not dark");
      await page.click(".theme");
      await until(page, `${back} === 'rgb(244, 246, 248)'`, "the switch does nothing");
      await page.reload();
      await until(page, `${back} === 'rgb(244, 246, 248)'`, "the choice is forgotten");
    });

    await test.step("a browser whose clock is wrong shows what is now, and how old it is", async () => {
      await using looked = await look(browser, "about:blank");
      const { page } = looked;
      await page.addInitScript("{ const { now } = Date; Date.now = () => now() - 7_200_000; }");
      const alert = {
        state: "firing",
        labels: { alertname: "Old" },
        annotations: {},
        activeAt: new Date(Date.now() - 630_000).toISOString(),
      };
      const soon = { ...alert, state: "pending", labels: { alertname: "Soon" } };
      const alerts = [alert, soon];
      await page.route(
        "**/api/v1/alerts",
        (route) => route.fulfill({ json: { status: "success", data: { alerts } } }),
      );
      await page.goto(program.url);
      await until(page, LIVE, "no values come");
      assertMatch(await textOf(page, ".alerts .of"), /for 10 min/);
      assertMatch(await textOf(page, ".alerts .pending .of"), /Soon · pending · for 10 min/);
      assertMatch(await page.title(), /^\(1\) .+ · hostvitals$/);
      await page.locator(".choice label", { hasText: "1 h" }).click();
      await page.locator("#load").scrollIntoViewIfNeeded();
      const legend = `document.querySelector("#load .legend b")?.innerText`;
      await until(page, `/\\d/.test(${legend})`, "no values of the last hour");
    });

    await test.step("a phone scrolls down only, and a browser that reads Korean gets it", async () => {
      await using looked = await look(browser, program.url, {
        viewport: { width: 360, height: 740 },
        isMobile: true,
        hasTouch: true,
        locale: "ko-KR",
      });
      const { page, errors } = looked;
      await until(page, LIVE, "no values come");
      // Of what is read every 15 s, too, there is the past.
      assert(/^[\d.]+\s*%/.test(await textOf(page, "#tile-disk .number")));
      assertEquals(await page.evaluate("document.documentElement.lang"), "ko");
      assertEquals(await textOf(page, "#tile-memory .title"), "메모리");
      assertEquals(await page.evaluate("document.documentElement.scrollWidth"), 360);
      await page.evaluate("scrollTo(0, document.body.scrollHeight)");
      await page.waitForTimeout(300);
      assertEquals(await page.evaluate("document.documentElement.scrollWidth"), 360);
      assertEquals(errors, []);
    });
    await test.step("everything that it loads is small, and it paints at once", async () => {
      await using looked = await look(browser, program.url);
      const { page } = looked;
      await until(page, LIVE, "no values come");
      const [bytes, sent] = await page.evaluate(`(() => {
        const loaded = performance.getEntriesByType("resource")
          .filter(({ name }) => name.includes("/assets/"));
        const all = [...performance.getEntriesByType("navigation"), ...loaded];
        const sum = (of) => all.reduce((sum, entry) => sum + entry[of], 0);
        return [sum("decodedBodySize"), sum("transferSize")];
      })()`) as [number, number];
      const paint = await page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime",
      ) as number;
      console.log(`live page: ${bytes} bytes, ${sent} sent; first paint ${Math.round(paint)} ms`);
      assert(bytes <= 150_000, `${bytes} bytes`);
    });
  } finally {
    await browser.close();
  }
});
