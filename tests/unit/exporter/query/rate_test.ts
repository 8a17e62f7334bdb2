import { assertAlmostEquals, assertEquals } from "../../../assert.ts";
import { storageOf, valuesAt } from "./samples.ts";

/** What is asked of which samples, at which second, and what comes of it. */
type Case = readonly [what: string, string, Readonly<Record<number, number>>, number, number];

const CASES: readonly Case[] = [
  [
    "samples at both ends of the range need no extrapolation",
    "increase(x[60s])",
    { 0: 100, 15: 110, 30: 120, 45: 130, 60: 140 },
    60,
    40,
  ],
  [
    "a range that begins and ends near a sample (1.1 mean distances) is covered in whole",
    "increase(x[60s])",
    { 10: 100, 25: 110, 40: 120, 55: 130 },
    60,
    30 * (60 / 45),
  ],
  [
    "a series that begins late is covered by half a mean distance more",
    "increase(x[100s])",
    { 70: 1000, 80: 1010, 90: 1020, 100: 1030 },
    100,
    30 * ((30 + 5) / 30),
  ],
  [
    "a series that ends early is covered by half a mean distance more",
    "delta(x[100s])",
    { 0: 50, 10: 40, 20: 30 },
    100,
    -20 * ((20 + 5) / 20),
  ],
  [
    "a counter is not thought to have been below 0",
    "increase(x[60s])",
    { 14: 1, 29: 11, 44: 21, 59: 31 },
    60,
    // From 0 to 1 takes a tenth of 15 s, not 14 s.
    30 * ((1.5 + 45 + 1) / 45),
  ],
  [
    "a gauge may have been",
    "delta(x[60s])",
    { 14: 1, 29: 11, 44: 21, 59: 31 },
    60,
    30 * (60 / 45),
  ],
  [
    "a counter that falls began again at 0",
    "increase(x[60s])",
    { 0: 100, 15: 110, 30: 5, 45: 15, 60: 25 },
    60,
    10 + 5 + 10 + 10,
  ],
  ["a rate is the increase a second", "rate(x[60s])", { 0: 100, 30: 130, 60: 160 }, 60, 1],
  ["irate is that of the last two samples", "irate(x[60s])", { 0: 0, 30: 100, 40: 150 }, 60, 5],
  ["irate after a reset counts from 0", "irate(x[60s])", { 30: 100, 40: 50 }, 60, 5],
  ["idelta falls", "idelta(x[60s])", { 30: 100, 40: 50 }, 60, -50],
  [
    "an offset moves the range, not the length",
    "increase(x[60s] offset 10s)",
    { 0: 100, 15: 110, 30: 120, 45: 130, 60: 140 },
    70,
    40,
  ],
  [
    "the sample at the very beginning of the range belongs to it",
    "count_over_time(x[60s])",
    { 0: 1, 60: 2 },
    60,
    2,
  ],
  ["deriv is the slope of the line", "deriv(x[60s])", { 0: 5, 30: 65, 60: 125 }, 60, 2],
  [
    "predict_linear goes on from now, not from the last sample",
    "predict_linear(x[60s], 10)",
    { 0: 0, 20: 40, 40: 80 },
    60,
    2 * 70,
  ],
];

for (const [what, query, samples, at, expected] of CASES) {
  Deno.test(what, () => {
    const values = valuesAt(query, at, storageOf(samples));
    assertEquals(values.length, 1);
    assertAlmostEquals(values[0], expected, 1e-9);
  });
}

Deno.test("one sample has no rate", () => {
  const functions = ["rate", "increase", "delta", "irate", "idelta", "deriv"];
  for (const name of functions) {
    assertEquals(valuesAt(`${name}(x[60s])`, 60, storageOf({ 30: 1 })), [], name);
  }
});
