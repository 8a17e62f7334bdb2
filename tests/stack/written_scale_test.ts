/** What init writes for many hosts: which addresses are scraped, and by what name they show. */
import { assertEquals } from "../assert.ts";
import { tool } from "../tools.ts";
import { said, Written } from "./written.ts";

const promtool = await tool("promtool", "prometheus");

/** A target as its file has it, where it is scraped, and its label `instance`. */
const TARGETS = [
  ["web-1.example.org:9101", "web-1.example.org:9101", "web-1.example.org"],
  ["web-2.example.org", "web-2.example.org:9100", "web-2.example.org"],
  ["192.0.2.7", "192.0.2.7:9100", "192.0.2.7"],
  ["[2001:db8::1]", "[2001:db8::1]:9100", "[2001:db8::1]"],
  ["[2001:db8::2]:9102", "[2001:db8::2]:9102", "[2001:db8::2]"],
];

/** What Prometheus makes of the targets: those that it scrapes. */
async function scraped(stack: Written, config: string): Promise<string[][]> {
  const { said: text } = await said(
    promtool!,
    ["check", "service-discovery", "--timeout=1s", config, "node"],
    stack.path("scale"),
  );
  // Beside lines of a log, on either side.
  const [list] = /^\[\n[^]*?^\]/m.exec(text)!;
  const found: { discoveredLabels: Labels; labels: Labels }[] = JSON.parse(list);
  return found
    .filter(({ labels }) => labels.__address__)
    .map(({ discoveredLabels, labels }) => [
      discoveredLabels.__address__,
      labels.__address__,
      labels.instance,
    ]);
}

type Labels = Readonly<Record<string, string>>;

/** A stack whose only targets are those. */
async function withTargets(): Promise<Written> {
  const stack = await Written.stack();
  const targets = TARGETS.map(([target]) => target);
  await Deno.writeTextFile(stack.path("scale/targets/example.yml"), JSON.stringify([{ targets }]));
  return stack;
}

for (const config of ["file-sd", "remote-write"]) {
  Deno.test({
    name: `${config}: a target without a port has the usual one, and shows by its name alone`,
    ignore: !promtool,
    async fn() {
      await using stack = await withTargets();
      assertEquals(await scraped(stack, `prometheus-${config}.yml`), TARGETS);
    },
  });
}

Deno.test({
  name: "hosts are told apart: each of the shards takes its own, and together they take all",
  ignore: !promtool,
  async fn() {
    await using stack = await withTargets();
    const [config] = stack.yaml("scale/prometheus-shard.yml");
    const [{ modulus }] = config.scrape_configs[0].relabel_configs;
    const all: string[][] = [];
    for (let shard = 0; shard < modulus; shard++) {
      const text = stack.text("scale/prometheus-shard.yml").replaceAll("@SHARD@", `${shard}`);
      await Deno.writeTextFile(stack.path("scale/shard.yml"), text);
      all.push(...await scraped(stack, "shard.yml"));
    }
    assertEquals(all.sort(), [...TARGETS].sort());
  },
});
