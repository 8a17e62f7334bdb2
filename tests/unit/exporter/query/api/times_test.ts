import { parseSpan, parseTime } from "../../../../../exporter/query/api/times.ts";
import { malformed, type Row, table } from "../../../../table.ts";

const noTime = malformed("to a valid timestamp");

const TIMES: readonly Row<string, number>[] = [
  ["whole seconds", "1700000000", 1_700_000_000_000],
  ["milliseconds", "1700000000.123", 1_700_000_000_123],
  ["less than a millisecond, rounded", "1.2999999", 1300],
  ["no digit before the point", ".5", 500],
  ["no digit behind the point", "5.", 5000],
  ["an exponent", "1e3", 1_000_000],
  ["before 1970", "-5", -5000],
  ["a sign", "+5", 5000],
  ["RFC 3339", "2023-11-14T22:13:20Z", 1_700_000_000_000],
  ["with a fraction", "2023-11-14T22:13:20.5Z", 1_700_000_000_500],
  ["with nanoseconds, cut", "2023-11-14T22:13:20.123956789Z", 1_700_000_000_123],
  ["with an offset", "2023-11-14T23:43:20+01:30", 1_700_000_000_000],
  ["with an offset to the west", "2023-11-14T20:13:20-02:00", 1_700_000_000_000],
  ["a leap day", "2024-02-29T00:00:00Z", 1_709_164_800_000],
  ["Go's zero time", "0001-01-01T00:00:00Z", -62_135_596_800_000],
  ["nothing", "", noTime],
  ["a word", "now", noTime],
  ["a space", " 5", noTime],
  ["hexadecimal", "0x10", noTime],
  ["NaN", "NaN", noTime],
  ["infinity", "Inf", noTime],
  ["too far", "1e30", noTime],
  ["a date alone", "2023-11-14", noTime],
  ["no zone", "2023-11-14T22:13:20", noTime],
  ["small letters", "2023-11-14t22:13:20z", noTime],
  ["no such day", "2023-02-30T22:13:20Z", noTime],
  ["no such month", "2023-13-01T22:13:20Z", noTime],
  ["no such hour", "2023-11-14T24:00:00Z", noTime],
  ["no such second", "2023-11-14T22:13:60Z", noTime],
];
table("a time", parseTime, TIMES);

const noSpan = malformed("to a valid duration");

const SPANS: readonly Row<string, number>[] = [
  ["seconds", "15", 15_000],
  ["half a second", "0.5", 500],
  ["with a unit", "15s", 15_000],
  ["with several units", "1m30s", 90_000],
  ["milliseconds", "250ms", 250],
  ["days", "1d1h", 90_000_000],
  ["zero", "0", 0],
  ["zero of a unit", "0s", 0],
  ["negative", "-1", -1000],
  ["nothing", "", noSpan],
  ["no such unit", "1x", noSpan],
  ["nanoseconds", "1ns", noSpan],
  ["units in the wrong order", "1h1d", noSpan],
  ["a fraction with a unit", "1.5s", noSpan],
  ["NaN", "NaN", noSpan],
  ["infinity", "Inf", noSpan],
  ["too long", "1e300", noSpan],
];
table("a duration", parseSpan, SPANS);
