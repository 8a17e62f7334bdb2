/**
 * Numbers as Go reads and writes them: the numbers of Prometheus' text formats.
 *
 * @see https://pkg.go.dev/strconv#ParseFloat
 * @module
 */

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const WORD = /^(?:[+-]?inf(?:inity)?|nan)$/i;

/** Whether a text is a number in decimal digits, however large. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

/** The number in a text, hexadecimal ones and `_` left out; undefined if it is none, or too large. */
export function readFloat(text: string): number | undefined {
  if (isDecimal(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  if (!WORD.test(text)) return undefined;
  if (/^nan$/i.test(text)) return NaN;
  return text.startsWith("-") ? -Infinity : Infinity;
}

/**
 * A number in its shortest form: `0.5`, `1e-05`, `2e+06`, `+Inf`. The exponent is there from a million
 * on, and below a ten-thousandth.
 */
export function writeFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  const [digits, exponent] = value.toExponential().split("e");
  if (+exponent >= -4 && +exponent < 6) return `${value}`;
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}
