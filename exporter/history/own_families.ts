/**
 * What Prometheus says of each scrape, said of a reading for the history.
 *
 * @see https://prometheus.io/docs/concepts/jobs_instances/
 * @module
 */
import { gauge, type MetricFamily } from "../../collectors/collector.ts";

const up = gauge("up", "1 if the reading was made.");
const scrapeDuration = gauge(
  "scrape_duration_seconds",
  "Seconds that the reading took.",
);
const scrapeSamples = gauge("scrape_samples_scraped", "Samples that the reading gave.");

/**
 * Of a reading that was made.
 *
 * @param seconds that it took
 * @param samples that it gave
 */
export const ownFamilies = (seconds: number, samples: number): MetricFamily[] => [
  up.one(1),
  scrapeDuration.one(seconds),
  scrapeSamples.one(samples),
];
