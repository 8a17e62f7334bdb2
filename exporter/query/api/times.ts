/**
 * Times and durations as the parameters of the API have them.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 * @module
 */
import { isDecimal } from "../../../collectors/go_float.ts";
import { shortened } from "../../shortened.ts";
import { parseDuration } from "../lexical.ts";

/** `2023-11-14T22:13:20.5Z`, `2023-11-14T23:13:20+01:00`. */
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** The farthest from 1970 that times may be, milliseconds: as far as numbers hold each of them. */
const FARTHEST = 2 ** 53;

/**
 * A time in milliseconds, of Unix seconds or RFC 3339.
 *
 * @throws {SyntaxError}
 */
export function parseTime(text: string): number {
  const time = isDecimal(text) ? Math.round(Number(text) * 1000) : rfc3339(text);
  // NaN fails this comparison, too.
  if (!(Math.abs(time) <= FARTHEST)) {
    throw new SyntaxError(`cannot parse ${JSON.stringify(shortened(text))} to a valid timestamp`);
  }
  return time;
}

function rfc3339(text: string): number {
  const found = RFC_3339.exec(text);
  if (!found) return NaN;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // 30 February would be 2 March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const [fraction = "", sign, hours = "0", minutes = "0"] = found.slice(7);
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60 : 60);
  const seconds = (hour * 60 + minute) * 60 + second - offset;
  return Number(date) + seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
}

/**
 * A duration in milliseconds, of seconds or as PromQL writes it: `0.5`, `15s`, `1h30m`. It may be 0 or less.
 *
 * @throws {SyntaxError}
 */
export function parseSpan(text: string): number {
  const span = isDecimal(text) ? Number(text) * 1000 : worded(text);
  if (!(Math.abs(span) <= FARTHEST)) {
    throw new SyntaxError(`cannot parse ${JSON.stringify(shortened(text))} to a valid duration`);
  }
  return span;
}

function worded(text: string): number {
  try {
    return /^0+(?:ms|[smhdwy])$/.test(text) ? 0 : parseDuration(text);
  } catch {
    // Said in the words of the API, with the whole text.
    return NaN;
  }
}
