/**
 * Floating-point numbers as Go's `fmt` writes them: rounded exactly, halves to the even neighbour.
 *
 * @see https://pkg.go.dev/strconv#FormatFloat
 * @module
 */

/** A number's digits: 0.d1d2d3... times ten to the power `point`. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** From this exponent on the shortest form of a number is written with one. */
const SHORTEST_EXPONENT = 6;

/**
 * A number in one of Go's formats.
 *
 * @param verb `e`, `f` or `g`; in capitals the exponent is one, too
 * @param precision -1: as many digits as tell the number from all others
 */
export function formatFloat(value: number, verb: string, precision: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const text = unsigned(Math.abs(value), verb.toLowerCase(), precision);
  return sign + (verb === verb.toLowerCase() ? text : text.toUpperCase());
}

function unsigned(value: number, verb: string, precision: number): string {
  if (verb === "f") {
    return precision < 0 ? plain(shortest(value)) : fixed(value, precision);
  }
  if (verb === "e") {
    const decimal = precision < 0 ? shortest(value) : rounded(value, precision + 1);
    return scientific(decimal, precision < 0 ? decimal.digits.length - 1 : precision);
  }
  const digits = precision === 0 ? 1 : precision;
  const decimal = precision < 0 ? shortest(value) : trimmed(rounded(value, digits));
  const exponent = value === 0 ? 0 : decimal.point - 1;
  if (exponent < -4 || exponent >= (precision < 0 ? SHORTEST_EXPONENT : digits)) {
    return scientific(decimal, decimal.digits.length - 1);
  }
  return plain(decimal);
}

/** The fewest digits that give the number back. */
function shortest(value: number): Decimal {
  const [digits, exponent] = value.toExponential().split("e");
  return { digits: digits.replace(".", ""), point: Number(exponent) + 1 };
}

/** So many digits in all. */
function rounded(value: number, count: number): Decimal {
  if (value === 0) return { digits: "0".repeat(count), point: 1 };
  let { point } = shortest(value);
  let digits = String(scaled(value, count - point));
  // 9.99 may have become 10.0.
  if (digits.length > count) {
    digits = digits.slice(0, count);
    point++;
  }
  return { digits, point };
}

function trimmed({ digits, point }: Decimal): Decimal {
  return { digits: digits.replace(/0+$/, "") || "0", point };
}

function fixed(value: number, precision: number): string {
  const digits = String(scaled(value, precision)).padStart(precision + 1, "0");
  const whole = digits.slice(0, digits.length - precision);
  return precision > 0 ? `${whole}.${digits.slice(-precision)}` : whole;
}

function plain({ digits, point }: Decimal): string {
  if (point <= 0) return /^0*$/.test(digits) ? "0" : `0.${"0".repeat(-point)}${digits}`;
  if (digits.length <= point) return digits.padEnd(point, "0");
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function scientific({ digits, point }: Decimal, decimals: number): string {
  const exponent = /^0*$/.test(digits) ? 0 : point - 1;
  const fraction = digits.slice(1, decimals + 1);
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `${digits[0]}${fraction && `.${fraction}`}e${exponent < 0 ? "-" : "+"}${power}`;
}

/** A number times a power of ten, rounded to the nearest whole one. */
function scaled(value: number, power: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n & 0x7ffn);
  const fraction = bits & (1n << 52n) - 1n;
  const exponent = Math.max(1, biased) - 1075;
  let above = biased === 0 ? fraction : fraction | 1n << 52n;
  let below = 1n;
  if (exponent >= 0) above <<= BigInt(exponent);
  else below <<= BigInt(-exponent);
  if (power >= 0) above *= 10n ** BigInt(power);
  else below *= 10n ** BigInt(-power);
  const whole = above / below;
  const twice = above % below * 2n;
  const isUp = twice > below || twice === below && whole % 2n === 1n;
  return isUp ? whole + 1n : whole;
}
