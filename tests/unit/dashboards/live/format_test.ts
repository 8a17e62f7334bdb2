/** Numbers are written as a person writes them. */
import { age, text } from "../../../../dashboards/live/format.ts";
import { languageOf } from "../../../../dashboards/live/words.ts";
import { levelOf } from "../../../../dashboards/live/levels.ts";
import type { Unit } from "../../../../dashboards/panels.ts";
import { assertEquals } from "../../../assert.ts";

const WRITTEN: readonly (readonly [number, Unit, string, string])[] = [
  [0, "percent", "0 %", "0 %"],
  [7.256, "percent", "7.3 %", "7.3 %"],
  [99.96, "percent", "100 %", "100 %"],
  [1023, "bytes", "1,023 B", "1,023 B"],
  [1024, "bytes", "1 KiB", "1 KiB"],
  [25_276_026_880, "bytes", "23.5 GiB", "23.5 GiB"],
  [1536, "bytes/s", "1.5 KiB/s", "1.5 KiB/s"],
  [999_960, "bits/s", "1 Mbit/s", "1 Mbit/s"],
  [123_456_789, "bits/s", "123 Mbit/s", "123 Mbit/s"],
  [0.25, "per second", "0.3 /s", "0.3 /s"],
  [0, "seconds", "0 s", "0초"],
  [0.000_000_4, "seconds", "0.4 µs", "0.4 µs"],
  [0.0123, "seconds", "12.3 ms", "12.3 ms"],
  [12.34, "seconds", "12.3 s", "12.3초"],
  [59.97, "seconds", "59.9 s", "59.9초"],
  [3661, "seconds", "1 h 1 min", "1시간 1분"],
  [90_000, "seconds", "1 d 1 h", "1일 1시간"],
  [100 * 86_400 + 3600, "seconds", "100 d", "100일"],
  [-90, "seconds", "-1 min 30 s", "-1분 30초"],
  [4.567, "number", "4.57", "4.57"],
  [12_345, "count", "12.3 k", "12.3 k"],
  [41.26, "celsius", "41.3 °C", "41.3 °C"],
  [NaN, "bytes", "–", "–"],
  [Infinity, "seconds", "–", "–"],
];

for (const [value, unit, english, korean] of WRITTEN) {
  Deno.test(`${value} ${unit} is written ${english}`, () => {
    assertEquals([text(value, unit, "en"), text(value, unit, "ko")], [english, korean]);
  });
}

Deno.test("an age has no parts of a second, and is never less than nothing", () => {
  assertEquals([age(12_900, "en"), age(-500, "en"), age(61_000, "ko")], ["12 s", "0 s", "1분 1초"]);
});

Deno.test("the language is the first that the browser's user reads and the page has", () => {
  assertEquals(languageOf(["de-DE", "ko-KR", "en"]), "ko");
  assertEquals(languageOf(["de", "en-GB", "ko"]), "en");
  assertEquals([languageOf(["fr"]), languageOf([])], ["en", "en"]);
});

Deno.test("a value is as bad as the worst threshold that it has passed", () => {
  const rising = [{ value: 80, level: "warning" }, { value: 95, level: "critical" }] as const;
  assertEquals([79.9, 80, 95, NaN].map((value) => levelOf(value, rising)), [
    "ok",
    "warning",
    "critical",
    "ok",
  ]);
  const falling = [
    { value: 100, level: "warning", below: true },
    { value: 10, level: "critical", below: true },
  ] as const;
  assertEquals([100, 99, 9].map((value) => levelOf(value, falling)), ["ok", "warning", "critical"]);
});
