/**
 * Numbers as a person writes them.
 *
 * @module
 */
import { type Unit, type UnitFormat, UNITS } from "../panels.ts";
import { type Language, language } from "./words.ts";

/** A number and what stands behind it. */
export interface Written {
  readonly number: string;
  readonly unit: string;
}

const DECIMAL = ["", "k", "M", "G", "T", "P", "E"];
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** What stands for a number that is not there. */
const NONE: Written = { number: "–", unit: "" };

/** Seconds of each part of a duration, and its names. */
const PARTS: readonly { readonly seconds: number; readonly en: string; readonly ko: string }[] = [
  { seconds: 86_400, en: "d", ko: "일" },
  { seconds: 3600, en: "h", ko: "시간" },
  { seconds: 60, en: "min", ko: "분" },
  { seconds: 1, en: "s", ko: "초" },
];

const formats = new Map<string, Intl.NumberFormat>();

function digitsOf(value: number, digits: number, locale: Language): string {
  const key = `${locale} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format.format(value);
}

/** Three digits where they tell something: 1.23, 12.3, 123. */
function fitting(value: number, most: number): number {
  const size = Math.abs(value);
  return Math.min(most, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/** A value of a unit. */
export function written(value: number, unit: Unit, locale: Language = language): Written {
  if (!Number.isFinite(value)) return NONE;
  const { scale, symbol, digits }: UnitFormat = UNITS[unit];
  if (scale === "duration") return duration(value, locale);
  if (scale === "date") return { number: new Date(value).toLocaleString(locale), unit: "" };
  if (scale === "plain") {
    return { number: digitsOf(value, fitting(value, digits), locale), unit: symbol };
  }
  const base = scale === "binary" ? 1024 : 1000;
  const prefixes = scale === "binary" ? BINARY : DECIMAL;
  let scaled = value, power = 0;
  // 999.96 would be written as 1,000.
  while (Math.abs(scaled) >= base - 0.05 && power < prefixes.length - 1) {
    scaled /= base;
    power++;
  }
  const most = power === 0 ? Math.min(digits, 1) : 2;
  return {
    number: digitsOf(scaled, fitting(scaled, most), locale),
    unit: prefixes[power] + symbol,
  };
}

/** The two largest parts of a duration in seconds: `3 d 4 h`, `1.5 s`, `12 ms`. */
function duration(seconds: number, locale: Language): Written {
  const size = Math.abs(seconds);
  if (size === 0) return { number: "0", unit: PARTS[3][locale] };
  if (size < 0.000_999_5) {
    return { number: digitsOf(seconds * 1e6, fitting(seconds * 1e6, 1), locale), unit: "µs" };
  }
  if (size < 0.9995) {
    return { number: digitsOf(seconds * 1000, fitting(seconds * 1000, 1), locale), unit: "ms" };
  }
  if (size < 60) {
    // Not rounded up to a minute.
    const shown = Math.min(size, 59.9) * Math.sign(seconds);
    return { number: digitsOf(shown, fitting(shown, 1), locale), unit: PARTS[3][locale] };
  }
  const first = PARTS.findIndex(({ seconds: part }) => size >= part);
  const [large, small] = [PARTS[first], PARTS[first + 1]];
  const whole = Math.floor(size / large.seconds);
  const rest = Math.floor((size - whole * large.seconds) / small.seconds);
  const number = `${seconds < 0 ? "-" : ""}${digitsOf(whole, 0, locale)}`;
  if (rest === 0 || whole >= 100) return { number, unit: large[locale] };
  const space = locale === "ko" ? "" : " ";
  return { number: `${number}${space}${large[locale]} ${rest}`, unit: small[locale] };
}

/** A value with its unit: `12.3 GiB`, `45 %`. */
export function text(value: number, unit: Unit, locale: Language = language): string {
  const { number, unit: behind } = written(value, unit, locale);
  if (behind === "") return number;
  return locale === "ko" && UNITS[unit].scale === "duration" && !/[a-zµ]/.test(behind)
    ? `${number}${behind}`
    : `${number} ${behind}`;
}

/** How long ago: seconds as a duration without parts of a second. */
export function age(milliseconds: number, locale: Language = language): string {
  return text(Math.max(0, Math.floor(milliseconds / 1000)), "seconds", locale);
}

const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
// To make one takes longer than to draw a chart.
const seconds = new Intl.DateTimeFormat(language, { ...TIME, second: "2-digit" });
const dates = new Intl.DateTimeFormat(language, { ...TIME, month: "short", day: "numeric" });

/** A time of day; with its date where the range is longer than that. */
export function timeOf(milliseconds: number, withDate = false): string {
  return (withDate ? dates : seconds).format(milliseconds);
}
