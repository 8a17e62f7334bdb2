import { Thread } from "../../collectors/portable/thread.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";

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
