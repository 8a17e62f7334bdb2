/** Writers of `--output` that are killed at any moment: a reader never sees half a file. */
import { join } from "node:path";
import { assert, assertEquals } from "../assert.ts";
import { long, sleep } from "./beside.ts";
import { writeWhole } from "../../exporter/write_whole.ts";

const WRITER = new URL("./writer.ts", import.meta.url).pathname;

/** Starts a writer, lets it write for a while, kills it. */
async function killedAfter(milliseconds: number, path: string): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", WRITER, path],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await sleep(milliseconds);
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
}

Deno.test("killed at any moment of writing, it leaves the old file or the new one, and no litter", async () => {
  const dir = Deno.makeTempDirSync();
  const path = join(dir, "host.prom");
  let reads = 0, reading = true;
  const reader = (async () => {
    while (reading) {
      await sleep(1);
      let text;
      try {
        text = Deno.readTextFileSync(path);
      } catch {
        // Not yet there.
        continue;
      }
      const [first] = text.split("\n", 1);
      assertEquals(text.length, (first.length + 1) * 50_000);
      assert(text.endsWith(`\n${first}\n`));
      reads++;
    }
  })();
  try {
    for (let kill = 0; kill < (long ? 100 : 12); kill++) {
      await killedAfter(Math.random() * 20, path);
    }
    reading = false;
    await reader;
    assert(reads > 20, `${reads} reads`);
    for (const { name } of Deno.readDirSync(dir)) {
      const old = Date.now() / 1000 - 120;
      if (name !== "host.prom") Deno.utimeSync(join(dir, name), old, old);
    }
    writeWhole(path, "last\n");
    assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["host.prom"]);
  } finally {
    reading = false;
    await reader;
    Deno.removeSync(dir, { recursive: true });
  }
});
