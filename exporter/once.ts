import type { Format } from "./exposition.ts";
import { Encoder, toJson } from "./exposition.ts";
import type { Scraper } from "./scrape.ts";

/** Milliseconds between the two readings from which percentages come. */
const BETWEEN = 1000;
/** Milliseconds for the second reading of files; what hung at the first is not waited for again. */
export const FILES_TAKE = 200;
/** The same where readings come from commands that the source starts: PowerShell takes seconds. */
export const COMMANDS_TAKE = 5000;

/**
 * One snapshot as text: two readings one second apart, of which the second is shown.
 *
 * @param patience milliseconds for the second reading
 * @throws {Error} where no collector gave anything
 */
export async function snapshot(
  scraper: Scraper,
  format: Format | "json",
  patience: number,
): Promise<string> {
  const until = performance.now() + BETWEEN;
  await Promise.all([scraper.tick(), scraper.scrape(BETWEEN)]);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - performance.now())));
  const { families, succeeded } = await scraper.scrape(patience);
  if (succeeded === 0) throw new Error("nothing could be measured: no collector gave anything");
  return format === "json"
    ? `${JSON.stringify(toJson(families), null, 1)}\n`
    : new Encoder(format).encode(families);
}
