/**
 * Numbers as Prometheus' HTTP API writes them.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats
 * @module
 */
/** A number as the API has it: the shortest text that gives it back. */
export function apiNumber(value: number): string {
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const text = String(value);
  // Go writes two digits of an exponent, at least.
  return Math.abs(value) < 1e-6 ? text.replace(/e-(\d)$/, "e-0$1") : text;
}

/** A number without an exponent, however many digits it has: so the API has scalars. */
export function plainNumber(value: number): string {
  const text = apiNumber(value);
  const [, sign, whole, fraction = "", power] = /^(-?)(\d+)(?:\.(\d+))?e([-+]\d+)$/.exec(text) ??
    [];
  if (whole === undefined) return text;
  const exponent = Number(power);
  return exponent < 0
    ? `${sign}0.${"0".repeat(-exponent - 1)}${whole}${fraction}`
    : `${sign}${whole}${fraction.padEnd(exponent, "0")}`;
}
