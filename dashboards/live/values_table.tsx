/// <reference lib="dom" />
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { Panel } from "../panels.ts";
import type { Drawn } from "./chart.tsx";
import { text, timeOf } from "./format.ts";
import { say, words } from "./words.ts";

/** Times in a table. */
const MOST = 12;

/** The values of a chart as a table, the newest first; made only while it is open. */
export function ValuesTable(
  { panel, drawn }: { readonly panel: Panel; readonly drawn: ReadonlySignal<Drawn | undefined> },
) {
  const isOpen = useSignal(false);
  return (
    <details
      class="table"
      onToggle={(event) => isOpen.value = (event.currentTarget as HTMLDetailsElement).open}
    >
      <summary aria-label={`${say(words.table)}: ${say(panel.title)}`}>{say(words.table)}</summary>
      {isOpen.value && drawn.value && <Values panel={panel} drawn={drawn.value} />}
    </details>
  );
}

function Values({ panel, drawn }: { readonly panel: Panel; readonly drawn: Drawn }) {
  const { lines, source: { table }, span } = drawn;
  const { first, end } = table.rowsIn(span);
  const every = Math.max(1, Math.ceil((end - first) / MOST));
  const rows = [];
  for (let row = end - 1; row >= first; row -= every) rows.push(row);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say(panel.title)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(words.time)}</th>
            {lines.map(({ name }) => <th scope="col" key={name}>{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{timeOf(table.times[row])}</th>
              {lines.map(({ name, series }) => (
                <td key={name}>{text(series.values[row], panel.unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
