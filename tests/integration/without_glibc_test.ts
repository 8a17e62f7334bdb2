/** A Linux with another C library, as Alpine has it: Deno's and node's own calls do what the library does. */
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "../assert.ts";
import { readExposition } from "../exposition.ts";
import { Program } from "../program.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
/** No library can be loaded, and it is told when one was asked for. */
const WITHOUT = `data:application/javascript,${
  encodeURIComponent(
    'Deno.dlopen = (name) => { console.error("asked for", name); throw new Error("not here"); };',
  )
}`;

/** Families of the host by name, but for those that need two readings; and which file systems told their space. */
async function measuredBy(program: Program) {
  const families = readExposition(await program.metrics());
  const sizes = families.get("node_filesystem_size_bytes")!.samples;
  return {
    families: [...families.keys()].filter((name) => /^node_(?!.*_percent$)/.test(name)).sort(),
    sizes: [...sizes].sort(),
    errors: [...families.get("node_filesystem_device_error")!.samples].sort(),
  };
}

Deno.test("without glibc the same is measured, but for what the clock says of itself", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using usual = await Program.start();
  await using without = await Program.startAs((args) =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", `--preload=${WITHOUT}`, MAIN, ...args],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    })
  );
  const zipped = await without.fetch("metrics", { headers: { "accept-encoding": "gzip" } });
  assert((await zipped.text()).includes("\nnode_load1 "));
  const { families, ...rest } = await measuredBy(usual);
  const others = families.filter((name) => !name.startsWith("node_timex_"));
  assertEquals(families.length - others.length, 17);
  assertEquals(await measuredBy(without), { families: others, ...rest });
  assert(without.log.includes("asked for libc.so.6"), without.log);
});
