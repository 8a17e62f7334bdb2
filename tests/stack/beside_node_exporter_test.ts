/** What docs/node-exporter.md says for both on one host, done with Debian's node_exporter. */
import { join } from "node:path";
import { freePort } from "../../scripts/bench/client.ts";
import { assert, assertEquals } from "../assert.ts";
import { commandsOf } from "../docs_commands.ts";
import { readExposition } from "../exposition.ts";
import { run } from "../program.ts";
import { tool } from "../tools.ts";

const nodeExporter = await tool("prometheus-node-exporter", "prometheus-node-exporter");
const PAGE = new URL("../../docs/node-exporter.md", import.meta.url);

/** The flags of the page's line for cron, with a directory of ours. */
async function documented(directory: string): Promise<string[]> {
  const lines = commandsOf("", await Deno.readTextFile(PAGE)).map(({ text }) => text)
    .filter((text) => text.startsWith("hostvitals --once"));
  assertEquals(lines.length, 1);
  const theirs = "/var/lib/node_exporter/textfile";
  assert(lines[0].includes(theirs), lines[0]);
  return lines[0].replace(theirs, directory).split(" ").slice(1);
}

/** One answer of a node_exporter with that directory, and what it complained of. */
async function scrape(directory: string): Promise<{ text: string; refused: string }> {
  const port = freePort();
  const process = new Deno.Command(nodeExporter!, {
    args: [
      `--collector.textfile.directory=${directory}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  // Read all along: it would wait for a reader of its complaints.
  const ended = process.output();
  let text: string | undefined;
  for (let tries = 0; tries < 100 && text === undefined; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const signal = AbortSignal.timeout(10_000);
    text = await fetch(`http://127.0.0.1:${port}/metrics`, { signal })
      .then((it) => it.text(), () => undefined);
  }
  process.kill("SIGKILL");
  const { stderr } = await ended;
  const refused = new TextDecoder().decode(stderr).split("\n")
    .filter((line) => line.includes("error gathering metrics")).join("\n");
  if (text === undefined) throw new Error("node_exporter does not answer");
  return { text, refused };
}

Deno.test({
  name: "the documented line of cron gives node_exporter families of hostvitals, and nothing twice",
  ignore: !nodeExporter,
  async fn() {
    const directory = await Deno.makeTempDir();
    const { code, stderr } = await run(await documented(directory));
    assertEquals(code, 0, stderr);

    const { text, refused } = await scrape(directory);
    assertEquals(refused, "");
    const families = readExposition(text);
    const value = (family: string) => [...families.get(family)!.samples.values()][0];
    assertEquals(value("node_textfile_scrape_error"), "0");
    assertEquals(value("node_host_info"), "1");
    assert(families.get("node_network_connections")!.samples.size > 0);
    // Its own are all there still.
    assert(families.has("node_cpu_seconds_total") && families.has("node_load1"));

    // That a file with everything is refused shows that the line above is needed.
    const all = join(directory, "all.prom");
    assertEquals((await run(["--once", "--output", all])).code, 0);
    const twice = await scrape(directory);
    assert(/was collected before with the same name and label values/.test(twice.refused));
    await Deno.remove(directory, { recursive: true });
  },
});
