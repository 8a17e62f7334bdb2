/**
 * Lines over an axis, as an SVG that is readable on light and dark paper.
 *
 * @module
 */

/** A line; the points in the order of their x. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Straight between its ends, and thin: what was fitted. */
  readonly dashed?: boolean;
}

/** A chart. */
export interface Chart {
  readonly title: string;
  /** What stands below. */
  readonly x: string;
  readonly y: string;
  /** Where the x axis has its numbers. */
  readonly ticks: readonly number[];
  /** Each doubling of x, and each tenfold y, is as wide as the next. */
  readonly logarithmic?: boolean;
  readonly lines: readonly Line[];
}

const WIDTH = 760, HEIGHT = 380;
const LEFT = 64, RIGHT = 180, TOP = 44, BOTTOM = 48;
/** Colours that can be told apart by everybody, on both papers. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];
/** Pixels between two names at the right. */
const NAME = 15;

const STYLE =
  "text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:14px;font-weight:600}" +
  "line{stroke:#8884}@media(prefers-color-scheme:dark){text{fill:#ddd}}";

/** The chart as a file. */
export function svg({ title, x, y, ticks, logarithmic = false, lines }: Chart): string {
  const points = lines.flatMap(({ points }) => points);
  const most = Math.max(...points.map(([, y]) => y));
  const least = logarithmic ? Math.min(...points.map(([, y]) => y)) : 0;
  const levels = logarithmic ? decades(least, most) : steps(most);
  const across = scale([Math.min(...ticks), Math.max(...ticks)], LEFT, WIDTH - RIGHT, logarithmic);
  const up = scale([levels[0], levels.at(-1)!], HEIGHT - BOTTOM, TOP, logarithmic);
  const parts = [
    text(LEFT, 22, title, 'class="title"'),
    ...levels.map((level) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${up(level)}" y2="${up(level)}"/>` +
      text(LEFT - 8, up(level) + 4, `${level}`, 'text-anchor="end"')
    ),
    ...ticks.map((tick) =>
      text(across(tick), HEIGHT - BOTTOM + 18, `${tick}`, 'text-anchor="middle"')
    ),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x, 'text-anchor="middle"'),
    text(LEFT, TOP - 8, y, 'text-anchor="end" dx="30"'),
    ...lines.map(({ points, dashed }, i) =>
      `<polyline fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="2"` +
      `${dashed ? ' stroke-dasharray="5 4"' : ""} points="${
        points.map(([x, y]) => `${across(x)},${up(y)}`).join(" ")
      }"/>`
    ),
    ...names(lines, up),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">` +
    `<title>${escape(title)}</title><style>${STYLE}</style>\n${parts.join("\n")}\n</svg>\n`;
}

/** Each at the end of its line, none upon another. */
function names(lines: readonly Line[], up: (y: number) => number): string[] {
  const ends = lines.map(({ name, points }, i) => ({ name, i, at: up(points.at(-1)![1]) + 4 }))
    .sort((a, b) => a.at - b.at);
  return ends.map(({ name, i, at }, place) => {
    const above = place === 0 ? -Infinity : ends[place - 1].at;
    ends[place].at = Math.max(at, above + NAME);
    const colour = `style="fill:${COLOURS[i % COLOURS.length]}"`;
    return text(WIDTH - RIGHT + 8, ends[place].at, name, colour);
  });
}

const text = (x: number, y: number, words: string, more = "") =>
  `<text x="${Math.round(x)}" y="${Math.round(y)}" ${more}>${escape(words)}</text>`;

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function scale(
  [from, to]: readonly [number, number],
  start: number,
  end: number,
  logarithmic: boolean,
): (value: number) => number {
  const of = logarithmic ? Math.log : (value: number) => value;
  return (value) =>
    Math.round(10 * (start + (end - start) * (of(value) - of(from)) / (of(to) - of(from)))) / 10;
}

/** Powers of ten around two numbers. */
function decades(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least)), last = Math.ceil(Math.log10(most));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`));
}

/** From 0 on, four to eight steps of 1, 2 or 5 and zeros. */
function steps(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].map((of) => of * power).find((step) => most / step <= 8)!;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step);
}
