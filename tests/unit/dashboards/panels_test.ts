/** What holds for all panels, whoever draws them. */
import { exprFor, facts, sections, type Text, tiles, UNITS } from "../../../dashboards/panels.ts";
import { itself } from "../../../dashboards/panels/itself.ts";
import { collectors } from "../../../collectors/mod.ts";
import { metricsOf } from "../../../collectors/seldom.ts";
import { liveOf } from "../../../exporter/history/live.ts";
import { parse } from "../../../exporter/query/parse.ts";
import { Telemetry } from "../../../exporter/telemetry.ts";
import { assert, assertEquals } from "../../assert.ts";

const all = [...sections, ...itself];
const panels = all.flatMap(({ panels }) => panels);

/** Everything that asks something, with its expressions. */
const asking = [
  ...panels.map(({ id, slow, queries }) => ({ id, slow, exprs: queries.map(({ expr }) => expr) })),
  ...tiles.map(({ id, slow, values, trend }) => ({
    id,
    slow,
    exprs: [...values, ...trend].map(({ expr }) => expr),
  })),
];
const exprs = [...asking.flatMap(({ exprs }) => exprs), ...facts.map(({ expr }) => expr)];

const metrics = (await Promise.all(collectors.map(metricsOf))).flat();

/** The families that are read every second. */
const live = liveOf(collectors.map(({ name }) => name), false);
const liveNames = new Set(
  metrics.filter((metric) => live.has(metric)).map(({ name }) => name),
);

Deno.test("every id is kebab-case and there once", () => {
  const ids = [...all, ...panels, ...tiles].map(({ id }) => id);
  for (const id of ids) assert(/^[a-z]+(-[a-z]+)*$/.test(id), id);
  const ofPanels = [...panels, ...tiles].map(({ id }) => id);
  assertEquals(new Set(ofPanels).size, ofPanels.length);
  assertEquals(new Set(all.map(({ id }) => id)).size, all.length);
});

Deno.test("every title and explanation is there in both languages, with every label", () => {
  const texts: Text[] = [
    ...all.map(({ title }) => title),
    ...[...panels, ...tiles].flatMap(({ title, tells }) => [title, tells]),
    ...panels.flatMap(({ queries, needs }) => [
      ...queries.map(({ legend }) => legend),
      ...needs ? [needs] : [],
    ]),
    ...facts.map(({ title }) => title),
  ];
  const labels = (text: string) => text.match(/\{\{\w+\}\}/g)?.join() ?? "";
  for (const { en, ko } of texts) {
    assert(en !== "" && ko !== "", en);
    assertEquals(labels(ko), labels(en));
  }
  for (const { tells } of panels) {
    assert(tells.en.endsWith(".") && /다\.$|세요\.$/.test(tells.ko), tells.ko);
  }
});

Deno.test("every expression is valid PromQL, and about one host", () => {
  for (const expr of exprs) {
    parse(exprFor(expr, { rate: "5s", slow: "1m" }));
    const filled = exprFor(expr, { host: 'instance="a"', rate: "5s" });
    parse(filled);
    const families = filled.match(/\b(node|process|hostvitals)_\w+/g) ?? [];
    const matched = filled.match(/instance="a"/g) ?? [];
    assertEquals(matched.length, families.length, filled);
  }
});

Deno.test("every family is one that hostvitals has, or node_exporter's", () => {
  const patterns = metrics.map(({ name }) => RegExp(`^${name.replace(/<\w+>/g, "\\w+")}$`));
  return new Telemetry("0").families().then((own) => {
    const names = new Set(own.map(({ metric }) => metric.name));
    for (const family of exprs.flatMap((expr) => expr.match(/\b(node|process|hostvitals)_\w+/g)!)) {
      const histogram = family.replace(/_(sum|count|bucket)$/, "");
      assert(
        patterns.some((pattern) => pattern.test(family)) || names.has(histogram) ||
          /^node_(scrape_collector_|memory_Mem|memory_Swap|hwmon_|vmstat_|netstat_)/.test(family),
        family,
      );
    }
  });
});

Deno.test("a window of seconds is only over families that are read every second", () => {
  for (const expr of exprs) {
    for (const [, family] of expr.matchAll(/(\w+)\{[^{}]*\}\[\$rate\]/g)) {
      assert(liveNames.has(family), family);
    }
    for (const [, family] of expr.matchAll(/(\w+)\{[^{}]*\}\[\$slow\]/g)) {
      assert(!liveNames.has(family), family);
    }
  }
});

Deno.test("what is not slow can be drawn from families that are read every second", () => {
  for (const { id, slow, exprs } of asking) {
    for (const expr of exprs) {
      const families = expr.match(/\b(node|process|hostvitals)_\w+/g)!;
      assertEquals(families.some((family) => liveNames.has(family)), !slow, `${id}: ${expr}`);
    }
  }
});

Deno.test("thresholds get worse, bars have a key, tiles lead to a section", () => {
  for (const { id, thresholds = [], unit, kind, key } of panels) {
    assert(unit in UNITS, id);
    const upwards = thresholds.filter(({ below }) => !below).map(({ value }) => value);
    assertEquals(upwards, [...upwards].sort((a, b) => a - b), id);
    assertEquals(kind === "bars", key !== undefined, id);
  }
  for (const { section } of tiles) assert(sections.some(({ id }) => id === section), section);
});
