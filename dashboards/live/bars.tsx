/// <reference lib="dom" />
import { legendFor, type Panel, type PanelQuery } from "../panels.ts";
import { text } from "./format.ts";
import { levelOf, SIGNS } from "./levels.ts";
import { nowOf, tableOf } from "./now.ts";
import { queryOf } from "./queries.ts";
import { type Labels, newestOf, type Table } from "./table.ts";
import { say, words } from "./words.ts";

/** A bar for each series of the first query, the fullest first, with the other queries' numbers beside it. */
export function Bars({ panel }: { readonly panel: Panel }) {
  const table = tableOf(panel.slow);
  const [query, ...others] = panel.queries;
  const { min = 0, max = 100, unit, thresholds, key = "" } = panel;
  const bars = [...nowOf(query, table)].sort((a, b) => b.value - a.value);
  if (bars.length === 0) return <p class="empty">{say(panel.needs ?? words.nothing)}</p>;
  return (
    <ul class="bars">
      {bars.map(({ labels, value }) => {
        const level = levelOf(value, thresholds);
        const width = 100 * Math.min(1, Math.max(0, (value - min) / (max - min)));
        return (
          <li key={exprKey(labels)} class={level}>
            <span class="name">{labels[key] ?? legendFor(say(query.legend), labels)}</span>
            <b>
              {level !== "ok" && <i>{SIGNS[level]}</i>}
              {text(value, unit)}
            </b>
            <span class="track">
              <span class="fill" style={{ width: `${width.toFixed(1)}%` }} />
            </span>
            <span class="beside">
              {others.map((other) => (
                <Beside
                  key={other.expr}
                  query={other}
                  labels={labels}
                  panel={panel}
                  table={table}
                />
              ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const exprKey = (labels: Labels) => JSON.stringify(labels);

/** A number that belongs to the bar: of the series that has the bar's key, and its other labels too. */
function Beside(
  { query, labels, panel, table }: {
    readonly query: PanelQuery;
    readonly labels: Labels;
    readonly panel: Panel;
    readonly table: Table;
  },
) {
  const key = panel.key ?? "";
  const found = table.series(queryOf(query.expr)).find((one) =>
    one.labels[key] === labels[key] && (one.labels.device ?? "") === (labels.device ?? "")
  );
  const value = found ? newestOf(table, found) : NaN;
  if (Number.isNaN(value)) return null;
  const level = levelOf(value, query.thresholds ?? panel.thresholds);
  return (
    <span class={level}>
      {say(query.legend)}{" "}
      <b>
        {level !== "ok" && <i>{SIGNS[level]}</i>}
        {text(value, query.unit ?? panel.unit)}
      </b>
    </span>
  );
}
