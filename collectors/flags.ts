/**
 * A command-line flag as data: one row gives parsing, checking and `--help`.
 *
 * @module
 */
import { compileRe2, NotLoaded } from "./re2.ts";

/** The values of all flags by name, defaults filled in. */
export interface FlagValues {
  /** Of a flag with one value; empty where it has neither value nor default. */
  text(name: string): string;
  /** Of a flag without value: `--name` or `--no-name`. */
  on(name: string): boolean;
  /** Of a flag that may stand more than once. */
  list(name: string): readonly string[];
}

/** One flag. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** One letter that says the same behind one dash. */
  readonly short?: string;
  /** What stands for the value in `--help`; a flag without one is on or off. */
  readonly value?: string;
  readonly help: string;
  /** A text, on or off, or the values of a repeatable flag. */
  readonly default?: string | boolean | readonly string[];
  readonly repeatable?: boolean;
  /** Says what would be right (`must be 0 to 65535`) if the value is wrong. */
  readonly check?: (value: string) => string | undefined;
}

/** {@linkcode Flag.check} of a flag that takes one of a few words. */
export const oneOf = (...words: string[]) => (value: string): string | undefined =>
  words.includes(value) ? undefined : `must be ${words.join(" or ")}`;

/** {@linkcode Flag.check} of a regular expression in RE2 syntax. */
export function regexp(value: string): string | undefined {
  try {
    compileRe2(value);
  } catch (error) {
    if (error instanceof NotLoaded) throw error;
    return `must be a regular expression (RE2): ${(error as Error).message}`;
  }
}

/** {@linkcode Flag.check} of a duration as Prometheus writes it: `5s`, `1m30s`, `500ms`. */
export function duration(value: string): string | undefined {
  return Number.isNaN(seconds(value)) ? "must be a duration like 5s, 1m30s or 500ms" : undefined;
}

const UNITS: Record<string, number> = { ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a duration, NaN if it is none. */
export function seconds(text: string): number {
  if (text === "0") return 0;
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) return NaN;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/([\d.]+)(ms|[smhd])/g)) {
    sum += +number * UNITS[unit];
  }
  return sum;
}
