/**
 * Go's `fmt.Sprintf`, of the verbs that make sense in a template.
 *
 * @see https://pkg.go.dev/fmt#hdr-Printing
 * @module
 */
import { formatFloat } from "./numbers.ts";
import { isList, isMap, isTrue, printed, typeOf, type Value } from "./values.ts";

/** `%-08.3f`: flags, width, precision, verb. */
const VERB = /%([-+# 0]*)(\d*)(?:\.(\d*))?([^]?)/gu;

/** Wider than anybody writes. */
const WIDEST = 10_000;

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
export function sprintf(format: string, args: readonly Value[]): string {
  let next = 0;
  const text = format.replace(VERB, (_, flags, width, precision, verb) => {
    if (verb === "%") return "%";
    if (verb === "") return "%!(NOVERB)";
    if (Number(width) > WIDEST || Number(precision) > WIDEST) return "%!(BADWIDTH)";
    if (next >= args.length) return `%!${verb}(MISSING)`;
    const spec = {
      verb,
      flags,
      width: Number(width),
      precision: precision === undefined ? -1 : Number(precision),
    };
    return padded(written(args[next++], spec), spec);
  });
  if (next >= args.length) return text;
  const extra = args.slice(next).map((value) =>
    value === undefined ? "<nil>" : `${typeOf(value)}=${printed(value)}`
  );
  return `${text}%!(EXTRA ${extra.join(", ")})`;
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
      : quoted(characters);
  }
  if (verb !== "x" && verb !== "X") return undefined;
  const bytes = [...new TextEncoder().encode(characters)];
  const text = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return verb === "X" ? text.toUpperCase() : text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

function quoted(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what it is about
  const escaped = text.replace(/["\\\x00-\x1f\x7f]/g, (char) => {
    const code = char.charCodeAt(0).toString(16).padStart(2, "0");
    return ESCAPES[char] ?? `\\x${code}`;
  });
  return `"${escaped}"`;
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
