import { urgently } from "../../../collectors/turns.ts";
import { Pacer } from "../../../exporter/pacer.ts";
import { assertEquals } from "../../assert.ts";
import { settled } from "../../settled.ts";

/** Whether the event loop has turned is told by this. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

Deno.test("few pieces are done at once, and again in the next turn", async () => {
  const pacer = new Pacer(3);
  for (let turns = 0; turns < 3; turns++) {
    const done: number[] = [];
    for (let i = 0; i < 3; i++) pacer.do(() => done.push(i));
    assertEquals(done, [0, 1, 2]);
    await turn();
  }
});

Deno.test("of many the newest and the oldest have their turn alternately, so many in each", async () => {
  const pacer = new Pacer(4);
  const turns: number[][] = [[]];
  await new Promise<void>((resolve) => {
    for (let piece = 0; piece < 12; piece++) {
      pacer.do(() => {
        // What is done in one go has no promises in between.
        if (turns.at(-1)!.push(piece) === 1) queueMicrotask(() => turns.push([]));
        if (turns.flat().length === 12) resolve();
      });
    }
  });
  assertEquals(turns.filter(({ length }) => length > 0), [
    [0, 1, 2, 3],
    [11, 4, 10, 5],
    [9, 6, 8, 7],
  ]);
});

Deno.test("who comes while others wait is among the next", async () => {
  const pacer = new Pacer(2);
  const order: string[] = [];
  const last = Promise.withResolvers<void>();
  for (const name of ["a", "b", "c", "d", "e", "f"]) {
    pacer.do(() => {
      order.push(name);
      if (order.length === 7) last.resolve();
      if (name === "f") pacer.do(() => order.push("late"));
    });
  }
  await last.promise;
  assertEquals(order, ["a", "b", "f", "c", "late", "d", "e"]);
});

Deno.test("patient pieces stand back while somebody waits for a scrape", async () => {
  for (const [kind, order] of [["patient", "1 scrape 2"], ["usual", "1 2 scrape"]] as const) {
    const pacer = new Pacer(1, kind);
    const done: string[] = [];
    const scrape = Promise.withResolvers<void>(), last = Promise.withResolvers<void>();
    const awaited = urgently(() => scrape.promise);
    pacer.do(() => done.push("1"));
    pacer.do(() => last.resolve(void done.push("2")));
    await settled();
    done.push("scrape");
    scrape.resolve();
    await Promise.all([awaited, last.promise]);
    assertEquals(done.join(" "), order);
  }
});
