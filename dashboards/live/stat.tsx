/// <reference lib="dom" />
import { legendFor, type Panel } from "../panels.ts";
import { written } from "./format.ts";
import { levelOf, SIGNS } from "./levels.ts";
import { nowOf, tableOf } from "./now.ts";
import { say, words } from "./words.ts";

/** The newest value of each series, large. */
export function Stat({ panel }: { readonly panel: Panel }) {
  const table = tableOf(panel.slow);
  const found = panel.queries.flatMap((query) =>
    nowOf(query, table).map(({ labels, value }) => ({
      name: legendFor(say(query.legend), labels),
      level: levelOf(value, query.thresholds ?? panel.thresholds),
      ...written(value, query.unit ?? panel.unit),
    }))
  );
  if (found.length === 0) return <p class="empty">{say(panel.needs ?? words.nothing)}</p>;
  return (
    <ul class="stat">
      {found.map(({ name, level, number, unit }) => (
        <li key={name} class={level}>
          <span class="number">
            {level !== "ok" && <i>{SIGNS[level]}</i>}
            {number}
            <small>{unit}</small>
          </span>
          <span class="name">{name}</span>
        </li>
      ))}
    </ul>
  );
}
