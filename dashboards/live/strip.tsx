/// <reference lib="dom" />
import { legendFor, type Panel } from "../panels.ts";
import { text, written } from "./format.ts";
import { levelOf, SIGNS } from "./levels.ts";
import { nowOf, tableOf } from "./now.ts";
import { say, words } from "./words.ts";

/** Beyond so many the cells have no numbers of their own. */
const NUMBERED = 64;

/** A cell for each series, filled to its value: one core at its limit shows among many that rest. */
export function Strip({ panel }: { readonly panel: Panel }) {
  const [query] = panel.queries;
  const table = tableOf(panel.slow);
  const cells = [...nowOf(query, table)].map((one) => ({
    ...one,
    name: legendFor(say(query.legend), one.labels),
  })).sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  const { min = 0, max = 100, unit, thresholds } = panel;
  if (cells.length === 0) return <p class="empty">{say(panel.needs ?? words.nothing)}</p>;
  return (
    <ul class={cells.length > NUMBERED ? "strip small" : "strip"}>
      {cells.map(({ name, value }) => {
        const level = levelOf(value, thresholds);
        const height = 100 * Math.min(1, Math.max(0, (value - min) / (max - min)));
        return (
          <li key={name} class={level} title={`${name}: ${text(value, unit)}`}>
            <span class="fill" style={{ height: `${height.toFixed(1)}%` }} />
            <span class="name">{name}</span>
            <b>
              {Math.round(value)}
              <i>{level === "ok" ? written(value, unit).unit : SIGNS[level]}</i>
            </b>
          </li>
        );
      })}
    </ul>
  );
}
