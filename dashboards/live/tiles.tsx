/// <reference lib="dom" />
import { legendFor, type Tile, tiles } from "../panels.ts";
import { written } from "./format.ts";
import { levelOf, SIGNS } from "./levels.ts";
import { oneOf, tableOf } from "./now.ts";
import { Spark } from "./spark.tsx";
import { say, words } from "./words.ts";

/** The four numbers that tell whether the host is fine. */
export function Tiles() {
  return (
    <ul class="tiles">
      {tiles.map((tile) => <TileOf key={tile.id} tile={tile} />)}
    </ul>
  );
}

function TileOf({ tile }: { readonly tile: Tile }) {
  const table = tableOf(tile.slow);
  const values = tile.values.map((query) => {
    const now = oneOf(query, table);
    return {
      key: query.expr,
      name: legendFor(say(query.legend), now?.labels ?? {}),
      value: now?.value ?? NaN,
    };
  });
  const { value } = values[0];
  const level = levelOf(value, tile.thresholds);
  const isKnown = !Number.isNaN(value);
  return (
    <li class={`tile ${level}`} id={tile.id}>
      <a href={`#section-${tile.section}`} title={say(tile.tells)}>
        <span class="title">{say(tile.title)}</span>
        {tile.thresholds && isKnown && (
          <span class="level">
            <i>{SIGNS[level]}</i> {say(words[level])}
          </span>
        )}
        <span class={values.length > 1 ? "numbers two" : "numbers"}>
          {values.map(({ key, name, value }) => {
            const { number, unit } = written(value, tile.unit);
            return (
              <span key={key} class="number">
                {number}
                <small>{unit}</small>
                <span class="name">{name}</span>
              </span>
            );
          })}
        </span>
      </a>
      <Spark tile={tile} />
    </li>
  );
}
