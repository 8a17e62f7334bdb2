/** What a chart draws of a table: which lines, and where. */
import type { Panel } from "../../../../dashboards/panels.ts";
import { LIVE, liveQueries } from "../../../../dashboards/live/queries.ts";
import { linesOf, Rows } from "../../../../dashboards/live/shape.ts";
import { Table } from "../../../../dashboards/live/table.ts";
import { parse } from "../../../../exporter/query/parse.ts";
import { assert, assertEquals } from "../../../assert.ts";

const same = (text: string) => ({ en: text, ko: text });
const PANEL: Panel = {
  id: "p",
  title: same("P"),
  tells: same("It tells."),
  kind: "timeseries",
  unit: "bytes/s",
  queries: [{ expr: "in", legend: same("{{d}} in") }, {
    expr: "out",
    legend: same("{{d}} out"),
    down: true,
  }],
};

function tableOf(values: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>) {
  const table = new Table(10, 1000);
  const all = Object.entries(values).flatMap(([query, series]) =>
    Object.entries(series).map(([d, rows]) => ({ to: table.seriesOf(query, { d }), rows }))
  );
  for (let i = 0; i < all[0].rows.length; i++) {
    const row = table.add((i + 1) * 1000)!;
    for (const { to, rows } of all) to.values[row] = rows[i];
  }
  return table;
}

Deno.test("what goes out is drawn below, in the colour of what comes in, with another dash", () => {
  const table = tableOf({ in: { a: [1, 2], b: [3, 4] }, out: { a: [5, 6], b: [7, NaN] } });
  const { lines } = linesOf(PANEL, table, LIVE, 0);
  assertEquals(lines.map(({ name, colour, dash, down }) => [name, colour, dash, down]), [
    ["a in", 0, 0, false],
    ["b in", 1, 0, false],
    ["a out", 0, 1, true],
    ["b out", 1, 1, true],
  ]);
  const rows = new Rows().of(table, lines, 0, false);
  assertEquals(rows.map((row) => [...row]), [[1000, 2000], [1, 2], [3, 4], [-5, -6], [-7, NaN]]);
  // Not copied.
  assert(rows[1].buffer === lines[0].series.values.buffer);
});

Deno.test("a stack adds up, without what is always zero; a gap of all is a gap", () => {
  const table = tableOf({ in: { a: [1, NaN, NaN], b: [0, 0, 0], c: [2, 3, NaN] } });
  const panel = { ...PANEL, stack: true, queries: [PANEL.queries[0]] } as const;
  const { lines, all } = linesOf(panel, table, LIVE, 0);
  assertEquals([lines.map(({ name }) => name), all], [["a in", "c in"], 2]);
  const rows = new Rows().of(table, lines, 0, true);
  assertEquals(rows.slice(1).map((row) => [...row]), [[1, NaN, NaN], [3, 3, NaN]]);
});

Deno.test("of too many lines the largest are drawn, and all are counted", () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`d${i}`, [i, i]]));
  const { lines, all } = linesOf(PANEL, tableOf({ in: many, out: {} }), LIVE, 0);
  assertEquals([lines.map(({ name }) => name), all], [
    ["d26 in", "d27 in", "d28 in", "d29 in"],
    30,
  ]);
});

Deno.test("those that are not told are counted too, also in a pause", () => {
  const table = tableOf({ in: { a: [1, 2] }, out: { a: [5, 6] } });
  table.count([{ expr: "in", all: 1000 }, { expr: "out" }]);
  for (const one of [table, table.copy()]) assertEquals(linesOf(PANEL, one, LIVE, 0).all, 1001);
  table.count([{ expr: "in" }, { expr: "out" }]);
  assertEquals(linesOf(PANEL, table, LIVE, 0).all, 2);
});

Deno.test("the largest series do for charts, not for bars, cells, tiles and what the host is", () => {
  const { fast, slow, charted } = liveQueries();
  const whole = [...fast, ...slow].filter((expr) => !charted.has(expr));
  const has = (part: string) => whole.some((expr) => expr.includes(part));
  assertEquals(["by (instance, cpu)", "node_filesystem_", "node_host_info"].filter(has).length, 3);
  assertEquals([...charted].filter((expr) => /network_receive_bytes|hwmon/.test(expr)).length, 2);
});

Deno.test("every query of the stream is right, and asked once", () => {
  const { fast, slow } = liveQueries();
  const all = [...fast, ...slow];
  for (const expr of all) parse(expr);
  assert(fast.length > 20 && slow.length > 15, `${fast.length} ${slow.length}`);
  assertEquals(all.filter((expr) => expr.includes("$")), []);
});
