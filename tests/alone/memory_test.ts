/** What is given back, of the whole process: other tests must not work beside these. */
import { glibc } from "../../exporter/memory.ts";
import { ownFiles } from "../../exporter/program_files.ts";
import { assert, assertEquals } from "../assert.ts";

Deno.test({
  name: "what malloc keeps between what is in use goes back to the system",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const giveBack = glibc();
    if (!giveBack) return assertEquals(isGlibc(), false, "glibc, and no malloc_trim");
    const libc = Deno.dlopen("libc.so.6", {
      malloc: { parameters: ["usize"], result: "pointer" },
      memset: { parameters: ["pointer", "i32", "usize"], result: "pointer" },
      free: { parameters: ["pointer"], result: "void" },
    });
    // Below what malloc maps by itself; each second one stays, so that what is free is between what is not.
    const size = 100_000n;
    const blocks = Array.from({ length: 1000 }, () => {
      const block = libc.symbols.malloc(size);
      libc.symbols.memset(block, 1, size);
      return block;
    });
    const [kept, freed] = [0, 1].map((odd) => blocks.filter((_, i) => i % 2 === odd));
    for (const block of freed) libc.symbols.free(block);
    const before = Deno.memoryUsage().rss;
    await giveBack();
    const after = Deno.memoryUsage().rss;
    for (const block of kept) libc.symbols.free(block);
    libc.close();
    assert(before - after > 40e6, `${before} bytes before, ${after} after`);
  },
});

Deno.test({
  name: "what the start read of the program's file goes back to the system",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const giveBack = glibc();
    if (!giveBack) return assertEquals(isGlibc(), false, "glibc, and no madvise");
    const libc = Deno.dlopen("libc.so.6", {
      madvise: { parameters: ["usize", "usize", "i32"], result: "i32" },
    });
    const mapped = async () => {
      const status = await Deno.readTextFile("/proc/self/status");
      return Number(/RssFile:\s+(\d+)/.exec(status)![1]);
    };
    // MADV_POPULATE_READ, since Linux 5.14; before it there is what the start read.
    const populated = (await ownFiles())
      .map(({ start, length }) => libc.symbols.madvise(start, length, 22))
      .every((result) => result === 0);
    libc.close();
    const before = await mapped();
    await giveBack();
    const after = await mapped();
    assert(before - after > (populated ? 40_000 : 0), `${before} kB of it before, ${after} after`);
  },
});

const isGlibc = () => Deno.build.target.endsWith("-gnu");
