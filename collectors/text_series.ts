/**
 * The series of histograms and summaries in a text: what of them belongs together.
 *
 * @module
 */
import { Labels, type MetricType, type Sample } from "./collector.ts";
import { readFloat, writeFloat } from "./go_float.ts";

/** One histogram or summary. */
interface Series {
  readonly labels: Labels;
  /** Buckets or quantiles by their label's value. */
  readonly points: Map<number, number>;
  sum: number;
  count: number;
}

/** The label that tells the buckets of a histogram, or the quantiles of a summary, from each other. */
export function pointLabel(type: MetricType): "le" | "quantile" | undefined {
  return type === "histogram" ? "le" : type === "summary" ? "quantile" : undefined;
}

/**
 * The samples of a histogram or summary, series by series, made whole as Prometheus' own library does
 * it: a missing sum or count is 0, a missing `+Inf` bucket is the count, of the same bucket twice the
 * last counts, and a sample that is neither bucket, quantile, sum nor count says nothing.
 */
export function bySeries(type: MetricType, samples: readonly Sample[]): Sample[] {
  const label = pointLabel(type)!;
  const all = new Map<string, Series>();
  for (const { labels, value, suffix } of samples) {
    const { [label]: point, ...rest } = labels.pairs;
    const own = new Labels(rest);
    let series = all.get(own.text);
    if (!series) all.set(own.text, series = { labels: own, points: new Map(), sum: 0, count: 0 });
    if (suffix === "_sum") series.sum = value;
    else if (suffix === "_count") series.count = value;
    else {
      const limit = point === undefined ? NaN : readFloat(point) ?? NaN;
      if (!Number.isNaN(limit)) series.points.set(limit, value);
    }
  }
  return [...all.values()].flatMap((series) => whole(label, series));
}

/** In the labels numbers stand as Go writes them: in another way it would be another series. */
function whole(label: "le" | "quantile", { labels, points, sum, count }: Series): Sample[] {
  if (label === "le" && !points.has(Infinity)) points.set(Infinity, count);
  const suffix = label === "le" ? "_bucket" : undefined;
  return [
    ...[...points].sort(([a], [b]) => a - b).map(([point, value]) => ({
      labels: new Labels({ ...labels.pairs, [label]: writeFloat(point) }),
      value,
      suffix,
    })),
    { labels, value: sum, suffix: "_sum" },
    { labels, value: count, suffix: "_count" },
  ];
}
