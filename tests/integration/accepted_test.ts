/** What others make of our exposition: promtool, and the strict parser of Prometheus' Python client. */
import { collectors } from "../../collectors/mod.ts";
import { assertEquals, assertMatch } from "../assert.ts";
import { Program } from "../program.ts";
import { tool } from "../tools.ts";

const promtool = await tool("promtool", "prometheus");
const python = await pythonWithClient();

/** Debian's Python, if it has the client library; another Python does not see Debian's packages. */
async function pythonWithClient(): Promise<string | undefined> {
  const python = "/usr/bin/python3";
  const has = async () => {
    try {
      const args = ["-c", "import prometheus_client.openmetrics.parser"];
      return (await new Deno.Command(python, { args, stderr: "null" }).output()).success;
    } catch {
      return false;
    }
  };
  if (await has()) return python;
  // The package has no program of its own: this installs it where it can, or says what is skipped.
  await tool("python3-prometheus-client", "python3-prometheus-client");
  return await has() ? python : undefined;
}

async function pipe(program: string, args: string[], input: string) {
  const process = new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = process.output();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await output;
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** All collectors, those too that are off by default. */
const EVERYTHING = collectors.map(({ name }) => `--collector.${name}`);

/**
 * What promtool finds bad taste, not wrong: names that node_exporter has given, which dashboards and
 * rules know.
 */
const PEERS_NAMES =
  /^(node_\w+ (metric names should|non-histogram and non-summary|counter metrics should|metric name should|use base unit|no help text|non-counter metrics should|metric names should not).*|)$/;

Deno.test("promtool accepts every line, and finds no fault but with node_exporter's names", {
  ignore: !promtool,
}, async () => {
  await using program = await Program.start(...EVERYTHING);
  const { code, stderr } = await pipe(
    promtool!,
    ["check", "metrics"],
    await program.metrics(),
  );
  // 3 is its code for matters of taste; 1 would be a line that it cannot read.
  assertEquals(code === 0 || code === 3, true, stderr);
  for (const line of stderr.split("\n")) assertMatch(line, PEERS_NAMES);
});

Deno.test("the strict OpenMetrics parser of Prometheus' Python client reads what we serve", {
  ignore: !python,
}, async () => {
  await using program = await Program.start(...EVERYTHING);
  const script = `
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
families = list(text_string_to_metric_families(sys.stdin.read()))
print(len(families), sum(len(f.samples) for f in families))
`;
  const text = await program.metrics("metrics", {
    headers: { accept: "application/openmetrics-text; version=1.0.0" },
  });
  const { code, stdout, stderr } = await pipe(python!, ["-c", script], text);
  assertEquals([code, stderr], [0, ""]);
  const samples = text.split("\n").filter((line) => line && !line.startsWith("#")).length;
  assertEquals(Number(stdout.split(" ")[1]), samples);
});
