/**
 * The units of panels, once: Grafana's word for each, and how the live page writes it.
 *
 * @module
 */

/** How a unit is written. */
export interface UnitFormat {
  /** Grafana's id (`packages/grafana-data/src/valueFormats/categories.ts` there). */
  readonly grafana: string;
  /**
   * - `plain`: the number and the symbol
   * - `decimal`: k, M, G are 1000 each
   * - `binary`: Ki, Mi, Gi are 1024 each
   * - `duration`: seconds, as the largest one or two of days, hours, minutes, seconds, ms, µs
   * - `date`: milliseconds since 1970, as a date and a time of day
   */
  readonly scale: "plain" | "decimal" | "binary" | "duration" | "date";
  /** Behind the number, after its prefix. */
  readonly symbol: string;
  /** Digits behind the point, at most. */
  readonly digits: number;
}

const format = (
  grafana: string,
  scale: UnitFormat["scale"],
  symbol = "",
  digits = 1,
): UnitFormat => ({ grafana, scale, symbol, digits });

/** All units. */
export const UNITS = {
  /** 0 to 100. */
  "percent": format("percent", "plain", "%"),
  "bytes": format("bytes", "binary", "B"),
  "bytes/s": format("binBps", "binary", "B/s"),
  "bits/s": format("bps", "decimal", "bit/s"),
  /** Reads and writes a second. */
  "ops/s": format("iops", "decimal", "IO/s"),
  "packets/s": format("pps", "decimal", "p/s"),
  "per second": format("cps", "decimal", "/s", 2),
  "seconds": format("s", "duration"),
  "date": format("dateTimeAsIso", "date"),
  /** Things: sockets, kills, series. */
  "count": format("short", "decimal", "", 0),
  /** A number without unit, such as the load. */
  "number": format("none", "plain", "", 2),
  "celsius": format("celsius", "plain", "°C"),
} as const satisfies Readonly<Record<string, UnitFormat>>;

/** The name of a unit. */
export type Unit = keyof typeof UNITS;
