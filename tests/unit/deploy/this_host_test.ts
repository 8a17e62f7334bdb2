import { join } from "node:path";
import { copyWhole } from "../../../deploy/copy_whole.ts";
import { assertEquals, assertThrows } from "../../assert.ts";

Deno.test("a copy that fails leaves nothing beside what it should replace", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(join(dir, "program"), "#!/bin/sh\n");
  // What cannot be replaced by a file, as a full disk cannot be written.
  await Deno.mkdir(join(dir, "to", "inside"), { recursive: true });
  assertThrows(() => copyWhole(join(dir, "program"), join(dir, "to")));
  assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name).sort(), ["program", "to"]);
  await Deno.remove(dir, { recursive: true });
});
