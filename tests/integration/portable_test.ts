import { PortableSource } from "../../collectors/portable/source.ts";
import { Thread } from "../../collectors/portable/thread.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";

Deno.test({
  name: "a command that blocks what asks for the host's inventory blocks nothing else",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const dir = await Deno.makeTempDir();
    const path = Deno.env.get("PATH")!;
    try {
      // It asks `hostname -f` with execSync; ours answers when somebody writes to the pipe. The deadline is
      // also for the thread's start, which type-checks it first.
      await new Deno.Command("mkfifo", { args: [`${dir}/pipe`] }).output();
      await Deno.writeTextFile(`${dir}/hostname`, `#!/bin/sh\ncat ${dir}/pipe\n`, { mode: 0o755 });
      Deno.env.set("PATH", `${dir}:${path}`);
      using source = new PortableSource(undefined, { deadline: 5000 });
      await assertRejects(() => source.hostInfo(), Deno.errors.TimedOut, "osInfo()");
      // Told at once that it is still open; the other readings do not wait behind it.
      await assertRejects(() => source.hostInfo(), Deno.errors.TimedOut, "not asked again");
      assert((await source.memory()).total > 0);
      await Deno.writeTextFile(`${dir}/pipe`, "host\n");
    } finally {
      Deno.env.set("PATH", path);
      await Deno.remove(dir, { recursive: true });
    }
  },
});

Deno.test("without a thread of its own systeminformation runs in ours, which is logged", async () => {
  const warned: unknown[] = [];
  const silent = () => {};
  const log = {
    debug: silent,
    info: silent,
    warn: (_: string, properties?: Record<string, unknown>) => void warned.push(properties),
  };
  using thread = new Thread(log, new URL("./no_such_worker.ts", import.meta.url));
  await assertRejects(() => thread.ask("mem"), Error, "the thread of systeminformation");
  assert((await thread.ask("mem")).total > 0);
  assertEquals(warned.length, 1);
});

Deno.test("a thread that was closed tells those who wait, and the next question starts another", async () => {
  using thread = new Thread();
  const waiting = thread.ask("mem");
  thread[Symbol.dispose]();
  await assertRejects(() => waiting, Error, "it was closed");
  assert((await thread.ask("mem")).total > 0);
});
