/**
 * How long to wait before a receiver is asked again.
 *
 * @module
 */

const FIRST = 1000;
/** An alert that Alertmanager hears nothing of for four minutes ends there: it is asked more often. */
const LONGEST = 60_000;
/** The longest wait that a receiver may ask for. */
const LONGEST_ASKED = 15 * 60_000;

/**
 * Milliseconds: twice as long after each failure, from 1 s to 1 min, less up to a half by chance, so that
 * hosts that failed together do not come back together.
 *
 * @param failures one after the other, 1 or more
 * @param random 0 to 1
 * @param asked milliseconds that the receiver asked for
 */
export function backoff(failures: number, random: number, asked = 0): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 30));
  return Math.max(longest * (1 - random / 2), Math.min(asked, LONGEST_ASKED));
}

/**
 * Milliseconds of a `Retry-After`: seconds, or a date; 0 where it says nothing.
 *
 * @param now milliseconds since 1970
 */
export function retryAfter(header: string | null, now: number): number {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return 1000 * Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
