/** Whoever runs node_exporter starts hostvitals with the same flags. */
import { collectors } from "../../collectors/mod.ts";
import { allFlags } from "../../exporter/flags.ts";
import { assert, assertEquals } from "../assert.ts";
import { tool } from "../tools.ts";

const peer = await tool("prometheus-node-exporter", "prometheus-node-exporter");

Deno.test("every flag of Debian's node_exporter is taken, with a value where the peer wants one", {
  ignore: !peer,
}, async () => {
  const { stdout, stderr } = await new Deno.Command(peer!, { args: ["--help"] }).output();
  const help = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  const theirs = [...help.matchAll(/^ +(?:-h, )?--(?:\[no-\])?([\w.-]+)(=)?/gm)];
  assert(theirs.length > 100, `${theirs.length} flags in its help`);
  const ours = new Map(allFlags(collectors).map((flag) => [flag.name, flag]));
  for (const [, name, value] of theirs) {
    // The peer's help on its help.
    if (/^help-(long|man)$/.test(name)) continue;
    assert(ours.has(name), `--${name} is unknown`);
    if (value) assert(ours.get(name)!.value, `--${name} takes no value`);
  }
});

Deno.test("the defaults of the peer's filters are ours", { ignore: !peer }, async () => {
  const { stdout, stderr } = await new Deno.Command(peer!, { args: ["--help"] }).output();
  const help = (new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr))
    .replace(/\s+/g, " ");
  const flags = new Map(allFlags(collectors).map((flag) => [flag.name, flag]));
  for (
    const name of [
      "collector.vmstat.fields",
      "collector.netclass.ignored-devices",
      "collector.powersupply.ignored-supplies",
    ]
  ) {
    const theirs = new RegExp(`--${name}="([^"]*)"`).exec(help)?.[1];
    assertEquals(flags.get(name)?.default, theirs?.replaceAll("\\\\", "\\"), name);
  }
});
