/**
 * How far back the history goes, and in which steps.
 *
 * @module
 */
import { LOOKBACK } from "../query/dialect.ts";
import type { TierName } from "./readout.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Milliseconds. */
export const HOUR = 60 * MINUTE;

/**
 * A graph of so many minutes, or hours, also asks for the look-back of its first point, and may have
 * rounded its start down, to a minute as a rule; and the first slot is a step less than a span behind the
 * last one.
 */
const BEFORE = LOOKBACK + 2 * MINUTE;

/** Steps and spans, milliseconds; none is longer than the retention. */
export const TIERS: Readonly<Record<TierName, { readonly step: number; readonly span: number }>> = {
  live: { step: SECOND, span: 10 * MINUTE + BEFORE },
  recent: { step: 15 * SECOND, span: 2 * HOUR + BEFORE },
  day: { step: 2 * MINUTE, span: Infinity },
};
