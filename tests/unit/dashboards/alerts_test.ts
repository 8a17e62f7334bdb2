/** The panels and the alerts say the same of the same thing. */
import { parse } from "yaml";
import { sections, type Threshold, tiles } from "../../../dashboards/panels.ts";
import { assertEquals } from "../../assert.ts";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
}
const RULES: readonly Rule[] = parse(
  Deno.readTextFileSync(new URL("../../../alerts/system_alerts.yml", import.meta.url)),
).groups.flatMap(({ rules }: { rules: Rule[] }) => rules);

const panel = (id: string) =>
  sections.flatMap(({ panels }) => panels).find((panel) => panel.id === id)!;

/** A panel or tile, or a query of a panel, and the alerts that begin at its thresholds. */
const SAME:
  readonly (readonly [what: string, of: { thresholds?: readonly Threshold[] }, alert: string])[] = [
    ...tiles.slice(0, 3).map((tile, index) =>
      [tile.id, tile, ["CpuBusy", "MemoryFull", "DiskFull"][index]] as const
    ),
    ["cpu-usage", panel("cpu-usage"), "CpuBusy"],
    ["cpu-pressure", panel("cpu-pressure"), "CpuPressure"],
    ["disk-space", panel("disk-space"), "DiskFull"],
    ["disk-usage", panel("disk-usage"), "DiskFull"],
    ["disk-space, full in", panel("disk-space").queries[4], "DiskFillingUp"],
    ["io-pressure", panel("io-pressure"), "IoPressure"],
  ];

for (const [what, { thresholds = [] }, alert] of SAME) {
  Deno.test(`the colours of ${what} change where ${alert} begins`, () => {
    const steps = RULES.filter((rule) => rule.alert === alert).map(({ expr, labels }) => {
      const [, value] = / [<>] (\d[\d.]+)/.exec(expr)!;
      return [labels.severity, Number(value)];
    });
    assertEquals(thresholds.map(({ level, value }) => [level, value]), steps);
  });
}

Deno.test("memory pressure is a warning where tasks wait as long as MemoryPressure says", () => {
  const [{ expr }] = RULES.filter(({ alert }) => alert === "MemoryPressure");
  const [{ value }] = panel("memory-pressure").thresholds!;
  assertEquals(expr.endsWith(`> ${value}`), true, expr);
});
