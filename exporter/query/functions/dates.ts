/**
 * The parts of dates, of UTC.
 *
 * @module
 */
import type { EachFunction } from "./each.ts";

/** Seconds around 1970, 1,500 years: JavaScript takes the years 0 to 99 for 1900 to 1999, and ends at 275760. */
const NEAR = 5e10;

/** Go's seconds are 64 bits, and those out of its range become the lowest. */
const LOWEST = -(2n ** 63n);

/** The calendar comes again after 400 years, which are whole weeks: seconds. */
const CYCLE = 12_622_780_800n;

/** Cycles of Go's absolute time, which begins so many before the year 1. */
const CYCLES = 730_692_556n;

/** Seconds from the year 1 to 1970, and from 1970 to 2001. */
const FROM_YEAR_1 = 62_135_596_800n;
const TO_2001 = 978_307_200n;

/** A date, and the years that the moment is later. */
interface Moment {
  readonly date: Date;
  readonly later: number;
}

function momentOf(seconds: number): Moment {
  const whole = Math.trunc(seconds);
  if (Math.abs(whole) <= NEAR) return { date: new Date(whole * 1000), later: 0 };
  // NaN fails this comparison, too.
  const counted = Math.abs(whole) < 2 ** 63 ? BigInt(whole) : LOWEST;
  const absolute = BigInt.asUintN(64, counted + CYCLES * CYCLE + FROM_YEAR_1);
  // The same moment of the cycle that begins in 2001.
  const date = new Date(Number(absolute % CYCLE + TO_2001) * 1000);
  return { date, later: 400 * Number(absolute / CYCLE - CYCLES) - 2000 };
}

/** Of seconds since 1970. */
function ofDate(part: (date: Date) => number): EachFunction {
  return (seconds) => part(momentOf(seconds).date);
}

const DAY = 86_400_000;

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / DAY) + 1;
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function year(seconds: number): number {
  const { date, later } = momentOf(seconds);
  return date.getUTCFullYear() + later;
}

/** The parts of a date; without an argument, of the step's time. */
export const DATE_FUNCTIONS: Readonly<Record<string, EachFunction>> = {
  minute: ofDate((date) => date.getUTCMinutes()),
  hour: ofDate((date) => date.getUTCHours()),
  day_of_week: ofDate((date) => date.getUTCDay()),
  day_of_month: ofDate((date) => date.getUTCDate()),
  day_of_year: ofDate(dayOfYear),
  days_in_month: ofDate(daysInMonth),
  month: ofDate((date) => date.getUTCMonth() + 1),
  year,
};
