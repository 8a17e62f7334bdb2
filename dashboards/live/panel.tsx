/// <reference lib="dom" />
import type { Panel as PanelOf, PanelKind } from "../panels.ts";
import { Bars } from "./bars.tsx";
import { Chart } from "./chart.tsx";
import { Stat } from "./stat.tsx";
import { Strip } from "./strip.tsx";
import { say } from "./words.ts";

const KINDS: Readonly<Record<PanelKind, typeof Chart>> = {
  timeseries: Chart,
  bars: Bars,
  stat: Stat,
  strip: Strip,
};

/** A panel under its title. */
export function Panel({ panel }: { readonly panel: PanelOf }) {
  const Kind = KINDS[panel.kind];
  return (
    <article class={`panel kind-${panel.kind}`} id={panel.id}>
      <details class="tells">
        <summary>
          <h3>{say(panel.title)}</h3>
        </summary>
        <p>{say(panel.tells)}</p>
      </details>
      <Kind panel={panel} />
    </article>
  );
}
