/// <reference lib="dom" />
import { sections } from "../panels.ts";
import { timeOf } from "./format.ts";
import { isThere } from "./now.ts";
import { pause, paused, range, type RangeName, showRange, zoom, zoomTo } from "./state.ts";
import { choose, type Theme, theme, THEMES } from "./theme.ts";
import { say, words } from "./words.ts";

const RANGE_NAMES: readonly RangeName[] = ["live", "hour", "hours", "day"];

/** Half a disc, a disc, and a crescent. */
const ICONS: Readonly<Record<Theme, string>> = {
  system: "M8 1a7 7 0 100 14A7 7 0 008 1zm0 2v10A5 5 0 018 3z",
  light: "M8 3a5 5 0 100 10A5 5 0 008 3z",
  dark: "M6 1a7 7 0 109 9A6 6 0 016 1z",
};

/** What is shown, and how. */
export function Toolbar() {
  const { value: part } = zoom;
  return (
    <div class="toolbar">
      <nav aria-label={say(words.sections)}>
        {sections.filter(isThere).map(({ id, title }) => (
          <a key={id} href={`#section-${id}`}>{say(title)}</a>
        ))}
        <a href="#section-processes">{say(words.processes)}</a>
      </nav>
      <div class="controls">
        {part && (
          <button type="button" class="whole" onClick={() => zoomTo(undefined)}>
            <span aria-hidden="true">⤢</span> {say(words.wholeRange)}
            <small>{timeOf(part.min)} – {timeOf(part.max)}</small>
          </button>
        )}
        <fieldset class="choice">
          <legend>{say(words.range)}</legend>
          {RANGE_NAMES.map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="range"
                checked={range.value === name}
                onChange={() => showRange(name)}
              />
              <span>{say(words[name])}</span>
            </label>
          ))}
        </fieldset>
        <button
          type="button"
          class="pause"
          aria-pressed={paused.value}
          onClick={() => pause(!paused.value)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={paused.value ? "M4 2l10 6-10 6z" : "M3 2h4v12H3zM9 2h4v12H9z"} />
          </svg>
          {say(paused.value ? words.resume : words.pause)}
        </button>
        <button
          type="button"
          class="theme"
          aria-label={`${say(words.theme)}: ${say(words[theme.value])}`}
          onClick={() => choose(THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length])}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={ICONS[theme.value]} />
          </svg>
          <span>{say(words[theme.value])}</span>
        </button>
      </div>
    </div>
  );
}
