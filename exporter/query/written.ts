/**
 * Expressions as Prometheus writes them, in one line.
 *
 * @module
 */
import type {
  Aggregate,
  Binary,
  Expr,
  MatrixSelector,
  Shift,
  Subquery,
  VectorSelector,
} from "./ast.ts";
import { goQuoted } from "./go_quoted.ts";

/** Writes the expressions of one query, each once. */
export class Writer {
  readonly #known = new WeakMap<Expr, string>();

  /** @param text the whole query */
  constructor(private readonly text: string) {}

  /** An expression in one line. */
  line(expr: Expr): string {
    let line = this.#known.get(expr);
    if (line === undefined) this.#known.set(expr, line = this.#line(expr));
    return line;
  }

  #line(expr: Expr): string {
    switch (expr.kind) {
      case "number":
        return goNumber(expr.value);
      case "string":
        return goQuoted(expr.value);
      case "selector":
        return this.#selector(expr) + shiftText(expr);
      case "matrix":
        return `${this.#selector(expr)}[${durationText(expr.range)}]${shiftText(expr)}`;
      case "subquery":
        return this.line(expr.expr) + subqueryText(expr);
      case "call":
        return `${expr.name}(${expr.args.map((arg) => this.line(arg)).join(", ")})`;
      case "aggregate": {
        const args = expr.parameter ? [expr.parameter, expr.expr] : [expr.expr];
        return `${aggregationText(expr)}(${args.map((arg) => this.line(arg)).join(", ")})`;
      }
      case "binary":
        return `${this.line(expr.left)} ${operatorText(expr)} ${this.line(expr.right)}`;
      case "negation":
        return `-${this.line(expr.expr)}`;
      case "plus":
        return `+${this.line(expr.expr)}`;
      case "paren":
        return `(${this.line(expr.expr)})`;
    }
  }

  #selector({ at, matchers }: VectorSelector | MatrixSelector): string {
    const isNamed = this.text[at] !== "{";
    const name = isNamed ? matchers[0].value : "";
    const texts = (isNamed ? matchers.slice(1) : matchers)
      .map(({ name, type, value }) => `${name}${type}${goQuoted(value)}`).sort();
    return texts.length > 0 ? `${name}{${texts.join(",")}}` : name;
  }
}

/** `sum by (a) `, before its arguments. */
export function aggregationText({ op, without, labels }: Aggregate): string {
  if (without) return `${op} without (${labels.join(", ")}) `;
  return labels.length > 0 ? `${op} by (${labels.join(", ")}) ` : op;
}

/** `+ on (a) group_left (b)`. */
export function operatorText({ op, bool, matching, left, right }: Binary): string {
  const { on, labels, many, include } = matching;
  const parts = bool ? [op, "bool"] : [op];
  // Beside a scalar nothing is matched.
  if (left.type === "scalar" || right.type === "scalar") return parts.join(" ");
  if (on || labels.length > 0) {
    parts.push(`${on ? "on" : "ignoring"} (${labels.join(", ")})`);
    if (many) parts.push(`group_${many} (${include.join(", ")})`);
  }
  return parts.join(" ");
}

/** `[5m:1m] offset 1m`. */
export function subqueryText(subquery: Subquery): string {
  const { range, step } = subquery;
  const every = step === undefined ? "" : durationText(step);
  return `[${durationText(range)}:${every}]${shiftText(subquery)}`;
}

function shiftText({ fixed, offset }: Shift): string {
  const at = typeof fixed === "number" ? (fixed / 1000).toFixed(3) : `${fixed}()`;
  const from = fixed === undefined ? "" : ` @ ${at}`;
  if (offset === undefined) return from;
  return `${from} offset ${offset < 0 ? "-" : ""}${durationText(Math.abs(offset))}`;
}

/** Units of durations, milliseconds; of years and weeks there are only whole ones, without a rest. */
const UNITS: readonly [unit: string, length: number, isWhole: boolean][] = [
  ["y", 31_536_000_000, true],
  ["w", 604_800_000, true],
  ["d", 86_400_000, false],
  ["h", 3_600_000, false],
  ["m", 60_000, false],
  ["s", 1000, false],
  ["ms", 1, false],
];

/** @param duration milliseconds, not negative */
function durationText(duration: number): string {
  let text = "";
  let rest = duration;
  for (const [unit, length, isWhole] of UNITS) {
    if (rest < length || isWhole && rest % length !== 0) continue;
    text += `${Math.floor(rest / length)}${unit}`;
    rest %= length;
  }
  return text || "0s";
}

/** A number as Go writes it: with an exponent below 0.0001 and from a million on. */
function goNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits, power] = value.toExponential().split("e");
  if (Number(power) >= -4 && Number(power) < 6) return String(value);
  return `${digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}
