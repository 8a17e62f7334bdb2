/**
 * Durations and numbers of rule files.
 *
 * @module
 */
import { parseDuration } from "../../exporter/query/lexical.ts";
import type { Value } from "./value.ts";

/**
 * Milliseconds of a duration such as `5m` or `1h30m`; 0 where none stands there.
 *
 * @throws {WrongValue}
 */
export function duration(value: Value | undefined, name: string): number {
  if (!value || value.isNothing) return 0;
  const text = value.text(name);
  if (/^0+(?:ms|[smhdwy])?$/.test(text)) return 0;
  try {
    return parseDuration(text);
  } catch (error) {
    return value.fail(`${name}: ${(error as Error).message}`);
  }
}

/**
 * A whole number; 0 where none stands there.
 *
 * @throws {WrongValue}
 */
export function whole(value: Value | undefined, name: string): number {
  if (!value || value.isNothing) return 0;
  const text = value.text(name);
  if (/^[+-]?\d{1,9}$/.test(text)) return Math.max(0, Number(text));
  return value.fail(`${name} must be a whole number, got ${JSON.stringify(text)}`);
}
