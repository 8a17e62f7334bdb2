import fc from "fast-check";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import {
  counter,
  gauge,
  Labels,
  Metric,
  type Sample,
  unknown,
} from "../../../collectors/collector.ts";
import { atOnce } from "../../../collectors/turns.ts";
import { Encoder } from "../../../exporter/exposition.ts";
import { toJson } from "../../../exporter/json.ts";
import { Converter, type JsonMetric } from "../../../exporter/telemetry.ts";
import { assert, assertEquals } from "../../assert.ts";
import { readExposition } from "../../exposition.ts";

const text = (...families: Parameters<Encoder["encode"]>[0]) =>
  new Encoder("text").encode(families);
const openmetrics = (...families: Parameters<Encoder["encode"]>[0]) =>
  new Encoder("openmetrics").encode(families);
const sample = (value: number, labels = {}): Sample => ({ labels: new Labels(labels), value });

Deno.test("a family in both formats", () => {
  const reads = counter("node_disk_reads_total", 'Reads, "all" of\nthem \\o/.', "device").of([
    sample(7, { device: "sda" }),
    sample(0.25, { device: "sdb" }),
  ]);
  assertEquals(
    text(reads),
    `# HELP node_disk_reads_total Reads, "all" of\\nthem \\\\o/.
# TYPE node_disk_reads_total counter
node_disk_reads_total{device="sda"} 7
node_disk_reads_total{device="sdb"} 0.25
`,
  );
  assertEquals(
    openmetrics(reads),
    `# HELP node_disk_reads Reads, \\"all\\" of\\nthem \\\\o/.
# TYPE node_disk_reads counter
node_disk_reads_total{device="sda"} 7
node_disk_reads_total{device="sdb"} 0.25
# EOF
`,
  );
});

Deno.test("a value without a type is untyped in one format, unknown in the other", () => {
  const field = unknown("node_vmstat_pgpgin", "x").one(1);
  assertEquals(text(field).split("\n")[1], "# TYPE node_vmstat_pgpgin untyped");
  assertEquals(openmetrics(field).split("\n")[1], "# TYPE node_vmstat_pgpgin unknown");
});

Deno.test("a counter without _total keeps its name in OpenMetrics and loses its type", () => {
  assertEquals(
    openmetrics(counter("node_odd", "x").one(1)),
    "# HELP node_odd x\n# TYPE node_odd unknown\nnode_odd 1\n# EOF\n",
  );
});

Deno.test("a counter whose name without _total is another's keeps it in OpenMetrics, for as long as that is there", () => {
  const counts = counter("foo_total", "How many.").one(2);
  const other = gauge("foo", "How much.").one(1);
  const created = gauge("foo_created", "When.").one(3);
  const encoder = new Encoder("openmetrics");
  const named = "# HELP foo How many.\n# TYPE foo counter\nfoo_total 2\n";
  const kept = "# HELP foo_total How many.\n# TYPE foo_total unknown\nfoo_total 2\n";
  assertEquals(encoder.encode([counts]), `${named}# EOF\n`);
  for (const clash of [other, created]) {
    const text = encoder.encode([counts, clash]);
    assert(text.startsWith(kept), text);
    assertEquals(encoder.encode([counts, clash]), text);
    assertEquals(encoder.encode([counts]), `${named}# EOF\n`);
  }
  assert(new Encoder("text").encode([counts, other]).includes("# TYPE foo_total counter\n"));
});

Deno.test("numbers that JSON lacks", () => {
  const lines = text(
    gauge("a", "x").of([
      sample(NaN, { n: "1" }),
      sample(Infinity, { n: "2" }),
      sample(-Infinity, { n: "3" }),
      sample(-0, { n: "4" }),
      sample(1e300, { n: "5" }),
    ]),
  ).split("\n").slice(2, -1).map((line) => line.split(" ")[1]);
  assertEquals(lines, ["NaN", "+Inf", "-Inf", "0", "1e+300"]);
});

Deno.test("a family without samples is left out, no families are an empty text", () => {
  assertEquals(text(gauge("a", "x").of([])), "");
  assertEquals(openmetrics(), "# EOF\n");
});

Deno.test("of two series with the same name and labels the first is shown", () => {
  const encoder = new Encoder("text");
  const device = gauge("a", "x");
  const twice = device.of([sample(1, { d: "x" }), sample(2, { d: "x" }), sample(3, { d: "y" })]);
  for (let scrape = 0; scrape < 2; scrape++) {
    assertEquals(
      encoder.encode([twice]),
      '# HELP a x\n# TYPE a gauge\na{d="x"} 1\na{d="y"} 3\n',
    );
  }
});

Deno.test("families of the same name become one, where the first stands", () => {
  const one = gauge("a", "x").of([sample(1, { d: "x" })]);
  const other = gauge("a", "another help").of([sample(2, { d: "y" }), sample(3, { d: "x" })]);
  assertEquals(
    text(one, gauge("b", "x").one(9), other),
    '# HELP a x\n# TYPE a gauge\na{d="x"} 1\na{d="y"} 2\n# HELP b x\n# TYPE b gauge\nb 9\n',
  );
});

Deno.test("a family of the name of another but of another type is left out", () => {
  const load = gauge("node_load5", "x").one(1);
  const other = new Metric("node_load5", "histogram", "x").of([
    { labels: new Labels({ le: "+Inf" }), value: 2, suffix: "_bucket" },
  ]);
  assertEquals(text(load, other), "# HELP node_load5 x\n# TYPE node_load5 gauge\nnode_load5 1\n");
});

Deno.test("the same labels in another order are the same series", () => {
  const one = gauge("a", "x").of([sample(1, { p: "1", q: "2" })]);
  const other = gauge("a", "x").of([sample(2, { q: "2", p: "1" })]);
  assertEquals(text(one, other), '# HELP a x\n# TYPE a gauge\na{p="1",q="2"} 1\n');
});

