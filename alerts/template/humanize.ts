/**
 * Numbers in a person's units, as Prometheus' templates have them.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#numbers
 * @module
 */
import { formatFloat } from "./numbers.ts";
import { GoTime } from "./time.ts";

const LARGE = ["k", "M", "G", "T", "P", "E", "Z", "Y"];
const SMALL = ["m", "u", "n", "p", "f", "a", "z", "y"];
const BINARY = ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"];

/** Four digits. */
const short = (value: number) => formatFloat(value, "g", 4);

/** Divides by a step while the number is as large as that. */
function reduced(value: number, step: number, prefixes: readonly string[]): string {
  let prefix = "";
  for (const next of prefixes) {
    if (Math.abs(value) < step) break;
    prefix = next;
    value /= step;
  }
  return short(value) + prefix;
}

/** Multiplies by 1000 while the number is less than 1. */
function raised(value: number): string {
  let prefix = "";
  for (const next of SMALL) {
    if (Math.abs(value) >= 1) break;
    prefix = next;
    value *= 1000;
  }
  return short(value) + prefix;
}

/** `1.234k`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return short(value);
  return Math.abs(value) >= 1 ? reduced(value, 1000, LARGE) : raised(value);
}

/** `1.5Gi`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return short(value);
  return reduced(value, 1024, BINARY);
}

/** Seconds as `1d 2h 3m 4s`, `1.5s`, `20ms`. */
export function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return short(value);
  if (value === 0) return `${short(value)}s`;
  if (Math.abs(value) < 1) return `${raised(value)}s`;
  const sign = value < 0 ? "-" : "";
  const seconds = Math.trunc(Math.abs(value));
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first === 3) return `${sign}${short(Math.abs(value))}s`;
  return sign + parts.slice(first).map(([count, unit]) => `${count}${unit}`).join(" ");
}

/** A ratio as `12.5%`. */
export function humanizePercentage(value: number): string {
  return `${short(value * 100)}%`;
}

/** Seconds since 1970 as a time. */
export function humanizeTimestamp(value: number): string {
  return Number.isFinite(value) ? String(timeOf(value)) : short(value);
}

/**
 * Seconds since 1970 as a time of whole milliseconds.
 *
 * @throws {RangeError} farther than 292 years from 1970
 */
export function timeOf(seconds: number): GoTime {
  if (!(Math.abs(seconds) < 2 ** 63 / 1e9)) {
    const text = formatFloat(seconds, "g", -1);
    throw new RangeError(
      `${text} cannot be represented as a nanoseconds timestamp since it overflows int64`,
    );
  }
  return new GoTime(Math.trunc(seconds * 1e9 / 1e6));
}
