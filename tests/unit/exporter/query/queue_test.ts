import { QueryError } from "../../../../exporter/query/errors.ts";
import { Queue } from "../../../../exporter/query/queue.ts";
import { assertEquals, assertRejects } from "../../../assert.ts";

const LONG = 60_000;

async function typeOf(work: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => work, QueryError) as QueryError).errorType;
}

Deno.test("who waits gets the places in the order of coming", async () => {
  const queue = new Queue(1);
  const leave = await queue.enter(LONG);
  const came: string[] = [];
  const enter = async (name: string) => {
    const leave = await queue.enter(LONG);
    came.push(name);
    leave();
  };
  const all = [enter("a"), enter("b"), enter("c")];
  await Promise.resolve();
  assertEquals(came, []);
  leave();
  await Promise.all(all);
  assertEquals(came, ["a", "b", "c"]);
});

Deno.test("who waits too long, or for nobody, leaves the queue", async () => {
  const queue = new Queue(1);
  const leave = await queue.enter(LONG);
  const work = new AbortController();
  const canceled = typeOf(queue.enter(LONG, work.signal));
  const late = typeOf(queue.enter(1));
  const next = queue.enter(LONG);
  work.abort();
  assertEquals(await canceled, "canceled");
  assertEquals(await late, "timeout");
  leave();
  (await next)();
  // The place is free, once.
  const again = await queue.enter(LONG);
  assertEquals(await typeOf(queue.enter(1)), "timeout");
  again();
});

Deno.test("who has gone already does not wait", async () => {
  const queue = new Queue(1);
  const leave = await queue.enter(LONG);
  assertEquals(await typeOf(queue.enter(LONG, AbortSignal.abort())), "canceled");
  leave();
});

Deno.test("beyond sixteen for each place nobody waits", async () => {
  const queue = new Queue(1);
  const leave = await queue.enter(LONG);
  const waiting = Array.from({ length: 16 }, async () => (await queue.enter(LONG))());
  assertEquals(await typeOf(queue.enter(LONG)), "unavailable");
  leave();
  await Promise.all(waiting);
});