Deno.test("series that come, go and change places keep their own values", () => {
  const encoder = new Encoder("text");
  const metric = gauge("a", "x");
  const [x, y, z] = ["x", "y", "z"].map((d) => new Labels({ d }));
  const scrape = (...samples: [Labels, number][]) =>
    encoder.encode([metric.of(samples.map(([labels, value]) => ({ labels, value })))])
      .split("\n").slice(2, -1);
  assertEquals(scrape([x, 1], [y, 2]), ['a{d="x"} 1', 'a{d="y"} 2']);
  assertEquals(scrape([y, 3], [x, 4]), ['a{d="y"} 3', 'a{d="x"} 4']);
  assertEquals(scrape([z, 5]), ['a{d="z"} 5']);
  assertEquals(scrape([x, 6], [y, 7], [z, 8]), ['a{d="x"} 6', 'a{d="y"} 7', 'a{d="z"} 8']);
  // The same labels in another object are the same series.
  assertEquals(scrape([new Labels({ d: "x" }), 9]), ['a{d="x"} 9']);
});

Deno.test("memory that is used again for less and for more leaves nothing of the scrape before", () => {
  const encoder = new Encoder("text");
  const [a, b] = [gauge("a", "x"), gauge("b", "y")];
  const still = a.one(7),
    series = (n: number, value: number) =>
      b.of(Array.from({ length: n }, (_, i) => sample(value + i, { i: `${i}` })));
  for (const [n, value] of [[3, 1], [3, 1], [3, 100], [1, 5], [5000, 0.5], [2, 1e300], [0, 0]]) {
    const families = [still, series(n, value)];
    const bytes = atOnce(encoder.encoding(families));
    assertEquals(new TextDecoder().decode(bytes), text(...families));
    // Whoever had them is done with them.
    bytes.fill(33);
    encoder.reuse(bytes);
  }
});

Deno.test("JSON has every family once, and numbers that it lacks as texts", () => {
  assertEquals(toJson([gauge("a", "x").of([sample(NaN), sample(2)]), counter("b", "y").of([])]), [{
    name: "a",
    type: "gauge",
    help: "x",
    samples: [{ name: "a", labels: {}, value: "NaN" }],
  }]);
});

/** Texts with what formats trip over: quotes, backslashes, line ends, brackets, half surrogates. */
const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: fc.constantFrom("\\", '"', "\n", "n", "{", "}", ",", "=", " ", "\r", "é") }),
);
const value = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Infinity, -Infinity, NaN, -0));
const series = fc.uniqueArray(fc.tuple(nasty, nasty, value), {
  selector: ([a, b]) => JSON.stringify([a, b]),
  maxLength: 6,
});

Deno.test("the same samples give what prom-client gives", async () => {
  await fc.assert(
    fc.asyncProperty(nasty, series, fc.boolean(), async (help, rows, counts) => {
      const registry = new Registry();
      const options = {
        name: "a_total",
        help: help || "x",
        labelNames: ["p", "q"],
        registers: [registry],
      };
      const theirs = counts ? new Counter(options) : new Gauge(options);
      const samples = rows.map(([p, q, value]) => {
        // A counter of theirs only adds, and only what is finite.
        const own = counts ? Math.abs(Number.isFinite(value) ? value : 1) : value;
        if (theirs instanceof Counter) theirs.inc({ p, q }, own);
        else theirs.set({ p, q }, own);
        return sample(own, { p, q });
      });
      const ours = new Metric("a_total", counts ? "counter" : "gauge", help || "x").of(samples);
      // Theirs writes Nan, which Prometheus reads as well.
      const expected = (await registry.metrics()).trimEnd().replace(/ Nan$/gm, " NaN");
      if (samples.length > 0) assertEquals(text(ours), `${expected}\n`);
    }),
    { seed: 20_261_123, numRuns: 500 },
  );
});

Deno.test("a histogram of prom-client comes out as prom-client writes it, in both formats", async () => {
  const registry = new Registry();
  const histogram = new Histogram({
    name: "took_seconds",
    help: "x",
    buckets: [0.1, 1],
    registers: [registry],
  });
  for (const seconds of [0.05, 0.5, 5]) histogram.observe(seconds);
  const json = await registry.getMetricsAsJSON() as unknown as JsonMetric[];
  const families = new Converter().families(json);
  assertEquals(text(...families), `${(await registry.metrics()).trimEnd()}\n`);
  assertEquals(
    openmetrics(...families).split("\n").slice(1, 6),
    [
      "# TYPE took_seconds histogram",
      'took_seconds_bucket{le="0.1"} 1',
      'took_seconds_bucket{le="1"} 2',
      'took_seconds_bucket{le="+Inf"} 3',
      "took_seconds_sum 5.55",
    ],
  );
});

Deno.test("whatever the labels hold, a strict reader reads the same series back", () => {
  fc.assert(
    fc.property(series, (rows) => {
      const samples = rows.map(([p, q, value]) => sample(value, { p, q }));
      const read = readExposition(text(gauge("a", "x").of(samples)));
      assertEquals(
        read.get("a")?.samples.size ?? 0,
        new Set(samples.map((s) => s.labels.text)).size,
      );
    }),
    { seed: 20_261_123, numRuns: 500 },
  );
});

Deno.test("a family without samples does not keep out one of its name and another type", () => {
  const [empty, full] = [counter("a", "first").of([]), gauge("a", "second").one(1)];
  assertEquals(
    new Encoder("text").encode([empty, full]),
    "# HELP a second\n# TYPE a gauge\na 1\n",
  );
});
