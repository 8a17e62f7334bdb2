/**
 * A live page that is told made-up values.
 *
 * @module
 */
import type { Page } from "playwright-core";

/** The values of a query at seconds up to now, null for none. */
export interface Told {
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

/** Answers the page's stream with a past of these values, as many of each; then it ends. */
export async function tell(page: Page, told: readonly Told[]): Promise<void> {
  const count = told[0].values.length;
  const start = (Math.floor(Date.now() / 1000) - count + 1) * 1000;
  const queries = told.map(({ expr, labels = {}, values }) => ({
    expr,
    series: [{ labels, values }],
  }));
  const past = JSON.stringify({ group: "fast", start, step: 1000, count, queries });
  await page.route("**/api/v1/live*", (route) =>
    route.fulfill({
      contentType: "text/event-stream",
      body: `event: past\ndata: ${past}\n\n`,
    }));
}
