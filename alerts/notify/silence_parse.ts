/**
 * Silences as the command line has them: `alertname=DiskFull,mountpoint=/data,until=2027-01-01`.
 *
 * @module
 */
import { NotLoaded } from "../../collectors/re2.ts";
import { unquote } from "../../exporter/query/lexical.ts";
import { matcher } from "../../exporter/query/matchers.ts";
import type { Matcher, MatchType } from "../../exporter/query/model.ts";

/** What a silence says. */
export interface ParsedSilence {
  /** One or more, all of which an alert's labels pass. */
  readonly matchers: readonly Matcher[];
  /** Milliseconds since 1970; undefined: for ever. */
  readonly until?: number;
  readonly comment: string;
}

/** A name, an operator, a value in quotes or up to a comma, with the space behind it, and that comma or the end. */
const PART =
  /\s*([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"\s*|'(?:[^'\\]|\\.)*'\s*|(?:[^\s,"'][^,]*)?)(,|$)/y;

/** @throws {SyntaxError} a text that is no silence; the message says what would be right */
export function parseSilence(text: string): ParsedSilence {
  const matchers: Matcher[] = [];
  let until: number | undefined;
  let comment = "";
  const said = new Set<string>();
  for (const [name, type, value] of parts(text)) {
    if (name !== "until" && name !== "comment") {
      matchers.push(labelMatcher(name, type, value));
      continue;
    }
    if (type !== "=") throw new SyntaxError(`must have ${name}=, not ${name}${type}`);
    if (said.has(name)) throw new SyntaxError(`must have ${name} once`);
    said.add(name);
    if (name === "until") until = parseUntil(value);
    else comment = value;
  }
  if (matchers.every(({ matches }) => matches(""))) {
    throw new SyntaxError("must name a label's value, like alertname=DiskFull, or it silences all");
  }
  return { matchers, until, comment };
}

function* parts(text: string): Generator<readonly [string, MatchType, string]> {
  for (let at = 0, comma = ","; comma === ",";) {
    PART.lastIndex = at;
    const found = PART.exec(text);
    if (!found) {
      throw new SyntaxError(
        "must be like alertname=DiskFull,mountpoint=/data,until=2027-01-01 " +
          `(wrong from ${JSON.stringify(text.slice(at, at + 30))})`,
      );
    }
    const [whole, name, type] = found;
    const value = found[3].trimEnd();
    comma = found[4];
    yield [name, type as MatchType, /^["']/.test(value) ? unquoted(value) : value];
    at += whole.length;
  }
}

function unquoted(value: string): string {
  try {
    return unquote(value);
  } catch (error) {
    throw new SyntaxError(`must have escapes as in PromQL: ${(error as Error).message}`);
  }
}

function labelMatcher(name: string, type: MatchType, value: string): Matcher {
  try {
    return matcher(name, type, value);
  } catch (error) {
    if (error instanceof NotLoaded) throw error;
    throw new SyntaxError(`must have a regular expression (RE2): ${(error as Error).message}`);
  }
}

const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?)?$/;

/**
 * The time of an RFC 3339 date or time, milliseconds. Without a zone it is this host's own; a date alone is
 * the midnight at which it begins.
 */
function parseUntil(text: string): number {
  const found = DATE.exec(text);
  const wrong = () =>
    new SyntaxError("must have until= a date or time like 2027-01-01 or 2027-01-01T08:00:00Z");
  if (!found) throw wrong();
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone = ""] = found;
  // Date takes 30 February for 2 March.
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`,
  );
  if (Number.isNaN(time) || Number(day) > lastDay) throw wrong();
  return time;
}
