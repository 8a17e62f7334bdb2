/** What charts show beyond the live minutes is asked for, up to the host's time. */
import { load, RANGES } from "../../../../dashboards/live/range_data.ts";
import { ahead, feed, hostIsAt, pause } from "../../../../dashboards/live/state.ts";
import type { Panel } from "../../../../dashboards/panels.ts";
import { assertEquals } from "../../../assert.ts";

const PANEL: Pick<Panel, "queries"> = { queries: [{ expr: "a", legend: { en: "a", ko: "a" } }] };
const { span, step } = RANGES.hour;

/** The times of the table and of the question for it, milliseconds. */
async function loaded() {
  const before = globalThis.fetch;
  let asked = new URLSearchParams();
  globalThis.fetch = (address) => {
    asked = new URL(String(address), "http://localhost").searchParams;
    return Promise.resolve(Response.json({ data: { result: [] } }));
  };
  try {
    const table = await load(PANEL as Panel, RANGES.hour, new AbortController().signal);
    const [start, end] = ["start", "end"].map((name) => 1000 * Number(asked.get(name)));
    return { start, end, shown: [table.times[table.first], table.last] };
  } finally {
    globalThis.fetch = before;
  }
}

for (const hours of [0, 2, -2]) {
  Deno.test(`a range ends at the host's time, ${hours} h from the browser's`, async () => {
    const now = () => Math.floor((Date.now() + hours * 3_600_000) / step) * step;
    try {
      if (hours !== 0) hostIsAt(Date.now() + hours * 3_600_000);
      const before = now();
      const { start, end, shown } = await loaded();
      // The step may have gone on meanwhile.
      assertEquals([before, now()].includes(end), true);
      assertEquals([start, ...shown], [end - span, end - span, end]);
    } finally {
      ahead.value = 0;
    }
  });
}

Deno.test("in a pause a range ends where the pause began", async () => {
  const began = Date.now() - 600_000;
  feed.schema(
    JSON.stringify({ group: "fast", version: 1, queries: [{ expr: "a", series: [{}] }] }),
  );
  feed.tick(JSON.stringify(["fast", 1, began, 1]));
  pause(true);
  try {
    assertEquals((await loaded()).end, Math.floor(began / step) * step);
  } finally {
    pause(false);
    feed.tables.fast.empty();
  }
});

Deno.test("an answer that is not the program's is told by its status", async () => {
  const before = globalThis.fetch;
  const said = (answer: Response) => {
    globalThis.fetch = () => Promise.resolve(answer);
    return load(PANEL as Panel, RANGES.hour, new AbortController().signal)
      .then(() => "", ({ message }) => message);
  };
  try {
    assertEquals(await said(new Response("<h1>Bad gateway</h1>", { status: 502 })), "HTTP 502");
    assertEquals(await said(new Response("too many\n", { status: 429 })), "HTTP 429");
    assertEquals(
      await said(Response.json({ error: "it is wrong" }, { status: 422 })),
      "it is wrong",
    );
  } finally {
    globalThis.fetch = before;
  }
});
