/** The exposition, out and in: families of any kind are valid text, and any text is read or refused. */
import fc from "fast-check";
import {
  Labels,
  Metric,
  type MetricFamily,
  type MetricType,
} from "../../../collectors/collector.ts";
import { parseTextFormat } from "../../../collectors/text_format.ts";
import { Encoder } from "../../../exporter/exposition.ts";
import { readExposition } from "../../exposition.ts";
import { filesLike } from "../corpus.ts";
import { mutatedText } from "../mutation.ts";
import { type FuzzProperty, tried } from "../property.ts";

const TYPES: readonly MetricType[] = ["counter", "gauge", "histogram", "summary", "unknown"];

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,10}$/);
const labelName = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,6}$/);
/** Halves of pairs, newlines, quotes and names of Object's are all values that a device may have. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: fc.constantFrom("\\", '"', "\n", "\r", "\ud800", "é", "}", ",", " ", "\0") }),
  fc.constantFrom("__proto__", "constructor", ""),
);
const value = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(NaN, Infinity, -0, 5e-324),
);

const sample = fc.record({
  labels: fc.dictionary(labelName, anyText, { maxKeys: 4 }).map((pairs) => new Labels(pairs)),
  value,
});

const family: fc.Arbitrary<MetricFamily> = fc.tuple(
  name,
  fc.constantFrom(...TYPES),
  anyText,
  fc.array(sample, { maxLength: 6 }),
).map(([name, type, help, samples]) => new Metric(name, type, help).of(samples));

/** Names of series that stand in other families' names too, as `a` and `a_sum` do, are no fault of ours. */
const independent = (families: readonly MetricFamily[]) =>
  families.every(({ metric }) => !/_(bucket|sum|count|total|info|created)$/.test(metric.name));

const families = fc.array(family, { maxLength: 6 }).filter(independent);

/** The properties. */
export function exposition(): FuzzProperty[] {
  const texts = mutatedText([...filesLike(/\.prom|\.txt$/), new TextEncoder().encode(SAMPLE)]);
  return [
    {
      name: "exposition: any families are valid text, twice the same, with every series once",
      runs: 500,
      property: fc.property(fc.array(families, { minLength: 1, maxLength: 3 }), (scrapes) => {
        const encoder = new Encoder("text");
        for (const scrape of scrapes) {
          const text = encoder.encode(scrape);
          const read = readExposition(new TextDecoder().decode(new TextEncoder().encode(text)));
          if (text !== new Encoder("text").encode(scrape)) throw new Error("memory changes it");
          const names = new Set(
            scrape.filter((f) => f.samples.length > 0).map((f) => f.metric.name),
          );
          if (read.size !== names.size) throw new Error(`${read.size} of ${names.size} families`);
        }
        return true;
      }),
    },
    {
      name: "exposition: OpenMetrics has no line that is neither sample nor comment, and its end",
      runs: 500,
      property: fc.property(families, (scrape) => {
        const text = new Encoder("openmetrics").encode(scrape);
        if (!text.endsWith("# EOF\n")) throw new Error("no end");
        const wrong = text.split("\n").slice(0, -1).find((line) => !OPENMETRICS_LINE.test(line));
        if (wrong !== undefined) throw new Error(`not a line: ${JSON.stringify(wrong)}`);
        return true;
      }),
    },
    {
      name: "textfile: any text is read, and written again as it was, or refused by its line",
      runs: 800,
      property: fc.property(texts, (text) => {
        let said = "";
        const read = tried(() => {
          try {
            return parseTextFormat(text);
          } catch (error) {
            said = (error as Error).message;
            throw error;
          }
        }, [SyntaxError]);
        if (!read) return /^line \d+: /.test(said);
        readExposition(
          new Encoder("text").encode(
            read.families.map(({ name, type, help = "", samples }) =>
              new Metric(name, type, help).of(samples)
            ),
          ),
        );
        return true;
      }),
    },
  ];
}

const OPENMETRICS_LINE =
  /^(# (HELP|TYPE|UNIT) [a-zA-Z_:][\w:]* [^\n]*|# (HELP|TYPE) [a-zA-Z_:][\w:]* ?|# EOF|[a-zA-Z_:][\w:]*(\{[^\n]*\})? \S+)$/;

const SAMPLE = `# HELP backup_seconds How long the last backup took.
# TYPE backup_seconds gauge
backup_seconds{host="db1",path="C:\\\\data"} 12.5
# TYPE requests histogram
requests_bucket{le="0.1"} 3
requests_bucket{le="+Inf"} 4
requests_sum 1.5
requests_count 4
# TYPE size summary
size{quantile="0.5"} 7
size_sum 70
size_count 10
plain 1e3
`;
