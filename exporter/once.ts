import type { MetricFamily } from "../collectors/collector.ts";
import type { Format } from "./exposition.ts";
import { Encoder } from "./exposition.ts";
import { toJson } from "./json.ts";
import type { Scraper } from "./scrape.ts";

/** Milliseconds between the two readings from which percentages come. */
const BETWEEN = 1000;
/** Milliseconds for the second reading of files; what hung at the first is not waited for again. */
export const FILES_TAKE = 200;
/** The same where readings come from commands that the source starts: PowerShell takes seconds. */
export const COMMANDS_TAKE = 5000;

/** What was read of a host. */
export interface Reading {
  readonly families: readonly MetricFamily[];
  /** Milliseconds since 1970: when it began. */
  readonly at: number;
  /** How long it took. */
  readonly seconds: number;
}

/**
 * The second of two readings one second apart, so that percentages are of this second.
 *
 * @param patience milliseconds for it
 * @throws {Error} where no collector gave anything
 */
export async function secondReading(scraper: Scraper, patience: number): Promise<Reading> {
  // A second from where the first reading has ended: on a host that is busy that takes a while, and percentages are
  // of no shorter time.
  const second = scraper.tick().then(() => new Promise((resolve) => setTimeout(resolve, BETWEEN)));
  await Promise.all([second, scraper.scrape(BETWEEN)]);
  const at = Date.now();
  const since = performance.now();
  const { families, succeeded } = await scraper.scrape(patience);
  if (succeeded === 0) throw new Error("nothing could be measured: no collector gave anything");
  return { families, at, seconds: (performance.now() - since) / 1000 };
}

/**
 * One snapshot as text: the second of two readings.
 *
 * @param patience milliseconds for the second reading
 * @throws {Error} where no collector gave anything
 */
export async function snapshot(
  scraper: Scraper,
  format: Format | "json",
  patience: number,
): Promise<string> {
  const { families } = await secondReading(scraper, patience);
  return format === "json"
    ? `${JSON.stringify(toJson(families), null, 1)}\n`
    : new Encoder(format).encode(families);
}
