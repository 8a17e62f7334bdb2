import type { Ask } from "../../../../collectors/portable/thread.ts";
import { PortableSource } from "../../../../collectors/portable/source.ts";
import { Unsupported } from "../../../../collectors/readings.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../../assert.ts";

/** Tells nothing, as systeminformation does where it does not know how. */
const nothing = (() => Promise.resolve(null)) as unknown as Ask;

Deno.test("what Windows lacks is unsupported, and CPU times are there without asking", async () => {
  using source = new PortableSource(undefined, { platform: "win32", ask: nothing });
  assertThrows(() => source.loadAverage(), Unsupported, "Windows has no load averages");
  await assertRejects(() => source.disks(), Unsupported);
  const cpus = source.cpuTimes();
  assertEquals(cpus.map(({ cpu }) => cpu), cpus.map((_, i) => String(i)));
  assert(cpus.some(({ seconds }) => seconds[0] > 0));
});

Deno.test("what is left out is logged once, when the source is made", async () => {
  const logged: unknown[] = [];
  const silent = () => {};
  const log = {
    debug: silent,
    warn: silent,
    info: (_: string, properties?: Record<string, unknown>) => void logged.push(properties),
  };
  using source = new PortableSource(log, { platform: "win32", ask: nothing });
  await assertRejects(() => source.disks(), Unsupported);
  await assertRejects(() => source.disks(), Unsupported);
  assertEquals(logged.length, 1);
  const { platform, lacking } = logged[0] as Record<string, string>;
  assertEquals(platform, "win32");
  assert(lacking.includes("load averages; disk I/O"), lacking);
});

Deno.test("file systems are those that are wanted", async () => {
  const sizes = ["/", "/home"].map((mount) => ({
    fs: `/dev${mount}`,
    type: "ext4",
    mount,
    size: 10,
    used: 2,
    available: 8,
    use: 20,
    rw: true,
  }));
  const ask = (() => Promise.resolve(sizes)) as unknown as Ask;
  using source = new PortableSource(undefined, { platform: "linux", ask });
  const found = await source.filesystems(({ mountpoint }) => mountpoint !== "/", 1000);
  assertEquals(found.map(({ mountpoint }) => mountpoint), ["/home"]);
});

Deno.test("a function that hangs costs its own readings only", async () => {
  const ask =
    ((name: string) =>
      name === "fsSize"
        ? new Promise(() => {})
        : Promise.resolve({ total: 10, available: 5, free: 2 })) as unknown as Ask;
  using source = new PortableSource(undefined, { platform: "win32", ask, deadline: 10 });
  const [filesystems, memory] = await Promise.allSettled([
    source.filesystems(() => true, 1000),
    source.memory(),
  ]);
  assert(filesystems.status === "rejected");
  assert(filesystems.reason instanceof Deno.errors.TimedOut);
  assert(filesystems.reason.message.startsWith("fsSize() of systeminformation has not answered"));
  assert(memory.status === "fulfilled");
  assertEquals(memory.value.available, 5);
});
