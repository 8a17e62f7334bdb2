/// <reference lib="dom" />
import type { ReadonlySignal } from "@preact/signals";
import type { Panel } from "../panels.ts";
import type { Drawn } from "./chart.tsx";
import { text, timeOf } from "./format.ts";
import { DASHES } from "./plot.ts";
import type { Line } from "./shape.ts";
import { fill, words } from "./words.ts";

/** The names of a chart's lines, with their values at the cursor, else now. */
export function Legend(
  { panel, drawn, hovered }: {
    readonly panel: Panel;
    readonly drawn: ReadonlySignal<Drawn | undefined>;
    readonly hovered: ReadonlySignal<number | undefined>;
  },
) {
  if (!drawn.value) return <div class="legend" />;
  const row = hovered.value;
  const { lines, all, source: { table }, first } = drawn.value;
  const at = row === undefined ? table.end - 1 : Math.min(first + row, table.end - 1);
  return (
    <div class="legend" aria-hidden="true">
      <ul>
        {lines.map((line) => (
          <li key={line.name}>
            <Sample line={line} panel={panel} />
            <span class="name">{line.name}</span>
            <b>{text(line.series.values[at], panel.unit)}</b>
          </li>
        ))}
      </ul>
      {all > lines.length && (
        <p>{fill(words.more, { shown: String(lines.length), all: String(all) })}</p>
      )}
      {row !== undefined && <time>{timeOf(table.times[at])}</time>}
    </div>
  );
}

/** A piece of the line as it is drawn. */
export function Sample({ line, panel }: { readonly line: Line; readonly panel: Panel }) {
  const { colour, dash, reference, down } = line;
  const kind = reference ? "reference" : `s${colour % 8 + 1}`;
  if (panel.stack && !reference) {
    return (
      <svg class={`sample ${kind}`} viewBox="0 0 18 10">
        <rect x="2" y="0" width="14" height="10" rx="2" />
      </svg>
    );
  }
  const pattern = reference ? [4, 4] : DASHES[dash % DASHES.length];
  return (
    <svg class={`sample ${kind}`} viewBox="0 0 18 10">
      <path d="M0 5H18" stroke-dasharray={pattern.join(" ") || undefined} />
      {down && <path d="M6 6l3 4 3-4z" class="solid" />}
    </svg>
  );
}
