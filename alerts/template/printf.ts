/**
 * Go's `fmt.Sprintf`, of the verbs that make sense in a template.
 *
 * @see https://pkg.go.dev/fmt#hdr-Printing
 * @module
 */
import { goQuoted } from "../../exporter/query/go_quoted.ts";
import { Arguments, WIDEST } from "./arguments.ts";
import { formatFloat } from "./numbers.ts";
import { isList, isMap, isTrue, printed, typeOf, type Value } from "./values.ts";

/** `[2]`: the number of the argument that is next; one whose end is far away has none. */
const NUMBER = "\\[(?:[^\\]]{0,99}\\])?";

/** `%-08.3f`: flags, width, precision, verb. A `*` stands for an argument; numbers before the last three. */
const VERB = new RegExp(
  `%(?<flags>[-+# 0]*)(?<first>${NUMBER})?(?<width>\\*|\\d*)` +
    `(?<point>\\.(?<second>${NUMBER})?(?<precision>\\*|\\d*))?(?<third>${NUMBER})?(?<verb>[^]?)`,
  "gu",
);

/** What it finds; undefined where something is not there. */
interface Found {
  readonly flags: string;
  readonly first?: string;
  /** "" where it is not there; the precision behind a point as well. */
  readonly width: string;
  readonly point?: string;
  readonly second?: string;
  readonly precision?: string;
  readonly third?: string;
  readonly verb: string;
}

/** How one verb is written. */
interface Spec {
  readonly verb: string;
  readonly flags: string;
  readonly width: number;
  /** -1 without one. */
  readonly precision: number;
}

/** Between two values stands a space if none of them is a text. */
export function sprint(args: readonly Value[]): string {
  return args.map((value, i) => {
    const isApart = i > 0 && typeof value !== "string" && typeof args[i - 1] !== "string";
    return (isApart ? " " : "") + printed(value);
  }).join("");
}

/** Spaces between, a line's end behind. */
export function sprintln(args: readonly Value[]): string {
  return `${args.map(printed).join(" ")}\n`;
}

/** What does not fit is said in the text itself, as Go does: `%!d(string=a)`. */
export function sprintf(format: string, values: readonly Value[]): string {
  const args = new Arguments(values);
  const text = format.replace(VERB, (...found) => one(found.at(-1), args));
  return text + args.extra();
}

/** What stands in the place of one verb. */
function one(found: Found, args: Arguments): string {
  const { flags, first, width, point, precision, verb } = found;
  const isFirst = args.goTo(first);
  const wide = width === "*" ? args.size(-WIDEST) : Number(width);
  const isSecond = args.goTo(found.second);
  const precise = precision === "*" ? args.size(0) : point ? Number(precision) : -1;
  const isThird = args.goTo(found.third);
  const problem = (wide === undefined ? "%!(BADWIDTH)" : "") +
    (precise === undefined ? "%!(BADPREC)" : "");
  if (verb === "%") return `${problem}%`;
  if (verb === "") return `${problem}%!(NOVERB)`;
  if (Number(width) > WIDEST || Number(precision) > WIDEST) return "%!(BADWIDTH)";
  // Digits stand before the number of what is written, not behind it.
  const isApart = first !== undefined && width !== "*" && (width !== "" || point !== undefined);
  if (isApart || !isFirst || !isSecond || !isThird) return `${problem}%!${verb}(BADINDEX)`;
  if (!args.hasNext) return `${problem}%!${verb}(MISSING)`;
  const spec = {
    verb,
    flags: (wide ?? 0) < 0 ? `${flags}-` : flags,
    width: Math.abs(wide ?? 0),
    precision: precise ?? -1,
  };
  return problem + padded(written(args.take(), spec), spec);
}

function written(value: Value, spec: Spec): string {
  const { verb, flags } = spec;
  if (verb === "T") return typeOf(value);
  if (value === undefined) return verb === "v" ? "<nil>" : `%!${verb}(<nil>)`;
  // Each of a list, or of a map's, by itself.
  if (isList(value)) return `[${value.map((one) => written(one, spec)).join(" ")}]`;
  if (isMap(value) && verb !== "v") {
    return `map[${
      [...value].sort().map(([key, one]) => `${written(key, spec)}:${written(one, spec)}`).join(" ")
    }]`;
  }
  const text = typeof value === "number"
    ? float(value, spec)
    : typeof value === "bigint"
    ? whole(value, spec)
    : typeof value === "boolean"
    ? "tv".includes(verb) ? String(isTrue(value)) : undefined
    : string(typeof value === "string" ? value : printed(value), spec);
  if (text === undefined) return `%!${verb}(${typeOf(value)}=${printed(value)})`;
  if (typeof value !== "number" && typeof value !== "bigint") return text;
  if (flags.includes("+")) return text.replace(/^(?![+-])/, "+");
  return flags.includes(" ") ? text.replace(/^\+?(?!-)/, " ") : text;
}

function float(value: number, { verb, precision }: Spec): string | undefined {
  if (verb === "v") return formatFloat(value, "g", precision);
  if (!"eEfFgG".includes(verb)) return undefined;
  // Without a precision %g writes as many digits as needed, the others six.
  const digits = precision < 0 && !"gG".includes(verb) ? 6 : precision;
  return formatFloat(value, verb === "F" ? "f" : verb, digits);
}

const BASES: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, x: 16, X: 16 };

function whole(value: bigint, { verb, flags, precision }: Spec): string | undefined {
  if (verb === "c") return String.fromCodePoint(Number(value));
  if (verb === "q") return `'${String.fromCodePoint(Number(value))}'`;
  const base = BASES[verb];
  if (base === undefined) return undefined;
  const sign = value < 0n ? "-" : "";
  let digits = (value < 0n ? -value : value).toString(base);
  if (verb === "X") digits = digits.toUpperCase();
  if (precision >= 0) digits = digits.padStart(precision, "0");
  const prefix = !flags.includes("#") || base === 10 ? "" : base === 16 ? `0${verb}` : "0";
  return sign + prefix + digits;
}

function string(value: string, { verb, precision, flags }: Spec): string | undefined {
  const characters = precision >= 0 ? [...value].slice(0, precision).join("") : value;
  if (verb === "s" || verb === "v") return characters;
  if (verb === "q") {
    return flags.includes("#") && !characters.includes("`")
      ? `\`${characters}\``
      : goQuoted(characters);
  }
  if (verb !== "x" && verb !== "X") return undefined;
  const bytes = [...new TextEncoder().encode(characters)];
  const text = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return verb === "X" ? text.toUpperCase() : text;
}

function padded(text: string, { flags, width }: Spec): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!flags.includes("0")) return " ".repeat(missing) + text;
  const [, sign] = /^([+-]?)/.exec(text)!;
  // Infinity has no digits to be filled up.
  if (/Inf|NaN/.test(text)) return " ".repeat(missing) + text;
  return sign + "0".repeat(missing) + text.slice(sign.length);
}
