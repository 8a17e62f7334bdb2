import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  VizOrientation,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type Dashboard,
  type DashboardBuilder,
  RowBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import {
  type Fact,
  facts,
  type Section,
  sections,
  type Tile,
  tiles,
  UNITS,
} from "../../dashboards/panels.ts";
import { described, draw, filled, lastValue, steps } from "./panel.ts";
import {
  dashboard,
  finished,
  firing,
  labelVariable,
  ONE_HOST,
  panelId,
  query,
  refId,
} from "./parts.ts";

/** One host: what it is, how it is, and all sections. */
export function host(): Dashboard {
  const here = `{${ONE_HOST}}`;
  const built = dashboard(
    "hostvitals-host",
    "hostvitals: host",
    "One host by the USE method: for each resource how much of it is used, whether something waits for it, and what went wrong.",
  )
    .withVariable(labelVariable("job", "Job", "label_values(node_time_seconds, job)"))
    .withVariable(
      labelVariable(
        "instance",
        "Instance",
        'label_values(node_time_seconds{job=~"$job"}, instance)',
        true,
      ),
    )
    .withVariable(
      labelVariable(
        "interface",
        "Interface",
        `label_values(node_network_receive_bytes_total${here}, device)`,
      ),
    )
    .withVariable(
      labelVariable(
        "device",
        "Device",
        `label_values(node_disk_reads_completed_total${here}, device)`,
      ),
    )
    .withVariable(
      labelVariable(
        "mountpoint",
        "Mountpoint",
        `label_values(node_filesystem_size_bytes${here}, mountpoint)`,
      ),
    )
    .annotation(firing('instance="$instance"'));

  for (const tile of tiles) built.withPanel(large(tile));
  built.withPanel(words(facts.filter(({ label }) => label)));
  built.withPanel(numbers(facts.filter(({ label }) => !label)));
  for (const section of sections) addSection(built, section);
  return finished(built);
}

/** A row with the panels of a section, two or three beside each other. */
export function addSection(built: DashboardBuilder, { id, title, panels }: Section): void {
  built.withRow(new RowBuilder(title.en).id(panelId(`row-${id}`)));
  for (const { of, panels: line } of lines(panels)) {
    for (const panel of line) built.withPanel(draw(panel, ONE_HOST, { w: 24 / of, h: 8 }));
  }
}

/** In lines of three, or of two where three would leave one alone. */
function* lines<T>(panels: readonly T[]): Generator<{ of: number; panels: readonly T[] }> {
  for (let from = 0; from < panels.length;) {
    const left = panels.length - from;
    const of = left === 2 || left === 4 ? 2 : Math.min(3, left);
    yield { of, panels: panels.slice(from, from + of) };
    from += of;
  }
}

/** Large numbers, each with its last hour where it is one series. */
function large({ id, title, tells, unit, min, max, thresholds, values, trend }: Tile): Stat {
  const moving = values.every(({ expr }, index) => expr === trend[index]?.expr);
  const asked = (moving ? trend : values).map(({ expr, legend }, index) => {
    const one = query(refId(index), filled(expr, ONE_HOST), legend.en);
    return moving ? one.range() : one.instant();
  });
  const chart = described(new Stat(), id, title.en, tells.en, { w: 6, h: 4 })
    .targets(asked)
    .unit(UNITS[unit].grafana)
    .thresholds(steps(thresholds))
    .reduceOptions(lastValue())
    .graphMode(moving ? BigValueGraphMode.Area : BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .textMode(BigValueTextMode.ValueAndName);
  if (min !== undefined) chart.min(min);
  if (max !== undefined) chart.max(max);
  return chart;
}

const SMALL = { w: 12, h: 3 };

function words(facts: readonly Fact[]): Stat {
  return described(new Stat(), "facts-words", "Host", "Which host this is.", SMALL)
    .targets(
      facts.map(({ expr, label }, index) =>
        query(refId(index), filled(expr, ONE_HOST), label).instant()
      ),
    )
    .unit("string")
    .thresholds(steps())
    .reduceOptions(lastValue())
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.None)
    .textMode(BigValueTextMode.Name)
    .orientation(VizOrientation.Vertical);
}

function numbers(facts: readonly Fact[]): Stat {
  const chart = described(
    new Stat(),
    "facts-numbers",
    "Size and uptime",
    "CPUs, memory, and how long the host has been up.",
    SMALL,
  )
    .targets(
      facts.map(({ expr, title }, index) =>
        query(refId(index), filled(expr, ONE_HOST), title.en).instant()
      ),
    )
    .unit("none")
    .thresholds(steps())
    .reduceOptions(lastValue())
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.None)
    .textMode(BigValueTextMode.ValueAndName);
  facts.forEach(({ unit }, index) =>
    chart.overrideByQuery(refId(index), [{ id: "unit", value: UNITS[unit].grafana }])
  );
  return chart;
}
