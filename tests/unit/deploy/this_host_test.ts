import { join } from "node:path";
import { copyWhole } from "../../../deploy/copy_whole.ts";
import { thisHost } from "../../../deploy/service/this_host.ts";
import { assertEquals, assertThrows } from "../../assert.ts";

Deno.test({
  name: "what only root runs is found after `su`, whose PATH is the one of before",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const before = Deno.env.get("PATH")!;
    Deno.env.set("PATH", "/usr/bin:/bin");
    try {
      // In /usr/sbin on every Linux that has it; it answers without doing anything.
      const { said } = await thisHost.run(["useradd", "--help"]);
      assertEquals(/^Usage: useradd /.test(said), true, said);
    } finally {
      Deno.env.set("PATH", before);
    }
  },
});

Deno.test("a copy that fails leaves nothing beside what it should replace", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(join(dir, "program"), "#!/bin/sh\n");
  // What cannot be replaced by a file, as a full disk cannot be written.
  await Deno.mkdir(join(dir, "to", "inside"), { recursive: true });
  assertThrows(() => copyWhole(join(dir, "program"), join(dir, "to")));
  assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name).sort(), ["program", "to"]);
  await Deno.remove(dir, { recursive: true });
});
